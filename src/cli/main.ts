/**
 * The `impactlab` command line: arguments in, calls out, exit codes back; no logic of its own.
 * Exit codes: 0 done, 1 the work failed, 2 the input was wrong (one sentence, no stack).
 */
import { resolve } from "node:path";

import { Command, CommanderError } from "commander";

import { estimateImpact } from "../estimates/fit/estimate-impact";
import type { EstimateOptions } from "../estimates/fit/estimate-options";
import type { Convention } from "../estimates/table/estimates-table";
import { exampleBook } from "../estimates/synthetic/example-book";
import type { Side } from "../estimates/table/impact-estimates";
import type { ModelFile } from "../estimates/table/read-model";
import { saveEstimates } from "../estimates/table/save-estimates";
import { showProgress } from "./show-progress";
import { summariseEstimates } from "../estimates/summarise-estimates";
import { syntheticEquityDay } from "../estimates/synthetic/synthetic-equity-day";
import { writeBeside } from "../base/write-beside";
import { formatMbp10 } from "../estimates/book/write-mbp10";
import { studyFigures } from "../figures/sensitivity/study";
import { addKernelCommands } from "./kernel-commands";
import { addRunCommands } from "./run-commands";
import { addVerifyCommand } from "./verify-command";
import { evaluateList, evaluateNumber } from "../base/expression";
import { InputError } from "../base/input-error";
import { addStudyCommand } from "./study-command";
import type { StudyPage } from "../sensitivity/study/study-to-file";
import { allBaselines } from "../solver/baselines/all-baselines";
import { allocate } from "../solver/allocate";
import type { Cap } from "../solver/model/caps";
import { TOLERANCES } from "../solver/model/allocation";
import { allocationJson, formatAllocation } from "./format-allocation";
import type { ImpactModel } from "../solver/model/impact-model";
import { sweepOptions } from "./sweep-flags";
import type { SweepFileFlags } from "./sweep-flags";
import { sweepToFile } from "../sweep/sweep-to-file";

/** Runs one command line and sets the process's exit code. */
export async function main(argv: readonly string[]): Promise<void> {
  const program = new Command("impactlab")
    .description("Optimal trade allocation under power-law market impact")
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(`impactlab: ${text.replace(/^error: /, "")}`) });
  addAllocate(program);
  addEstimate(program);
  addGenerate(program);
  addSweep(program);
  addStudyCommand(program, interruptible, studyPage);
  addRunCommands(program, TOLERANCES);
  addVerifyCommand(program);
  addKernelCommands(program);
  // A reader that has seen enough (`| head`) is no failure.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit(0);
  });
  try {
    await program.parseAsync([...argv]);
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
    else if (error instanceof InputError) {
      process.stderr.write(`impactlab: ${error.message}\n`);
      process.exitCode = 2;
    } else throw error;
  }
}

/** `impactlab allocate`: a model and a size in, the optimal allocation out. */
function addAllocate(program: Command): void {
  program
    .command("allocate")
    .description("Allocate a parent order over time bins at the lowest total cost sum alpha * x^beta")
    .requiredOption("-s, --size <shares>", "size of the order; expressions such as 0.1 * 2.5e6 are welcome")
    .option("--alpha <list>", "alpha of every bin, between commas")
    .option("--beta <list>", "beta of every bin, between commas")
    .option("-m, --model <file>", "file with alpha and beta instead: .json, or a table (.csv, .csv.gz, .parquet)")
    .option("--convention <name>", "total, or per-share slippage, for a file that does not say (default: total)")
    .option("--side <name>", "buy, sell or round-trip, for a table with several")
    .option(
      "--cap <shares>",
      "the most a bin may trade: shares, one number a bin between commas, or max_size for the largest size each fit saw",
    )
    .option("--json", "print the allocation as JSON")
    .option("--baselines", "compare with the textbook strategies")
    .action(async (flags: AllocateFlags) => {
      const size = evaluateNumber(flags.size, "--size");
      const { model, labels, volume, convention } = await modelOf(flags);
      if (convention === "assumed") {
        process.stderr.write(
          `${flags.model} states no convention: taken as curves of total cost (--convention says otherwise)\n`,
        );
      }
      const cap = flags.cap === undefined ? undefined : capFlag(flags.cap, model);
      const allocation = allocate(model, size, { cap });
      const strategies = flags.baselines ? allBaselines(model, size, volume, cap) : [];
      process.stdout.write(
        flags.json ? allocationJson(allocation, strategies) : formatAllocation(allocation, labels, strategies),
      );
      if (allocation.status !== "optimal") {
        const within =
          allocation.status === "bounded"
            ? `, at most ${(100 * allocation.certificate.dualityGap).toPrecision(2)} % above the optimum`
            : "";
        process.stderr.write(`impactlab: the allocation is not proven optimal: ${allocation.status}${within}\n`);
        process.exitCode = 1;
      }
    });
}

interface AllocateFlags {
  size: string;
  alpha?: string;
  beta?: string;
  model?: string;
  convention?: Convention;
  side?: Side;
  cap?: string;
  json?: boolean;
  baselines?: boolean;
}

/** `--cap`: shares for every bin, a list, or the table's own column. */
function capFlag(text: string, model: ImpactModel & { readonly maxSize?: ArrayLike<number> }): Cap {
  if (text !== "max_size") return text.includes(",") ? evaluateList(text, "--cap") : evaluateNumber(text, "--cap");
  if (!Array.from(model.maxSize ?? []).some((size) => size > 0))
    throw new InputError("--cap max_size", "needs a table with a column max_size", "none");
  return model.maxSize as ArrayLike<number>;
}

async function modelOf({ alpha, beta, model, convention, side }: AllocateFlags): Promise<ModelFile> {
  if (model !== undefined) {
    if (alpha !== undefined || beta !== undefined)
      throw new InputError("--model", "cannot go with --alpha and --beta", model);
    // Only here, as it loads danfo, which takes half a second.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { readModel } = require("../estimates/table/read-model") as typeof import("../estimates/table/read-model");
    return readModel(model, { convention, side });
  }
  if (alpha === undefined || beta === undefined)
    throw new InputError("--alpha and --beta", "must both be given, or --model", undefined);
  const lists = { alpha: evaluateList(alpha, "--alpha"), beta: evaluateList(beta, "--beta") };
  return { model: lists, labels: undefined, volume: undefined, convention: "stated" };
}

/** `impactlab estimate BOOK -o TABLE`: an order book in, an impact curve a time bin out. */
function addEstimate(program: Command): void {
  program
    .command("estimate")
    .description("Fit an impact curve alpha * x^beta a time bin to an order book, plain or gzip")
    .argument("<book>", "order book file; of a LOBSTER pair either file")
    .requiredOption("-o, --out <table>", "estimates table to write: .csv, .csv.gz or .parquet")
    .option("--format <format>", "what the book is: snapshots, mbp10 or lobster", "snapshots")
    .option("--side <side>", "buy, sell, or both for the two and their round-trip average", "buy")
    .option("--bin <width>", "width of a time bin, dividing the day: 60s, 5m, 1h", "60s")
    .option("--sizes <sizes>", "auto, or the sizes to walk in shares: 100,200,500", listFlag("--sizes"), "auto")
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
    .option("--symbol <name>", "the instrument, in a file that holds several")
    .option("--currency <name>", "currency of the prices, for the table's notes")
    .option("--size-unit <name>", "unit of the sizes, for the table's notes", "shares")
    .option("--source <text>", "where the book came from and on what terms, for the table's notes")
    .action((book: string, { out, ...options }: EstimateOptions & { out: string }) =>
      interruptible(async (signal) => {
        if (!/\.(csv|csv\.gz|parquet)$/i.test(out))
          throw new InputError("--out", "must end in .csv, .csv.gz or .parquet", out);
        if (resolve(out) === resolve(book)) throw new InputError("--out", "must not be the book itself", out);
        const progress = showProgress(book);
        const work = estimateImpact(book, { ...options, signal, onProgress: progress.update });
        const estimates = await work.finally(() => progress.stop());
        await saveEstimates(out, estimates);
        process.stderr.write(`${summariseEstimates(estimates)}${out}\n`);
      }),
    );
}

/** `impactlab generate day|book -o FILE`: the synthetic data that ships, made again or at another size. */
function addGenerate(program: Command): void {
  const generate = program.command("generate").description("Make synthetic data from a seed");
  const seed = ["--seed <number>", "whole number; the same seed makes the same file", numberFlag("--seed"), 1] as const;
  generate
    .command("day")
    .description("390 one-minute impact curves of a synthetic equity")
    .requiredOption("-o, --out <table>", "estimates table to write: .csv, .csv.gz or .parquet")
    .option(...seed)
    .action((flags: { out: string; seed: number }) => saveEstimates(flags.out, syntheticEquityDay(flags.seed)));
  generate
    .command("book")
    .description("An order book of known impact, as Databento MBP-10 CSV")
    .requiredOption("-o, --out <file>", "file to write: .csv or .csv.gz")
    .option(...seed)
    .option("--minutes <number>", "how long the book lasts", numberFlag("--minutes"), 20)
    .option("--rate <number>", "changes a second, on average", numberFlag("--rate"), 1)
    .action((flags: { out: string; seed: number; minutes: number; rate: number }) => {
      if (!/\.csv(\.gz)?$/i.test(flags.out)) throw new InputError("--out", "must end in .csv or .csv.gz", flags.out);
      const book = formatMbp10(exampleBook(flags.seed, flags.minutes, flags.rate), "SYNTHETIC");
      return interruptible((signal) => writeBeside(flags.out, book, signal));
    });
}

/** `impactlab sweep`: estimates and two grids in, a table of optimal costs out. */
function addSweep(program: Command): void {
  program
    .command("sweep")
    .description("Solve over a grid of parent-order sizes and beta regimes")
    .requiredOption("-e, --estimates <file>", "model to sweep: an estimates table (.csv, .csv.gz, .parquet) or .json")
    .requiredOption("--sizes <grid>", 'sizes in shares: "logspace(2, 6, 60)", "geomspace(100, 1e6, 60)", "[1e3, 1e4]"')
    .option("--betas <grid>", 'values of the transform: "range(0.6, 2.0, 0.02)"; without, the betas as they are')
    .option("--transform <name>", "what the values do: common beta, shift of every beta, stretch of beta - 1", "common")
    .option("--pivot <shares>", "size at which every bin's cost stays what it was: typical, none, or shares", "typical")
    .option("--convention <name>", "total, or per-share slippage, for a file that does not say (default: total)")
    .option("--side <name>", "buy, sell or round-trip, for a table with several")
    .option("--allocations", "keep x of every bin, in columns x_0, x_1, ...")
    .option("--twap", "add the cost of TWAP")
    .option("--workers <count>", "worker threads, or auto", "auto")
    .option("--resume", "go on with a sweep that was interrupted")
    .requiredOption("-o, --out <table>", "table to write: .csv, .csv.gz or .parquet")
    .action((flags: SweepFlags) => interruptible((signal) => runSweep(flags, signal)));
}

interface SweepFlags extends SweepFileFlags {
  estimates: string;
  convention?: Convention;
  side?: Side;
}

async function runSweep({ estimates, convention, side, ...flags }: SweepFlags, signal: AbortSignal): Promise<void> {
  const options = sweepOptions(flags);
  const { model } = await modelOf({ model: estimates, convention, side, size: "" });
  await sweepToFile({ ...options, model, signal }, flags.out, flags.resume === true, process.stderr);
}

/** A study's page: its figures, in the look of the reports. */
function studyPage({ outcome, ...page }: StudyPage): string {
  // Only here, as rendering HTML is not what the other commands need.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { renderResults } =
    require("../notebook/report/render-results") as typeof import("../notebook/report/render-results");
  return renderResults({ ...page, figures: studyFigures(outcome) });
}

/** Runs work that Ctrl-C ends in order: the bar is cleared and half a file taken away before it exits. */
async function interruptible(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const control = new AbortController();
  const stop = (): void => control.abort();
  process.once("SIGINT", stop);
  try {
    await work(control.signal);
  } catch (error) {
    if (!control.signal.aborted) throw error;
    process.exitCode = 130;
  } finally {
    process.off("SIGINT", stop);
  }
}

function numberFlag(flag: string): (text: string) => number {
  return (text) => {
    const value = text.trim() === "" ? Number.NaN : Number(text);
    if (Number.isNaN(value)) throw new InputError(flag, "must be a number", text);
    return value;
  };
}

/** `auto`, or numbers between commas. */
function listFlag(flag: string): (text: string) => "auto" | number[] {
  return (text) => (text === "auto" ? text : text.split(",").map(numberFlag(flag)));
}
