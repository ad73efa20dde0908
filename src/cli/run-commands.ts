/**
 * `impactlab run` and `impactlab check`: arguments into calls, outcomes into exit codes.
 */
import { availableParallelism } from "node:os";
import { join } from "node:path";

import type { Command } from "commander";

import { TOLERANCES } from "../solver/model/allocation";
import type { CommandLine } from "./command-line";
import { interruptible } from "./interruptible";
import { everyValue, numberFlag, timeoutFlag } from "./flags/number-flags";

interface RunFlags {
  readonly parameter?: string[];
  readonly params?: string;
  readonly out: string;
  readonly timeout: number;
  readonly jobs: number;
  readonly allowErrors?: boolean;
  readonly html: boolean;
  readonly stills: boolean;
  readonly sharedAssets?: boolean;
  readonly check: boolean;
  readonly resume?: boolean;
  readonly json?: boolean;
}

const RUN_JSON = `
--json prints an array with one object a run, in the order of the runs:
  name, source, title     what its files are called, the notebook, its heading
  kept                    whether --resume kept it
  files                   notebook, report and page that it left
  written                 [{ path, sha256 }] of what its cells wrote: in its output folder, NAME-files, and elsewhere
  parameters              values by name, given or default
  failure                 null, or { cell (from 0), id, kind, ename, evalue, message }
  headline                [{ name, value, unit }]
  started, milliseconds   when, and { total, cells: [one a cell, null where it did not run] }`;

const CHECK_JSON = `
--json prints an array with one object a notebook:
  path, cells             the notebook, and how many of its cells were checked
  problems                [{ cell (from 1, null for the notebook), message with its place, lines around it }]`;

export function addRun(command: Command, line: CommandLine): void {
  command
    .argument("<notebooks...>", "notebooks, or folders of them")
    .option(
      "-p, --parameter <name=value>",
      "give a parameter; several values between commas make a run each",
      everyValue,
    )
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
    .option("--no-check", "run without type-checking all cells of a notebook first")
    .option("--no-html", "write the notebooks only")
    .option("--no-stills", "write figures without the still pictures that GitHub and nbconvert show")
    .option("--shared-assets", "keep the scripts of all pages beside them, once: for a grid of runs")
    .option("--resume", "keep runs that are there, whole, and would come to the same: notebook, data and source as now")
    .option("--json", "print what ran as one JSON document")
    .addHelpText("after", RUN_JSON)
    .action((paths: string[], flags: RunFlags) => run(paths, flags, line));
}

export function addCheck(command: Command, line: CommandLine): void {
  command
    .argument("<notebooks...>", "notebooks, or folders of them")
    .option("--json", "print what was found as one JSON document")
    .addHelpText("after", CHECK_JSON)
    .action((paths: string[], flags: { json?: boolean }) => check(paths, flags, line));
}

async function run(paths: readonly string[], flags: RunFlags, line: CommandLine): Promise<void> {
  const { givenParameters, planRuns } = loadPlanning();
  const plan = planRuns(paths, givenParameters(flags.parameter ?? [], flags.params));
  const { runAll, runJson, showRuns } = loadRunning();
  await interruptible(line, async (signal) => {
    const { timeout, allowErrors, check, out, html, stills, sharedAssets, jobs, resume } = flags;
    const files = { out, html, stills, sharedAssets };
    const options = { timeout, allowErrors, check, ...files, jobs, resume, tolerances: TOLERANCES, signal };
    const finished = await runAll(plan, { ...options, progress: showRuns(line.io.stderr) });
    if (flags.json)
      printJson(
        line,
        finished.map((run) => runJson(run, flags)),
      );
    else if (finished.length > 0) line.io.stdout.write(`${join(out, html ? "index.html" : "")}\n`);
    if (finished.some(({ record }) => record.failure !== null)) line.exitCode = 1;
  });
}

function check(paths: readonly string[], { json }: { json?: boolean }, line: CommandLine): void {
  const { checkNotebooks, counted, findNotebooks } = loadPlanning();
  const checks = checkNotebooks(findNotebooks(paths), ({ path, cells, problems }) => {
    if (json) return;
    const found = problems.length === 0 ? "no type errors" : counted(problems.length, "error");
    const texts = problems.flatMap(({ message, lines }) => [message, ...lines]);
    line.io.stdout.write([...texts, `${path}: ${counted(cells, "cell")}, ${found}`, ""].join("\n"));
  });
  if (json) printJson(line, checks);
  if (checks.some(({ problems }) => problems.length > 0)) line.exitCode = 1;
}

function printJson(line: CommandLine, value: unknown): void {
  line.io.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

/** Only when needed: the compiler takes a moment to load, and so do the sockets and what renders pages. */
const loadPlanning = () => ({
  ...(require("../notebook/parameters/parameter-sets") as typeof import("../notebook/parameters/parameter-sets")),
  ...(require("../notebook/run/plan-runs") as typeof import("../notebook/run/plan-runs")),
  ...(require("../notebook/verify/check-notebooks") as typeof import("../notebook/verify/check-notebooks")),
  ...(require("../notebook/report/text/format-value") as typeof import("../notebook/report/text/format-value")),
});

const loadRunning = () => {
  const { definePageModule } =
    require("../notebook/report/page/page-modules") as typeof import("../notebook/report/page/page-modules");
  definePageModule("live", () =>
    (require("../live/page-script") as typeof import("../live/page-script")).livePageScript(),
  );
  return loadRuns();
};

const loadRuns = () => ({
  ...(require("../notebook/run/run-all") as typeof import("../notebook/run/run-all")),
  ...(require("../notebook/run/run-json") as typeof import("../notebook/run/run-json")),
  ...(require("../notebook/run/run-progress") as typeof import("../notebook/run/run-progress")),
});
