/** What an order keeps to, as flags that every command which allocates takes. */
import type { Command } from "commander";

import { must } from "../../base/input-error";
import { evaluateShare } from "../../numeric/expression";
import type { Constraints } from "../../solver/model/constraints";
import type { GivenModel } from "./model-flags";
import { listFlag, numberFlag } from "./number-flags";

export interface ConstraintFlags {
  cap?: string;
  participation?: number;
  lot?: number;
  minTrade?: number;
}

/** Adds the flags to a command. */
export function addConstraintFlags(command: Command): Command {
  return command
    .option(
      "--cap <shares>",
      "the most a bin may trade: shares, one number a bin between commas, or max_size: the largest that each fit saw",
    )
    .option("--participation <share>", "the most of each bin's volume that may be traded there: 5%, 0.05", (text) =>
      evaluateShare(text, "--participation"),
    )
    .option(
      "--lot <shares>",
      "trade whole lots of so many shares; an odd rest joins one bin",
      numberFlag("--lot", { shares: true }),
    )
    .option(
      "--min-trade <shares>",
      "the smallest trade: a bin trades nothing, or at least so much",
      numberFlag("--min-trade", { shares: true }),
    );
}

/** What the flags say of a model. */
export function constraintsOfFlags(
  { cap, participation, lot, minTrade }: ConstraintFlags,
  model: GivenModel["model"],
): Constraints {
  return {
    ...(cap === undefined ? {} : { cap: capFlag(cap, model) }),
    ...(participation === undefined ? {} : { participation }),
    ...(lot === undefined ? {} : { lot }),
    ...(minTrade === undefined ? {} : { minTrade }),
  };
}

/** `--cap`: shares for every bin, a list, or the table's own column. */
function capFlag(text: string, model: GivenModel["model"]): Constraints["cap"] {
  if (text !== "max_size") return (text.includes(",") ? listFlag : numberFlag)("--cap", { shares: true })(text);
  must(
    Array.from(model.maxSize ?? []).some((size) => size > 0),
    "--cap max_size",
    "needs a table with a column max_size",
    "none",
  );
  return model.maxSize as ArrayLike<number>;
}
