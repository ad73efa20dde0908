/**
 * Estimates as Parquet: doubles as they are, notes in the file's key-value metadata.
 */
import type { FileMetaData, ParquetParsers, SchemaElement } from "hyparquet";

import { InputError } from "../../base/input-error";
import { arrowDurations, type Durations } from "./arrow-durations";
import { type Note, type RawTable, textOf } from "./raw-table";
import { type ImpactEstimates, NUMBER_COLUMNS } from "./impact-estimates";

/** Parses a file's bytes. Throws an InputError where they are no sound Parquet. */
export async function parseParquetTable(name: string, bytes: Buffer): Promise<RawTable> {
  // Loaded on demand: most tables are CSV, and the packages are ES modules.
  const { parquetMetadata, parquetReadObjects, parquetSchema } = await import("hyparquet");
  const { compressors } = await import("hyparquet-compressors");
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  try {
    const metadata = parquetMetadata(file);
    checkCounts(metadata, bytes.byteLength);
    const rows = await parquetReadObjects({
      file,
      metadata,
      compressors,
      parsers: PARSERS as unknown as ParquetParsers,
    });
    // Columns, and not what is inside them: a struct may have a child called alpha.
    const columns = parquetSchema(metadata).children.map(({ element }) => element);
    const arrow = metadata.key_value_metadata?.find(({ key }) => key === "ARROW:schema")?.value;
    const durations: Durations = arrow === undefined ? new Map() : arrowDurations(arrow);
    const show = columns.map((column) => valuesOf(column, durations.get(column.name)));
    const notes = (metadata.key_value_metadata ?? []).map(({ key, value }): Note => [key, value ?? ""]);
    return {
      name,
      columns: columns.map((column) => column.name),
      cell: (row, at) => (at < 0 ? undefined : show[at](rows[row][columns[at].name] ?? undefined)),
      rowCount: rows.length,
      where: (row) => `row ${row + 1}`,
      // pandas and Arrow keep their own schemas there too; those are no notes.
      notes: notes.flatMap(([key, value]): Note[] =>
        /^(pandas|ARROW:schema)$/.test(key) ? [] : key === "PANDAS_ATTRS" ? attributes(value) : [[key, value]],
      ),
      noteForm: "the key convention, total or per-share, into its metadata",
    };
  } catch (error) {
    throw new InputError(name, `must be a sound Parquet file (${(error as Error).message})`, "other bytes");
  }
}

/** Rows a byte at the most: a run of one value packs well, but a count in a damaged file has no bound. */
const MOST_ROWS_A_BYTE = 10_000;

function checkCounts({ num_rows, row_groups }: FileMetaData, bytes: number): void {
  const groups = row_groups.reduce((sum, group) => sum + Number(group.num_rows), 0);
  if (!(groups === Number(num_rows) && groups >= 0 && groups <= MOST_ROWS_A_BYTE * bytes))
    throw new Error(`it says it has ${num_rows} rows`);
}

/** Times as ISO text to the last digit: a Date holds milliseconds alone. */
const PARSERS = {
  timestampFromMilliseconds: (millis: bigint) => isoTime(millis, 3),
  timestampFromMicroseconds: (micros: bigint) => isoTime(micros, 6),
  timestampFromNanoseconds: (nanos: bigint) => isoTime(nanos, 9),
  dateFromDays: (days: number) => isoTime(BigInt(days) * 86_400n, 0).slice(0, 10),
};

/** 10^digits: of a second, so many. */
function ticks(digits: number): bigint {
  return BigInt(`1${"0".repeat(digits)}`);
}

/** `count` units of 10^-digits seconds since 1970. */
function isoTime(count: bigint, digits: number): string {
  const unit = ticks(digits);
  const within = ((BigInt(count) % unit) + unit) % unit;
  const seconds = Number((BigInt(count) - within) / unit);
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return String(count);
  const fraction = String(within).padStart(digits, "0").replace(/0+$/, "");
  return date.toISOString().replace(/\.000Z$/, digits === 0 || fraction === "" ? "Z" : `.${fraction}Z`);
}

/** A time of day, or a length of time: hours are counted on. */
function clockOf(count: bigint, digits: number): string {
  if (count < 0n) return `-${clockOf(-count, digits)}`;
  const hours = count / (3600n * ticks(digits));
  return `${String(hours).padStart(2, "0")}${isoTime(count, digits).slice(13, -1)}`;
}

/** How a column's values are to be taken, where its type says more than the reader does. */
function valuesOf(
  { converted_type, logical_type, scale = 0 }: SchemaElement,
  duration: number | undefined,
): (value: unknown) => unknown {
  if (duration !== undefined) return (value) => (typeof value === "bigint" ? clockOf(value, duration) : value);
  if (logical_type?.type === "TIMESTAMP" && logical_type.isAdjustedToUTC === false)
    return (value) => (typeof value === "string" ? value.replace(/Z$/, "") : value); // a local clock
  if (logical_type?.type === "TIME") {
    const digits = { MILLIS: 3, MICROS: 6, NANOS: 9 }[logical_type.unit];
    return (value) => (value === undefined ? value : clockOf(BigInt(value as bigint), digits));
  }
  if (converted_type !== "DECIMAL") return (value) => value;
  // The digits as they stand, not a product with 0.0001.
  return (value) => {
    const digits = Math.round((value as number) * Number(`1e${scale}`));
    return Number.isSafeInteger(digits) ? Number(`${digits}e-${scale}`) : value;
  };
}

/** What pandas keeps of `DataFrame.attrs`. */
function attributes(json: string): Note[] {
  const content = JSON.parse(json) as Record<string, unknown>;
  return Object.entries(content).map(([key, value]) => [key, textOf(value)]);
}

/** The file's bytes. */
export async function formatParquetTable(estimates: ImpactEstimates): Promise<Buffer> {
  const { parquetWriteBuffer } = await import("hyparquet-writer");
  const notes = Object.entries({ ...estimates.notes, convention: estimates.convention });
  const buffer = parquetWriteBuffer({
    columnData: [
      { name: "bin", data: [...estimates.bin], type: "STRING" as const },
      { name: "side", data: [...estimates.side], type: "STRING" as const },
      // Plain: a dictionary would take -0 for 0.
      ...NUMBER_COLUMNS.map(([name, key]) => ({
        name,
        data: Array.from(estimates[key]),
        type: "DOUBLE" as const,
        encoding: "PLAIN" as const,
      })),
      { name: "status", data: [...estimates.status], type: "STRING" as const },
    ],
    kvMetadata: notes.map(([key, value]) => ({ key, value })),
  });
  return Buffer.from(buffer);
}
