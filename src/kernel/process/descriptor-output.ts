/**
 * What a cell writes to descriptors 1 and 2 by number goes where `process.stdout.write` goes. Code that
 * is no JavaScript and writes by itself is not seen.
 */
import fs from "node:fs";

type Call = (...args: unknown[]) => unknown;

const PATHS: Readonly<Record<string, 1 | 2>> = { "/dev/stdout": 1, "/dev/stderr": 2 };

export function captureDescriptors(): void {
  const original = { ...fs } as unknown as Record<string, Call>;
  const replace = (name: string, own: (target: 1 | 2, args: unknown[]) => unknown): void => {
    const call = function (this: unknown, ...args: unknown[]): unknown {
      const target = standard(args[0]);
      return target === undefined ? original[name].apply(this, args) : own(target, args);
    };
    Object.defineProperties(call, Object.getOwnPropertyDescriptors(original[name]));
    Object.assign(fs, { [name]: call });
  };
  const put = (target: 1 | 2, bytes: Uint8Array): number => {
    process[target === 1 ? "stdout" : "stderr"].write(bytes);
    return bytes.length;
  };
  replace("writeSync", (target, [, ...data]) => put(target, bytesOf(data)));
  replace("writevSync", (target, [, chunks]) => put(target, Buffer.concat(chunks as Uint8Array[])));
  for (const name of ["writeFileSync", "appendFileSync"]) {
    replace(name, (target, [, data, options]) => {
      const encoding = typeof options === "string" ? options : (options as { encoding?: string } | null)?.encoding;
      put(target, bytesOf([data, null, encoding]));
    });
  }
  replace("write", (target, [, ...data]) => {
    const done = data.pop();
    const rest = typeof done === "function" ? data : [...data, done];
    const written = put(target, bytesOf(rest));
    if (typeof done === "function") process.nextTick(done as Call, null, written, rest[0]);
  });
}

function standard(place: unknown): 1 | 2 | undefined {
  if (place === 1 || place === 2) return place;
  return typeof place === "string" ? PATHS[place] : undefined;
}

/** The bytes that `fs.write`'s arguments after the descriptor mean. */
function bytesOf([data, at, third]: readonly unknown[]): Uint8Array {
  if (!ArrayBuffer.isView(data)) return Buffer.from(String(data), (third ?? "utf8") as BufferEncoding);
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const named = typeof at === "object" && at !== null ? (at as { offset?: number; length?: number }) : undefined;
  const offset = named?.offset ?? (typeof at === "number" ? at : 0);
  const length = named?.length ?? (typeof third === "number" ? third : bytes.length - offset);
  return bytes.subarray(offset, offset + length);
}
