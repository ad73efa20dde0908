/**
 * A model file for the command line: a table (CSV, Parquet, JSON `{ "alpha": [...], "beta": [...] }`) with columns
 * alpha and beta. It may be an estimates table; but unlike one it need not name its bins. What its parameters are it
 * must say, or the caller must: the two readings differ by orders of magnitude.
 */
import { checkOptions, type OptionNames } from "../base/check-options";
import { must } from "../base/input-error";
import { settleUnfitted } from "./settle-unfitted";
import { knownProfile } from "../solver/baselines/known-profile";
import { type BareBin, checkTable, LOAD_OPTIONS, type LoadOptions } from "./table/estimates-table";
import type { ImpactEstimates, Side } from "./table/impact-estimates";
import { readTable } from "./table/read-table";

export interface ModelFile {
  readonly model: ImpactEstimates;
  /** The bins' labels, where the file names them. */
  readonly labels: readonly string[] | undefined;
  /** Volume a bin, where the file has it. */
  readonly volume: ArrayLike<number> | undefined;
  /** Bins without a curve that were left out. */
  readonly leftOut: readonly BareBin[];
  /** What the user should know of it, a sentence each. */
  readonly notices: readonly string[];
}

export interface ReadModelOptions extends Omit<LoadOptions, "side" | "badRows"> {
  /** The side to take, of a table with several. */
  readonly side?: Side;
}

const OPTIONS = Object.fromEntries(
  Object.entries(LOAD_OPTIONS).filter(([name]) => name !== "badRows"),
) as OptionNames<ReadModelOptions>;

/** Reads and checks a model file. Throws one InputError that names the file and what is wrong in it. */
export async function readModel(path: string, options: ReadModelOptions = {}): Promise<ModelFile> {
  const { side, unfitted = "leave-out" } = checkOptions(options, OPTIONS);
  must((side as string) !== "all", "options.side", "must be one side: an order is bought or sold", side);
  const raw = await readTable(path);
  const { model, leftOut, column } = settleUnfitted(raw, checkTable(raw, options, false), unfitted);
  return {
    model,
    labels: column("bin") < 0 ? undefined : model.bin,
    volume: knownProfile(model.volume),
    leftOut,
    notices: leftOut.length === 0 ? [] : [describeLeftOut(leftOut, model.bin.length)],
  };
}

function describeLeftOut(leftOut: readonly BareBin[], kept: number): string {
  const counts = new Map<string, number>();
  for (const { why } of leftOut) counts.set(why, (counts.get(why) ?? 0) + 1);
  const why = [...counts].map(([reason, count]) => `${count} ${reason}`).join(", ");
  return (
    `${leftOut.length} of ${kept + leftOut.length} bins have no curve (${why}) and are left out; ` +
    "the option unfitted (--unfitted) says otherwise: fill takes their neighbours' curves, refuse stops"
  );
}
