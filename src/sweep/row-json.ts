/**
 * A sweep's row as one line of JSON, to the last bit: typed arrays as base64 of their little-endian
 * bytes (JSON itself has no NaN and no infinity). For progress files, and for engines that speak text.
 */
import { InputError } from "../numeric/input-error";
import type { SweepRow } from "./sweep-task";

const DOUBLES = ["cost", "lambda", "effectiveBins", "twapCost", "x"] as const;

export function rowToJson(row: SweepRow): string {
  const encoded: Record<string, unknown> = {
    row: row.row,
    regime: row.regime,
    status: toBase64(row.status),
    active: toBase64(row.active),
    failures: row.failures,
  };
  for (const name of DOUBLES) encoded[name] = toBase64(row[name]);
  return JSON.stringify(encoded);
}

/** Throws an InputError where the text is no such row. */
export function rowFromJson(json: string): SweepRow {
  let value: Record<string, unknown>;
  try {
    value = JSON.parse(json) as Record<string, unknown>;
  } catch {
    throw new InputError("row", "must be one line of JSON", json);
  }
  if (!Number.isSafeInteger(value?.row) || !Array.isArray(value.failures)) throw new InputError("row", "must be a sweep's row", json);
  const doubles = Object.fromEntries(DOUBLES.map((name) => [name, new Float64Array(bytes(value[name]))]));
  return {
    row: value.row as number,
    regime: value.regime as number,
    status: new Uint8Array(bytes(value.status)),
    active: new Int32Array(bytes(value.active)),
    failures: value.failures as SweepRow["failures"],
    ...(doubles as Pick<SweepRow, (typeof DOUBLES)[number]>),
  };
}

function toBase64(array: Float64Array | Int32Array | Uint8Array): string {
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString("base64");
}

/** A copy, so that it starts at a multiple of eight. */
function bytes(base64: unknown): ArrayBuffer {
  if (typeof base64 !== "string") throw new InputError("row", "must hold its arrays as base64", base64);
  return new Uint8Array(Buffer.from(base64, "base64")).buffer;
}
