/** `impactlab allocate`: a model and a size in, the optimal allocation out. */
import type { Command } from "commander";

import { must } from "../base/input-error";
import { checkNotAnInput } from "../base/not-an-input";
import type { CommandLine } from "./command-line";
import { addConstraintFlags, type ConstraintFlags, constraintsOfFlags } from "./flags/constraint-flags";
import { addTableFlags, modelOf, type ModelFlags } from "./flags/model-flags";
import { listFlag, numberFlag } from "./flags/number-flags";

interface AllocateFlags extends ModelFlags, ConstraintFlags {
  size: number;
  out?: string;
  timeZone?: string;
  json?: boolean;
  baselines?: boolean;
}

export function addAllocate(command: Command, line: CommandLine): void {
  command
    .requiredOption(
      "-s, --size <shares>",
      "size of the order: 250000, 250k, 1.5M, 0.1 * 2.5M",
      numberFlag("--size", { shares: true }),
    )
    .option("--alpha <list>", "alpha of every bin, of total cost, between commas", listFlag("--alpha"))
    .option("--beta <list>", "beta of every bin, of total cost, between commas", listFlag("--beta"))
    .option(
      "-m, --model <file>",
      "file with alpha and beta instead: .json, or a table (.csv, .csv.gz, .parquet); - is standard input",
    );
  addConstraintFlags(addTableFlags(command))
    .option("-o, --out <orders>", "write the orders, a row a bin that trades: .csv, .csv.gz, .parquet or .json")
    .option("--time-zone <zone>", "for --out: the desk's clock, on which its times are written, America/New_York")
    .option("--json", "print the allocation as JSON")
    .option("--baselines", "compare with the textbook strategies")
    .action(async (flags: AllocateFlags) => {
      const { allocate } = require("../solver/allocate") as typeof import("../solver/allocate");
      const { allocationJson, formatAllocation } =
        require("./format-allocation") as typeof import("./format-allocation");
      const { extrapolation } = require("../estimates/extrapolation") as typeof import("../estimates/extrapolation");
      if (flags.out !== undefined) {
        schedules().checkSchedulePath("--out", flags.out);
        if (flags.model !== undefined) checkNotAnInput("--out", flags.out, flags.model);
      }
      must(flags.timeZone === undefined || flags.out !== undefined, "--time-zone", "goes with --out", flags.timeZone);
      const { model, labels, volume, leftOut } = await modelOf(flags, line.io);
      const constraints = constraintsOfFlags(flags, model);
      const allocation = allocate(model, flags.size, constraints);
      const strategies = flags.baselines ? baselines().allBaselines(model, flags.size, volume, constraints) : [];
      const { cost } = allocation;
      // Nothing is promised of an order of nothing, nor of a cost beyond the doubles.
      const beyond = cost > 0 && cost < Infinity ? extrapolation(model, allocation.x) : undefined;
      const atCaps = allocation.cap === undefined ? undefined : bindings().bindingCaps(model, allocation);
      if (flags.out !== undefined) {
        const side = flags.side === "round-trip" ? undefined : flags.side;
        await schedules().saveSchedule(flags.out, { ...model, bin: labels }, allocation, {
          side,
          timeZone: flags.timeZone,
        });
        line.io.stderr.write(`${flags.out}: ${allocation.x.filter((x) => x > 0).length} orders\n`);
      }
      const shown = { labels, side: model.side?.[0], strategies, beyond, leftOut, atCaps };
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

// Only what the flags ask for is loaded.
const baselines = () =>
  require("../solver/baselines/all-baselines") as typeof import("../solver/baselines/all-baselines");
const bindings = () => require("../solver/binding-caps") as typeof import("../solver/binding-caps");
const schedules = () => require("../estimates/schedule") as typeof import("../estimates/schedule");
