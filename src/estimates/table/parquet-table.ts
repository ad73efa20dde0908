/**
 * Estimates as Parquet: doubles as they are, notes in the file's key-value metadata.
 */
import { InputError } from "../../base/input-error";
import type { RawTable } from "./estimates-table";
import { type ImpactEstimates, NUMBER_COLUMNS } from "./impact-estimates";

/** Parses a file's bytes. Throws an InputError where they are no sound Parquet. */
export async function parseParquetTable(name: string, bytes: Buffer): Promise<RawTable> {
  // Loaded on demand: most tables are CSV, and both packages are ES modules.
  const { parquetMetadata, parquetReadObjects } = await import("hyparquet");
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  try {
    const metadata = parquetMetadata(file);
    const rows = await parquetReadObjects({ file, metadata });
    const columns = metadata.schema.slice(1).map((element) => element.name);
    const notes = (metadata.key_value_metadata ?? []).map(({ key, value }) => [key, value ?? ""]);
    return {
      name,
      columns,
      cell: (row, column) => rows[row][columns[column]] ?? undefined,
      rowCount: rows.length,
      where: (row) => `row ${row + 1}`,
      // pandas and Arrow keep their own schemas there too; those are no notes.
      notes: Object.fromEntries(notes.filter(([key]) => !/^(pandas|ARROW:schema)$/.test(key))) as Record<
        string,
        string
      >,
    };
  } catch (error) {
    throw new InputError(name, `must be a sound Parquet file (${(error as Error).message})`, "other bytes");
  }
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
