/** `impactlab watch`: arguments into calls, until Ctrl-C. */
import type { Command } from "commander";

import { must } from "../base/input-error";
import { TOLERANCES } from "../solver/model/allocation";
import type { CommandLine } from "./command-line";
import { interruptible } from "./interruptible";
import { everyValue, numberFlag, timeoutFlag } from "./flags/number-flags";

interface WatchFlags {
  readonly parameter?: string[];
  readonly params?: string;
  readonly port: number;
  readonly timeout: number;
}

export function addWatch(command: Command, line: CommandLine): void {
  command
    .argument("<notebook>", "the notebook to watch")
    .option("-p, --parameter <name=value>", "give a parameter", everyValue)
    .option("--params <file>", "give parameters by name in a .json or .yaml file")
    .option(
      "--port <n>",
      "the port to listen at on this machine's own address, 0 for any",
      numberFlag("--port", { whole: true, least: 0, most: 65535 }),
      0,
    )
    .option("--timeout <seconds>", "a cell may take this long; 0 for ever", timeoutFlag, 600)
    .action((path: string, flags: WatchFlags) => watch(path, flags, line));
}

async function watch(path: string, flags: WatchFlags, line: CommandLine): Promise<void> {
  const { givenParameters, planRuns, showRuns, watchNotebook } = load();
  const plan = planRuns([path], givenParameters(flags.parameter ?? [], flags.params));
  must(plan.length === 1, "notebook", "must be one notebook with one set of parameters", `${plan.length} of them`);
  const [{ path: file, parameters }] = plan;
  const { stderr, stdout } = line.io;
  const progress = showRuns(stderr);
  await interruptible(line, async (signal) => {
    await watchNotebook(file, {
      parameters,
      port: flags.port,
      timeout: flags.timeout,
      tolerances: TOLERANCES,
      signal,
      onProgress: (cell) => progress.update(file, cell),
      onAddress(address) {
        stdout.write(`${address}\n`);
        stderr.write("Ctrl-C ends it, and the kernel with it.\n");
      },
      say: (text) => progress.end(file, text),
    });
  }).finally(() => progress.stop());
}

/** Only when needed: the compiler, the sockets and what renders pages take a moment to load. */
const load = () => {
  const { definePageModule } =
    require("../notebook/report/page/page-modules") as typeof import("../notebook/report/page/page-modules");
  definePageModule("live", () =>
    (require("../live/page-script") as typeof import("../live/page-script")).livePageScript(),
  );
  return {
    ...(require("../notebook/parameters/parameter-sets") as typeof import("../notebook/parameters/parameter-sets")),
    ...(require("../notebook/run/plan-runs") as typeof import("../notebook/run/plan-runs")),
    ...(require("../notebook/run/run-progress") as typeof import("../notebook/run/run-progress")),
    ...(require("../notebook/watch/watch-notebook") as typeof import("../notebook/watch/watch-notebook")),
  };
};
