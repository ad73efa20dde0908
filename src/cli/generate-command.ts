/** `impactlab generate day|book -o FILE`: the synthetic data that ships, made again or at another size. */
import type { Command } from "commander";

import { must } from "../base/input-error";
import type * as SyntheticDay from "../estimates/synthetic/synthetic-equity-day";
import type { CommandLine } from "./command-line";
import { interruptible } from "./interruptible";
import { numberFlag } from "./flags/number-flags";

export function addGenerate(generate: Command, line: CommandLine): void {
  const seed = ["--seed <number>", "whole number; the same seed makes the same file", numberFlag("--seed"), 1] as const;
  generate
    .command("day")
    .description("390 one-minute impact curves of a synthetic equity")
    .requiredOption("-o, --out <table>", "estimates table to write: .csv, .csv.gz or .parquet")
    .option(...seed)
    .action((flags: { out: string; seed: number }) => {
      const { syntheticEquityDay } = require("../estimates/synthetic/synthetic-equity-day") as typeof SyntheticDay;
      const { saveEstimates } =
        require("../estimates/table/save-estimates") as typeof import("../estimates/table/save-estimates");
      return saveEstimates(flags.out, syntheticEquityDay(flags.seed));
    });
  generate
    .command("book")
    .description("An order book of known impact, as Databento MBP-10 CSV")
    .requiredOption("-o, --out <file>", "file to write: .csv or .csv.gz")
    .option(...seed)
    .option("--minutes <number>", "how long the book lasts", numberFlag("--minutes"), 20)
    .option("--rate <number>", "changes a second, on average", numberFlag("--rate"), 1)
    .action((flags: { out: string; seed: number; minutes: number; rate: number }) => {
      must(/\.csv(\.gz)?$/i.test(flags.out), "--out", "must end in .csv or .csv.gz", flags.out);
      const { writeBeside } = require("../base/write-beside") as typeof import("../base/write-beside");
      const { formatMbp10 } =
        require("../estimates/book/write-mbp10") as typeof import("../estimates/book/write-mbp10");
      const { exampleBook } =
        require("../estimates/synthetic/example-book") as typeof import("../estimates/synthetic/example-book");
      const book = formatMbp10(exampleBook(flags.seed, flags.minutes, flags.rate), "SYNTHETIC");
      return interruptible(line, (signal) => writeBeside(flags.out, book, signal));
    });
}
