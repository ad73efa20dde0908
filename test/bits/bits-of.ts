/**
 * Any value as text that tells every bit of every number: what a hash over results is taken of. Two values
 * have one text where `Object.is` holds for all their numbers and all else is equal. Functions say nothing.
 */
export function bitsOf(value: unknown): string {
  const parts: string[] = [];
  write(value, parts);
  return parts.join("");
}

const DOUBLE = new Float64Array(1);
const WORDS = new Uint32Array(DOUBLE.buffer);

function write(value: unknown, parts: string[]): void {
  if (typeof value === "number") return void parts.push(hex(value));
  if (typeof value === "string") return void parts.push(JSON.stringify(value));
  if (typeof value !== "object" || value === null) return void parts.push(`${String(value)};`);
  if (ArrayBuffer.isView(value) || Array.isArray(value)) {
    parts.push(`[${(value as ArrayLike<unknown>).length}:`);
    for (let i = 0; i < (value as ArrayLike<unknown>).length; i++) write((value as ArrayLike<unknown>)[i], parts);
  } else {
    parts.push("{");
    for (const [key, member] of value instanceof Map ? value : Object.entries(value)) {
      if (typeof member === "function") continue;
      parts.push(`${JSON.stringify(key)}:`);
      write(member, parts);
    }
  }
  parts.push("]");
}

/** Sixteen digits and a semicolon; every NaN alike, the rest of whose bits mean nothing. */
function hex(value: number): string {
  if (Number.isNaN(value)) return "NaN;";
  DOUBLE[0] = value;
  const low = WORDS[0].toString(16).padStart(8, "0");
  return `${WORDS[1].toString(16).padStart(8, "0")}${low};`;
}
