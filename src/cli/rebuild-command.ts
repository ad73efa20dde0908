/** `impactlab rebuild EVENTS -o BOOK`: a log of order events in, snapshots of the book out. */
import { resolve } from "node:path";

import type { Command } from "commander";

import { InputError } from "../base/input-error";
import type { RebuildOptions } from "../estimates/book/rebuild-snapshots";
import type { CommandLine } from "./command-line";
import { interruptible } from "./interruptible";
import { numberFlag } from "./number-flags";
import { withInput } from "./standard-input";

export function addRebuild(program: Command, line: CommandLine): void {
  program
    .command("rebuild")
    .description("Rebuild snapshots of a book from its order events: id, timestamp, price, volume, action, direction")
    .argument("<events>", "event log, CSV or gzip of it; - for standard input")
    .requiredOption("-o, --out <book>", "snapshots to write: .csv or .csv.gz")
    .option("--step <time>", "time between snapshots", "10s")
    .option("--levels <count>", "levels a side", numberFlag("--levels"), 20)
    .action((events: string, { out, ...options }: RebuildOptions & { readonly out: string }) =>
      interruptible(line, async (signal) => {
        if (!/\.csv(\.gz)?$/i.test(out)) throw new InputError("--out", "must end in .csv or .csv.gz", out);
        if (resolve(out) === resolve(events)) throw new InputError("--out", "must not be the event log itself", out);
        const { rebuildSnapshots } =
          require("../estimates/book/rebuild-snapshots") as typeof import("../estimates/book/rebuild-snapshots");
        const rebuild = (path: string) => rebuildSnapshots(path, out, { ...options, signal });
        const {
          events: read,
          snapshots,
          crossed,
          unknown,
          late,
        } = await withInput(events, line.io.stdin, rebuild, signal);
        line.io.stderr.write(
          `${snapshots} snapshots (${crossed} crossed) from ${read} events ` +
            `(${unknown} of orders older than the log, ${late} out of turn): ${out}\n`,
        );
      }),
    );
}
