/** `impactlab sweep`: estimates and two grids in, a table of optimal costs out. */
import type { Command } from "commander";

import { checkNotAnInput } from "../base/not-an-input";
import type { CommandLine } from "./command-line";
import { addExecutorFlags, withExecutor, type ExecutorFlags } from "./executor-flags";
import { interruptible } from "./interruptible";
import { addConstraintFlags, type ConstraintFlags, constraintsOfFlags } from "./flags/constraint-flags";
import { addTableFlags, modelOf, type TableFlags } from "./flags/model-flags";
import { numberFlag, workersFlag, wordOr } from "./flags/number-flags";
import type { SweepFileFlags } from "./flags/sweep-flags";

interface SweepFlags extends SweepFileFlags, TableFlags, ConstraintFlags, ExecutorFlags {
  estimates: string;
}

export function addSweep(command: Command, line: CommandLine): void {
  command
    .requiredOption(
      "-e, --estimates <file>",
      "model to sweep: an estimates table (.csv, .csv.gz, .parquet) or .json; - for standard input",
    )
    .requiredOption("--sizes <grid>", 'sizes in shares: "logspace(2, 6, 60)", "geomspace(100, 1M, 60)", "[1k, 10k]"')
    .option("--betas <grid>", 'values of the transform: "range(0.6, 2.0, 0.02)"; without, the betas as they are')
    .option("--transform <name>", "what the values do: common beta, shift of every beta, stretch of beta - 1", "common")
    .option(
      "--pivot <shares>",
      "size at which every bin's cost stays what it was: typical, none, or shares",
      wordOr(["typical", "none"], numberFlag("--pivot")),
      "typical",
    );
  addExecutorFlags(addConstraintFlags(addTableFlags(command)))
    .option("--allocations", "keep x of every bin, in columns x_0, x_1, ...")
    .option("--twap", "add the cost of TWAP")
    .option("--workers <count>", "worker threads, or auto", workersFlag, "auto")
    .option("--resume", "go on with a sweep that was interrupted")
    .requiredOption("-o, --out <table>", "table to write: .csv, .csv.gz or .parquet")
    .action((flags: SweepFlags) => interruptible(line, (signal) => runSweep(flags, line, signal)));
}

async function runSweep({ estimates, ...flags }: SweepFlags, line: CommandLine, signal: AbortSignal): Promise<void> {
  const { sweepOptions } = require("./flags/sweep-flags") as typeof import("./flags/sweep-flags");
  const { sweepToFile } = require("../sweep/sweep-to-file") as typeof import("../sweep/sweep-to-file");
  const options = sweepOptions(flags);
  checkNotAnInput("--out", flags.out, estimates);
  const { model } = await modelOf({ ...flags, model: estimates }, line.io);
  const constraints = constraintsOfFlags(flags, model);
  await withExecutor(flags, line, (executor) =>
    sweepToFile(
      model,
      { ...options, ...constraints, executor, signal },
      flags.out,
      flags.resume === true,
      line.io.stderr,
    ),
  );
}
