/**
 * Which columns of a Parquet file are lengths of time: Parquet has no such type, and Arrow's writers (pyarrow, pandas,
 * polars) say it in their own schema alone, kept as base64 of a flatbuffer under the key ARROW:schema. Of it, this
 * reads the fields' names and the unit of those that are Durations (format/Schema.fbs of Apache Arrow).
 */

/** Digits of a second that a column's integers count, by name: 3, 6 or 9, or 0 for whole seconds. */
export type Durations = ReadonlyMap<string, number>;

const DURATION = 18;
/** Of Arrow's TimeUnit. */
const DIGITS = [0, 3, 6, 9];

/** None where the text is no such schema. */
export function arrowDurations(base64: string): Durations {
  try {
    const bytes = Buffer.from(base64, "base64");
    // An encapsulated message: a mark, the length, the flatbuffer.
    const start = bytes.readInt32LE(0) === -1 ? 8 : 4;
    const message = tableAt(bytes, start + bytes.readInt32LE(start));
    const schema = message.table(2);
    const fields = schema?.tables(1) ?? [];
    return new Map(
      fields.flatMap((field): [string, number][] => {
        if (field.byte(2) !== DURATION) return [];
        return [[field.text(0), DIGITS[field.table(3)?.short(0) ?? 1]]];
      }),
    );
  } catch {
    return new Map();
  }
}

interface FlatTable {
  byte(field: number): number | undefined;
  short(field: number): number | undefined;
  text(field: number): string;
  table(field: number): FlatTable | undefined;
  tables(field: number): FlatTable[];
}

/** A flatbuffer's table: its fields by number, undefined where it leaves them out. */
function tableAt(bytes: Buffer, at: number): FlatTable {
  const offsets = at - bytes.readInt32LE(at);
  const place = (field: number): number | undefined => {
    const entry = 4 + 2 * field;
    const offset = entry < bytes.readUInt16LE(offsets) ? bytes.readUInt16LE(offsets + entry) : 0;
    return offset === 0 ? undefined : at + offset;
  };
  const follow = (field: number): number | undefined => {
    const from = place(field);
    return from === undefined ? undefined : from + bytes.readUInt32LE(from);
  };
  const read = <T>(from: number | undefined, value: (from: number) => T): T | undefined =>
    from === undefined ? undefined : value(from);
  return {
    byte: (field) => read(place(field), (from) => bytes.readUInt8(from)),
    short: (field) => read(place(field), (from) => bytes.readInt16LE(from)),
    text: (field) =>
      read(follow(field), (from) => bytes.toString("utf8", from + 4, from + 4 + bytes.readUInt32LE(from))) ?? "",
    table: (field) => read(follow(field), (from) => tableAt(bytes, from)),
    tables: (field) =>
      read(follow(field), (from) =>
        Array.from({ length: Math.min(bytes.readUInt32LE(from), bytes.length) }, (_, k) => {
          const entry = from + 4 + 4 * k;
          return tableAt(bytes, entry + bytes.readUInt32LE(entry));
        }),
      ) ?? [],
  };
}
