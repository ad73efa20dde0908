/**
 * Estimates as Parquet: doubles as they are, notes in the file's key-value metadata.
 */
import type { FileMetaData, SchemaElement, SchemaTree } from "hyparquet";

import { InputError } from "../../base/input-error";
import { arrowDurations, type Durations } from "./arrow-durations";
import { decodeParquet } from "./decode-parquet";
import { type Note, type RawTable, textOf } from "./raw-table";
import { type ImpactEstimates, NUMBER_COLUMNS } from "./impact-estimates";

/** Parses a file's bytes. Throws an InputError where they are no sound Parquet. */
export async function parseParquetTable(name: string, bytes: Buffer): Promise<RawTable> {
  // Loaded on demand: most tables are CSV, and the package is an ES module.
  const { parquetMetadata, parquetSchema } = await import("hyparquet");
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  try {
    const metadata = parquetMetadata(file);
    const tree = parquetSchema(metadata);
    checkCounts(metadata, bytes.byteLength);
    checkColumns(metadata, tree);
    // Columns, and not what is inside them: a struct may have a child called alpha.
    const columns = tree.children.map(({ element }) => element);
    const values = await decodeParquet(
      file,
      columns.map(({ name: column }) => column),
    );
    const rowCount = Number(metadata.num_rows);
    if (values.some(({ length }) => length !== rowCount)) throw new Error(`it says it has ${rowCount} rows`);
    const arrow = metadata.key_value_metadata?.find(({ key }) => key === "ARROW:schema")?.value;
    const durations: Durations = arrow === undefined ? new Map() : arrowDurations(arrow);
    const show = columns.map((column) => valuesOf(column, durations.get(column.name)));
    const notes = (metadata.key_value_metadata ?? []).map(({ key, value }): Note => [key ?? "", value ?? ""]);
    return {
      name,
      columns: columns.map((column) => column.name),
      cell: (row, at) => (at < 0 ? undefined : show[at](values[at][row])),
      rowCount,
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

/** Of a damaged file: what is read of no column in the schema would be rejected where nobody waits for it. */
function checkColumns({ row_groups }: FileMetaData, tree: SchemaTree): void {
  const leaves = (node: SchemaTree): string[] =>
    node.children.length === 0 ? [node.path.join("\n")] : node.children.flatMap(leaves);
  const wanted = tree.children.flatMap(leaves).join("\n\n");
  for (const { columns } of row_groups) {
    const found = columns.map(({ meta_data }) => meta_data?.path_in_schema.join("\n") ?? "").join("\n\n");
    if (found !== wanted) throw new Error("its columns are not those of its schema");
  }
}

function checkCounts({ num_rows, row_groups }: FileMetaData, bytes: number): void {
  const groups = row_groups.reduce((sum, group) => sum + Number(group.num_rows), 0);
  if (!(groups === Number(num_rows) && groups >= 0 && groups <= MOST_ROWS_A_BYTE * bytes))
    throw new Error(`it says it has ${num_rows} rows`);
}

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

/** Digits of a second, by the names of Parquet's units. */
const UNITS = { MILLIS: 3, MICROS: 6, NANOS: 9 } as const;

/** How a column's values are to be taken: times as text to the last digit, for a Date holds milliseconds alone. */
function valuesOf(
  { type, converted_type, logical_type, scale = 0 }: SchemaElement,
  duration: number | undefined,
): (value: unknown) => unknown {
  const integers = (show: (value: bigint) => string) => (value: unknown) =>
    typeof value === "bigint" || Number.isSafeInteger(value) ? show(BigInt(value as bigint)) : value;
  if (duration !== undefined) return integers((value) => clockOf(value, duration));
  if (logical_type?.type === "TIME") return integers((value) => clockOf(value, UNITS[logical_type.unit]));
  if (logical_type?.type === "DATE" || converted_type === "DATE")
    return integers((days) => isoTime(days * 86_400n, 0).slice(0, 10));
  const unit =
    logical_type?.type === "TIMESTAMP"
      ? logical_type.unit
      : type === "INT96"
        ? "NANOS"
        : /^TIMESTAMP_(MILLIS|MICROS)$/.exec(converted_type ?? "")?.[1];
  if (unit !== undefined) {
    // A local clock has no zone.
    const local = logical_type?.type === "TIMESTAMP" && logical_type.isAdjustedToUTC === false;
    return integers((value) => isoTime(value, UNITS[unit as keyof typeof UNITS]).replace(/Z$/, local ? "" : "Z"));
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
