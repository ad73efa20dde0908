/**
 * The loader that a notebook starts with: a table of impact estimates in, a danfo DataFrame to look
 * at and a checked model to solve with out.
 */
import { readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";

import { DataFrame } from "danfojs-node";

import { InputError } from "../../base/input-error";
import { parseCsvTable } from "./csv-table";
import { checkTable, type LoadOptions, type RawTable, type RejectedRow } from "./estimates-table";
import { type ImpactEstimates, NUMBER_COLUMNS } from "./impact-estimates";
import { parseParquetTable } from "./parquet-table";
import { describeBytes } from "../book/sniff-format";

export interface LoadedEstimates {
  /**
   * The kept rows to look at, join and plot: every column of the file, parameters as total cost. danfo
   * labels doubles float32 and computes in single precision: do arithmetic on the model's columns.
   */
  readonly table: DataFrame;
  /** The same rows to solve with, in full double precision. */
  readonly model: ImpactEstimates;
  /** Rows left out by `badRows: "reject"`, with their reasons; otherwise empty. */
  readonly rejected: readonly RejectedRow[];
}

/**
 * Loads estimates from a .csv, .csv.gz or .parquet file (told by its first bytes) and checks them.
 *
 * @returns alpha in currency per share^beta and beta of the total cost alpha * x^beta, whatever the
 *          file's convention: a per-share table's beta is 1 + its exponent
 * @throws InputError, one sentence: file, row, column, rule, value
 */
export async function loadEstimates(path: string, options: LoadOptions = {}): Promise<LoadedEstimates> {
  const raw = await readTable(path);
  const { model, rows, rejected } = checkTable(raw, options);
  return { table: frameOf(raw, model, rows), model, rejected };
}

/** A CSV or Parquet file as a table of cells, not yet checked. */
export async function readTable(path: string): Promise<RawTable> {
  let bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") throw new InputError(path, "must be a file that exists", "no such file");
    if (error.code === "EISDIR") throw new InputError(path, "must be a file", "a directory");
    if (error.code === "EACCES") throw new InputError(path, "must be a file that may be read", "permission denied");
    throw error;
  });
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    try {
      bytes = gunzipSync(bytes);
    } catch (error) {
      throw new InputError(path, "must be a sound gzip file", (error as Error).message);
    }
  }
  if (bytes.toString("latin1", 0, 4) === "PAR1") return parseParquetTable(path, bytes);
  const binary = describeBytes(bytes.subarray(0, 512));
  if (binary !== undefined) throw new InputError(path, `must be CSV or Parquet; ${binary}`, "other bytes");
  return parseCsvTable(path, bytes.toString("utf8"));
}

/** The file's columns in its order, those the model knows from the model. */
function frameOf(raw: RawTable, model: ImpactEstimates, rows: readonly number[]): DataFrame {
  const numbers = new Map<string, ArrayLike<number>>(NUMBER_COLUMNS.map(([name, key]) => [name, model[key]]));
  const texts = new Map<string, readonly string[]>(
    Object.entries({ bin: model.bin, side: model.side, status: model.status }),
  );
  const columns = raw.columns.filter((name) => name !== "convention");
  const data = columns.map((name) => {
    const known = numbers.get(name) ?? texts.get(name);
    if (known !== undefined) return Array.from(known as ArrayLike<number | string>);
    return rows
      .map((row) => raw.cell(row, raw.columns.indexOf(name)) ?? "")
      .map((cell) => (typeof cell === "number" ? cell : String(cell)));
  });
  const dtypes = data.map((values, at) =>
    numbers.has(columns[at]) || values.every((value) => typeof value === "number") ? "float32" : "string",
  );
  return new DataFrame(Object.fromEntries(columns.map((name, at) => [name, data[at]])), { dtypes });
}
