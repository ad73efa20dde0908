/**
 * A model file for the command line: JSON `{ "alpha": [...], "beta": [...] }`, or a table (CSV, Parquet)
 * with columns alpha and beta. It may be an estimates table; but unlike one it need not name its bins
 * nor its convention: curves without a word on it are of total cost, as `--alpha --beta` are.
 */
import { checkOptions, type OptionNames } from "../../base/check-options";
import { InputError, must } from "../../base/input-error";
import { readText } from "../../base/read-text";
import { checkModel, type ImpactModel } from "../../solver/model/impact-model";
import { checkTable, type Convention, type RawTable } from "./estimates-table";
import type { Side } from "./impact-estimates";
import { readTable } from "./read-table";

export interface ModelFile {
  readonly model: ImpactModel;
  /** The bins' labels, where the file names them. */
  readonly labels: readonly string[] | undefined;
  /** Volume a bin, where the file has it. */
  readonly volume: ArrayLike<number> | undefined;
  /** Whether the file says what its parameters are; else they were taken as those of total cost. */
  readonly convention: "stated" | "assumed";
}

export interface ReadModelOptions {
  /** What the parameters are, for a file that does not say. */
  readonly convention?: Convention;
  /** The side to take, of a table with several. */
  readonly side?: Side;
}

const OPTIONS: OptionNames<ReadModelOptions> = { convention: true, side: true };

/** Reads and checks a model file. Throws one InputError that names the file and what is wrong in it. */
export async function readModel(path: string, options: ReadModelOptions = {}): Promise<ModelFile> {
  const { side } = checkOptions(options, OPTIONS);
  must((side as string) !== "all", "options.side", "must be one side: an order is bought or sold", side);
  return /\.json$/i.test(path) ? readJson(path, options) : readCells(path, options);
}

function readJson(path: string, { convention }: ReadModelOptions): ModelFile {
  const text = readText(path);
  let content: Record<string, unknown>;
  try {
    content = JSON.parse(text.replace(/^\uFEFF/, "")) as Record<string, unknown>;
  } catch (error) {
    throw new InputError(path, `must hold JSON (${(error as Error).message})`, text);
  }
  if (typeof content !== "object" || content === null || !("alpha" in content && "beta" in content)) {
    throw new InputError(path, 'must hold an object { "alpha": [...], "beta": [...] }', content);
  }
  const stated = content.convention ?? convention;
  if (stated !== undefined && stated !== "total" && stated !== "per-share") {
    throw new InputError(`${path}: convention`, "must be total or per-share", stated);
  }
  const { alpha, beta } = checkIn(path, content as unknown as ImpactModel);
  return {
    model: { alpha, beta: stated === "per-share" ? beta.map((d) => 1 + d) : beta },
    labels: Array.isArray(content.bin) ? content.bin.map(String) : undefined,
    volume: Array.isArray(content.volume) ? (content.volume as number[]) : undefined,
    convention: stated === undefined ? "assumed" : "stated",
  };
}

/** Checks a model with the file's name in the error. */
function checkIn(path: string, model: ImpactModel): { alpha: Float64Array; beta: Float64Array } {
  try {
    return checkModel(model);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(`${path}: ${error.argument}`, error.rule, error.value, error.index);
  }
}

async function readCells(path: string, { convention, side }: ReadModelOptions): Promise<ModelFile> {
  const raw = await readTable(path);
  const named = raw.columns.includes("bin");
  const stated = convention !== undefined || raw.notes.convention !== undefined || raw.columns.includes("convention");
  const { model } = checkTable(named ? raw : withBins(raw), { convention: stated ? convention : "total", side });
  return {
    model,
    labels: named ? model.bin : undefined,
    volume: model.volume.every((v) => v >= 0) ? model.volume : undefined,
    convention: stated ? "stated" : "assumed",
  };
}

/** The table with a first column of bins numbered from 0. */
function withBins(raw: RawTable): RawTable {
  const width = String(raw.rowCount).length;
  return {
    ...raw,
    columns: ["bin", ...raw.columns],
    cell: (row, column) =>
      column === 0 ? String(row).padStart(width, "0") : raw.cell(row, column < 0 ? column : column - 1),
  };
}
