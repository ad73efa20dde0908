/** `impactlab allocate`: a model and a size in, the optimal allocation out. */
import type { Command } from "commander";

import { must } from "../base/input-error";
import type { Cap } from "../solver/model/caps";
import type { CommandLine } from "./command-line";
import { addTableFlags, type GivenModel, modelOf, type ModelFlags } from "./model-flags";
import { listFlag, numberFlag } from "./number-flags";

interface AllocateFlags extends ModelFlags {
  size: number;
  cap?: string;
  json?: boolean;
  baselines?: boolean;
}

export function addAllocate(program: Command, line: CommandLine): void {
  const command = program
    .command("allocate")
    .description("Allocate a parent order over time bins at the lowest total cost sum alpha * x^beta")
    .requiredOption("-s, --size <shares>", "size of the order: 250000, 250k, 1.5M, 0.1 * 2.5M", numberFlag("--size"))
    .option("--alpha <list>", "alpha of every bin, of total cost, between commas", listFlag("--alpha"))
    .option("--beta <list>", "beta of every bin, of total cost, between commas", listFlag("--beta"))
    .option(
      "-m, --model <file>",
      "file with alpha and beta instead: .json, or a table (.csv, .csv.gz, .parquet); - is standard input",
    );
  addTableFlags(command)
    .option(
      "--cap <shares>",
      "the most a bin may trade: shares, one number a bin between commas, or max_size: the largest that each fit saw",
    )
    .option("--json", "print the allocation as JSON")
    .option("--baselines", "compare with the textbook strategies")
    .action(async (flags: AllocateFlags) => {
      const { allocate } = require("../solver/allocate") as typeof import("../solver/allocate");
      const { allBaselines } =
        require("../solver/baselines/all-baselines") as typeof import("../solver/baselines/all-baselines");
      const { allocationJson, formatAllocation } =
        require("./format-allocation") as typeof import("./format-allocation");
      const { extrapolation } = require("../estimates/extrapolation") as typeof import("../estimates/extrapolation");
      const { model, labels, volume, leftOut } = await modelOf(flags, line.io);
      const cap = flags.cap === undefined ? undefined : capFlag(flags.cap, model);
      const allocation = allocate(model, flags.size, { cap });
      const strategies = flags.baselines ? allBaselines(model, flags.size, volume, { cap }) : [];
      const { cost } = allocation;
      // Nothing is promised of an order of nothing, nor of a cost beyond the doubles.
      const beyond = cost > 0 && cost < Infinity ? extrapolation(model, allocation.x) : undefined;
      const shown = { labels, strategies, beyond, leftOut };
      line.io.stdout.write(flags.json ? allocationJson(allocation, shown) : formatAllocation(allocation, shown));
      if (allocation.status !== "optimal") {
        const within =
          allocation.status === "bounded"
            ? `, at most ${(100 * allocation.certificate.dualityGap).toPrecision(2)} % above the optimum`
            : "";
        line.io.stderr.write(`impactlab: the allocation is not proven optimal: ${allocation.status}${within}\n`);
        line.exitCode = 1;
      }
    });
}

/** `--cap`: shares for every bin, a list, or the table's own column. */
function capFlag(text: string, model: GivenModel["model"]): Cap {
  if (text !== "max_size") return (text.includes(",") ? listFlag : numberFlag)("--cap")(text);
  must(
    Array.from(model.maxSize ?? []).some((size) => size > 0),
    "--cap max_size",
    "needs a table with a column max_size",
    "none",
  );
  return model.maxSize as ArrayLike<number>;
}
