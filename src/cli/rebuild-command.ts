/** `impactlab rebuild LOG -o BOOK`: a log of order events in, the book's snapshots out. */
import { open, type FileHandle } from "node:fs/promises";
import { createGunzip } from "node:zlib";

import type { Command } from "commander";

import { InputError, must } from "../base/input-error";
import { checkNotAnInput } from "../base/not-an-input";
import { parseDuration } from "../base/parse-duration";
import type { CommandLine } from "./command-line";
import { interruptible } from "./interruptible";
import { numberFlag } from "./flags/number-flags";
import { withInput } from "./flags/standard-input";

interface RebuildFlags {
  readonly out: string;
  readonly step: string;
  readonly levels: number;
}

export function addRebuild(command: Command, line: CommandLine): void {
  command
    .argument("<log>", "log as Bitstamp's feed gives it, plain or gzip; - for standard input")
    .requiredOption("-o, --out <book>", "snapshots to write: .csv or .csv.gz")
    .option("--step <time>", "time between snapshots: 500ms, 2s, 1m", "2s")
    .option("--levels <count>", "levels a side", numberFlag("--levels", { whole: true, least: 1, most: 1000 }), 20)
    .action((log: string, flags: RebuildFlags) => interruptible(line, (signal) => rebuild(log, flags, line, signal)));
}

async function rebuild(log: string, flags: RebuildFlags, line: CommandLine, signal: AbortSignal): Promise<void> {
  const { out, levels } = flags;
  must(/\.csv(\.gz)?$/i.test(out), "--out", "must end in .csv or .csv.gz", out);
  checkNotAnInput("--out", out, log);
  const { rebuildSnapshots } =
    require("../estimates/book/rebuild-snapshots") as typeof import("../estimates/book/rebuild-snapshots");
  const { writeBeside } = require("../base/write-beside") as typeof import("../base/write-beside");
  const step = parseDuration("--step", flags.step);
  const counts = { events: 0, snapshots: 0, crossed: 0, unknown: 0, others: 0 };
  await withInput(
    log,
    line.io.stdin,
    async (path) => {
      const file = await openLog(path);
      await writeBeside(out, rebuildSnapshots(linesOf(file, path), path, { step, levels }, counts), signal);
    },
    signal,
  );
  const { events, snapshots, crossed, unknown, others } = counts;
  line.io.stderr.write(
    `${out}: ${snapshots} snapshots, ${crossed} crossed, of ${events} events, ` +
      `${unknown} of orders not known or known already; ${others} other lines left out\n`,
  );
}

/** The lines of a plain or gzip file. */
async function* linesOf(file: FileHandle, path: string): AsyncGenerator<string> {
  const bytes = file.createReadStream();
  const text = path.endsWith(".gz") ? bytes.pipe(createGunzip()) : bytes;
  let rest = "";
  for await (const chunk of text.setEncoding("utf8") as AsyncIterable<string>) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) yield line;
  }
  yield rest;
}

/** Opens the log before anything is written. */
function openLog(path: string): Promise<FileHandle> {
  return open(path).catch((error: NodeJS.ErrnoException) => {
    throw new InputError(path, "must be a file that can be read", error.code);
  });
}
