/**
 * `impactlab run` and `impactlab check`: arguments into calls, outcomes into exit codes.
 */
import { availableParallelism } from "node:os";
import { join } from "node:path";

import type { Command } from "commander";

import { TOLERANCES } from "../solver/model/allocation";
import type { CommandLine } from "./command-line";
import { interruptible } from "./interruptible";
import { numberFlag, timeoutFlag } from "./number-flags";

interface RunFlags {
  readonly parameter?: string[];
  readonly params?: string;
  readonly out: string;
  readonly timeout: number;
  readonly jobs: number;
  readonly allowErrors?: boolean;
  readonly html: boolean;
}

export function addRunCommands(program: Command, line: CommandLine): void {
  const collect = (value: string, values: string[] = []): string[] => [...values, value];
  program
    .command("run")
    .description("Run notebooks in a kernel each, and write what they show as notebook and report")
    .argument("<notebooks...>", "notebooks, or folders of them")
    .option("-p, --parameter <name=value>", "give a parameter; several values between commas make a run each", collect)
    .option("--params <file>", "give parameters by name in a .json or .yaml file; a list makes a run each")
    .option("-o, --out <dir>", "folder to write to", "reports")
    .option("--timeout <seconds>", "a cell may take this long; 0 for ever", timeoutFlag, 600)
    .option(
      "--jobs <count>",
      "how many notebooks run at a time: one a core, at most 4, unless told",
      numberFlag("--jobs", { whole: true, least: 1 }),
      Math.min(4, availableParallelism()),
    )
    .option("--allow-errors", "go on after a cell that throws")
    .option("--no-html", "write the notebooks only")
    .action((paths: string[], flags: RunFlags) => run(paths, flags, line));
  program
    .command("check")
    .description("Type-check the cells of notebooks against the source as it is now, without running them")
    .argument("<notebooks...>", "notebooks, or folders of them")
    .action((paths: string[]) => check(paths, line));
}

async function run(paths: readonly string[], flags: RunFlags, line: CommandLine): Promise<void> {
  const { givenParameters, planRuns, runAll, showRuns } = load();
  const plan = planRuns(paths, givenParameters(flags.parameter ?? [], flags.params));
  await interruptible(line, async (signal) => {
    const { timeout, allowErrors, out, html, jobs } = flags;
    const options = {
      timeout,
      allowErrors,
      out,
      html,
      jobs,
      tolerances: TOLERANCES,
      signal,
      progress: showRuns(line.io.stderr),
    };
    const finished = await runAll(plan, options);
    if (finished.length > 0) line.io.stdout.write(`${join(out, html ? "index.html" : "")}\n`);
    if (finished.some(({ record }) => record.failure !== null)) line.exitCode = 1;
  });
}

function check(paths: readonly string[], line: CommandLine): void {
  const { checkNotebooks, findNotebooks } = load();
  const checks = checkNotebooks(findNotebooks(paths), ({ path, cells, problems }) => {
    const found =
      problems.length === 0 ? "no type errors" : `${problems.length} error${problems.length === 1 ? "" : "s"}`;
    line.io.stdout.write([...problems, `${path}: ${cells} cells, ${found}`, ""].join("\n"));
  });
  if (checks.some(({ problems }) => problems.length > 0)) line.exitCode = 1;
}

/** Only when needed: the compiler and the sockets take a moment to load. */
function load() {
  const { givenParameters } =
    require("../notebook/parameters/parameter-sets") as typeof import("../notebook/parameters/parameter-sets");
  const { checkNotebooks } =
    require("../notebook/verify/check-notebooks") as typeof import("../notebook/verify/check-notebooks");
  const { findNotebooks, planRuns } =
    require("../notebook/run/plan-runs") as typeof import("../notebook/run/plan-runs");
  const { runAll } = require("../notebook/run/run-all") as typeof import("../notebook/run/run-all");
  const { showRuns } = require("../notebook/run/run-progress") as typeof import("../notebook/run/run-progress");
  return { checkNotebooks, findNotebooks, givenParameters, planRuns, runAll, showRuns };
}
