/**
 * Any result of plain values and typed arrays as one line of JSON, to the last bit: typed arrays as
 * base64 of their little-endian bytes. (Plain numbers that JSON has no name for, NaN and the infinities,
 * belong into a typed array.)
 */
import { InputError } from "../base/input-error";

const ARRAYS = new Map<unknown, typeof Float64Array | typeof Int32Array | typeof Uint8Array>([
  ["Float64Array", Float64Array],
  ["Int32Array", Int32Array],
  ["Uint8Array", Uint8Array],
]);

export function resultToJson(result: unknown): string {
  return JSON.stringify(result, (_, value: unknown) => {
    if (!ArrayBuffer.isView(value)) return value;
    const { buffer, byteOffset, byteLength } = value;
    return { $array: value.constructor.name, base64: Buffer.from(buffer, byteOffset, byteLength).toString("base64") };
  });
}

/** Throws an InputError where the text is no such line. */
export function resultFromJson<Result>(json: string): Result {
  try {
    return JSON.parse(json, (_, value: { $array?: unknown; base64?: string } | null) => {
      if (value?.$array === undefined) return value as unknown;
      const TypedArray = ARRAYS.get(value.$array) as typeof Float64Array;
      // A copy, so that it starts at a multiple of eight.
      return new TypedArray(new Uint8Array(Buffer.from(value.base64 ?? "", "base64")).buffer);
    }) as Result;
  } catch {
    throw new InputError("result", "must be one line of JSON", json);
  }
}
