/** `impactlab estimate BOOK -o TABLE`: an order book in, an impact curve a time bin out. */
import { resolve } from "node:path";

import { Option, type Command } from "commander";

import { must } from "../base/input-error";
import { checkNotAnInput } from "../base/not-an-input";
import type { EstimateOptions } from "../estimates/fit/estimate-options";
import type { ImpactEstimates } from "../estimates/table/impact-estimates";
import type { CommandLine } from "./command-line";
import { interruptible } from "./interruptible";
import { listFlag, numberFlag, wordOr, workersFlag } from "./flags/number-flags";
import { withInput } from "./flags/standard-input";

interface EstimateFlags extends EstimateOptions {
  readonly out: string;
  readonly costs?: string;
}

export function addEstimate(command: Command, line: CommandLine): void {
  // A call has `binWidth`, and so have its errors.
  const bin = new Option("--bin <width>", "width of a time bin, dividing the day: 60s, 5m, 1h");
  bin.attributeName = () => "binWidth";
  command
    .argument("<book>", "order book file; of a LOBSTER pair either file; - for standard input")
    .requiredOption("-o, --out <table>", "estimates table to write: .csv, .csv.gz or .parquet")
    .option("--format <format>", "what the book is: snapshots, mbp10 or lobster (default: what its first line shows)")
    .option("--side <side>", "buy, sell, or both for the two and their round-trip average", "buy")
    .addOption(bin.default("60s"))
    .option(
      "--sizes <sizes>",
      "auto, or the sizes to walk in shares: 100,200,1k",
      wordOr(["auto"], listFlag("--sizes")),
      "auto",
    )
    .option(
      "--fillable <share>",
      "a size counts where it could be filled for this share of the bin",
      numberFlag("--fillable"),
      0.9,
    )
    .option("--min-sizes <count>", "the least number of sizes for a fit", numberFlag("--min-sizes"), 3)
    .option("--method <method>", "wls of logarithms, or nls of costs", "wls")
    .option("--max-age <time>", "a state of the book is in force for this long at most", "5m")
    .option("--fill <how>", "neighbours: fill bins without a fit from the nearest ones with, and mark them")
    .option(
      "--longest-gap <time>",
      "rows further apart are a break, without bins; longer gaps are not filled (default: 10m, or --max-age)",
    )
    .option("--session <hours>", "hours of trading, 09:30-16:00, or several between commas: no bins outside")
    .option("--time-zone <zone>", "clock of the session's hours, America/New_York; needed where the book is in UTC")
    .option("--clock <zone>", "time zone of times in the book that state none (default: bins state none either)")
    .option("--time-unit <unit>", "what numbers in the time column count: s, ms, us, ns, or a spreadsheet's days")
    .option("--price-unit <unit>", "what whole prices of MBP-10 are: decimal or billionths")
    .option("--negative-prices <what>", "whether a price below 0 is one: prices, or none where it marks no level")
    .option("--symbol <name>", "the instrument, in a file that holds several")
    .option(
      "--workers <count>",
      "threads that read a plain file: 1, 2, or auto for 2 where it is large",
      workersFlag,
      "auto",
    )
    .option("--currency <name>", "currency of the prices, for the table's notes")
    .option("--size-unit <name>", "unit of the sizes, for the table's notes", "shares")
    .option("--costs <table>", "also write what each bin's walks cost at every size, .csv: for study: walk-forward")
    .option("--source <text>", "where the book came from and on what terms, for the table's notes")
    .action((book: string, { out, costs, ...options }: EstimateFlags) =>
      interruptible(line, async (signal) => {
        must(/\.(csv|csv\.gz|parquet)$/i.test(out), "--out", "must end in .csv, .csv.gz or .parquet", out);
        checkNotAnInput("--out", out, book);
        must(costs === undefined || /\.csv$/i.test(costs), "--costs", "must end in .csv", costs);
        must(costs === undefined || resolve(costs) !== resolve(out), "--costs", "must be a file of its own", costs);
        if (costs !== undefined) checkNotAnInput("--costs", costs, book, out);
        const { estimateImpact, estimateWithCosts } =
          require("../estimates/fit/estimate-impact") as typeof import("../estimates/fit/estimate-impact");
        const { summariseEstimates } =
          require("../estimates/summarise-estimates") as typeof import("../estimates/summarise-estimates");
        const { saveEstimates } =
          require("../estimates/table/save-estimates") as typeof import("../estimates/table/save-estimates");
        const { showProgress } = require("./show-progress") as typeof import("./show-progress");
        const progress = showProgress(book, line.io.stderr);
        const onProgress = progress.update;
        const work = withInput(
          book,
          line.io.stdin,
          async (path) =>
            costs === undefined
              ? { estimates: await estimateImpact(path, { ...options, signal, onProgress }), costs: [] }
              : estimateWithCosts(path, { ...options, signal, onProgress }),
          signal,
        );
        const { estimates, costs: tables } = await work.finally(() => progress.stop());
        await saveEstimates(out, estimates);
        if (costs !== undefined) {
          const { saveCosts } =
            require("../estimates/costs/cost-table") as typeof import("../estimates/costs/cost-table");
          await saveCosts(costs, tables);
        }
        line.io.stderr.write(`${summariseEstimates(estimates)}${withoutCurve(estimates)}${out}\n`);
      }),
    );
}

/** What becomes of bins without a curve. */
function withoutCurve({ alpha }: ImpactEstimates): string {
  const count = alpha.filter((value) => Number.isNaN(value)).length;
  const bins = count === 1 ? "1 bin has" : `${count} bins have`;
  return count === 0
    ? ""
    : `${bins} no curve: left out of an allocation; --fill neighbours lends a curve over short gaps\n`;
}
