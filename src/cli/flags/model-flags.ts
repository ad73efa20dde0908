/** Where a command's model comes from: numbers typed, or a file and how it is to be read. */
import type { Command } from "commander";

import { checkChoice } from "../../base/check-choice";
import { InputError } from "../../base/input-error";
import type { Unfitted } from "../../estimates/table/estimates-table";
import type { Side } from "../../estimates/table/impact-estimates";
import type { ModelFile } from "../../estimates/read-model";
import type { ColumnNames } from "../../estimates/table/table-columns";
import type { Convention } from "../../estimates/table/table-statements";
import type { ImpactModel } from "../../solver/model/impact-model";
import { withInput } from "./standard-input";

/** How a file is read. */
export interface TableFlags {
  convention?: Convention;
  side?: Side;
  symbol?: string;
  columns?: ColumnNames;
  currency?: string;
  sizeUnit?: string;
  unfitted?: Unfitted;
}

export interface ModelFlags extends TableFlags {
  alpha?: number[];
  beta?: number[];
  model?: string;
}

/** What a command works with: of a file, what it holds; of numbers typed, themselves. */
export type GivenModel = Omit<ModelFile, "model"> & { readonly model: ImpactModel & Partial<ModelFile["model"]> };

/** Adds the flags of a file to a command. */
export function addTableFlags(command: Command): Command {
  return command
    .option(
      "--convention <name>",
      "what alpha and beta are, for a file that does not say: total, or per-share slippage",
    )
    .option("--side <name>", "buy, sell or round-trip: which of a table with several, or what one is that does not say")
    .option("--symbol <name>", "the instrument, for a table with several")
    .option("--columns <names>", "what the file calls its columns: bin=time,alpha=c_t,beta=d_t", columnsFlag)
    .option("--currency <name>", "currency of the costs, for a file that does not say")
    .option("--size-unit <name>", "unit of the sizes, for a file that does not say")
    .option(
      "--unfitted <how>",
      "what becomes of bins without a curve: leave-out, fill (from their neighbours), or refuse (default: leave-out)",
    );
}

/** `alpha=c_t,beta=d_t` */
function columnsFlag(text: string): ColumnNames {
  const pairs = text.split(",").map((pair) => {
    const at = pair.indexOf("=");
    if (at < 1 || at === pair.length - 1)
      throw new InputError("--columns", "must be names such as alpha=c_t,beta=d_t", text);
    return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
  });
  return Object.fromEntries(pairs) as ColumnNames;
}

/** The model that the flags name; what there is to know of it is told on `stderr`. */
export async function modelOf(
  { alpha, beta, model, ...flags }: ModelFlags,
  { stdin, stderr }: { stdin: NodeJS.ReadableStream; stderr: NodeJS.WriteStream },
): Promise<GivenModel> {
  const { convention, side, symbol, columns, currency, sizeUnit, unfitted } = flags;
  if (model !== undefined) {
    if (alpha !== undefined || beta !== undefined)
      throw new InputError("--model", "cannot go with --alpha and --beta", model);
    // Only here, as numbers that are typed need no reader of tables.
    const { readModel } = require("../../estimates/read-model") as typeof import("../../estimates/read-model");
    const options = { convention, side, symbol, columns, currency, sizeUnit, unfitted };
    const read = await withInput(model, stdin, (path) => readModel(path, options));
    for (const notice of read.notices) stderr.write(`${model === "-" ? "standard input" : model}: ${notice}\n`);
    return read;
  }
  if (alpha === undefined || beta === undefined)
    throw new InputError("--alpha and --beta", "must both be given, or --model", undefined);
  const forFiles = Object.entries({ symbol, columns, unfitted }).find(([, value]) => value !== undefined);
  if (forFiles !== undefined) throw new InputError(`--${forFiles[0]}`, "is for a file, by --model", forFiles[1]);
  if (convention !== undefined && convention !== "total")
    throw new InputError("--convention", "must be total where --alpha and --beta are typed", convention);
  if (side !== undefined) checkChoice("--side", side, ["buy", "sell", "round-trip"]);
  const notes = {
    ...(currency === undefined ? {} : { currency }),
    ...(sizeUnit === undefined ? {} : { size_unit: sizeUnit }),
  };
  const typed = {
    alpha,
    beta,
    ...(side === undefined ? {} : { side: alpha.map(() => side) }),
    ...(Object.keys(notes).length === 0 ? {} : { notes }),
  };
  return {
    model: typed as unknown as GivenModel["model"],
    labels: undefined,
    volume: undefined,
    leftOut: [],
    notices: [],
  };
}
