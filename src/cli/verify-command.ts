/**
 * `impactlab verify`: arguments into calls, outcome into an exit code.
 */
import type { Command } from "commander";

import { projectRoot } from "../kernel/project-root";
import type { CommandLine } from "./command-line";
import { interruptible } from "./interruptible";
import { numberFlag, timeoutFlag } from "./number-flags";

interface VerifyFlags {
  readonly tolerance: number;
  readonly absolute: number;
  readonly timeout: number;
}

export function addVerifyCommand(program: Command, line: CommandLine): void {
  program
    .command("verify")
    .description("Run a report's notebook again with the same parameters, and say cell by cell what differs")
    .argument("<report>", "what impactlab run wrote: the .html, .report.json or .ipynb")
    .option(
      "--tolerance <share>",
      "numbers are the same up to this relative difference",
      numberFlag("--tolerance", { least: 0 }),
      1e-9,
    )
    .option("--absolute <difference>", "and up to this absolute one", numberFlag("--absolute", { least: 0 }), 0)
    .option("--timeout <seconds>", "a cell may take this long; 0 for ever", timeoutFlag, 600)
    .action((path: string, flags: VerifyFlags) =>
      interruptible(line, (signal) => runVerify(path, flags, line, signal)),
    );
}

async function runVerify(
  path: string,
  { tolerance: relative, absolute, timeout }: VerifyFlags,
  line: CommandLine,
  signal: AbortSignal,
): Promise<void> {
  const { readReport, verify, formatVerification, differs, showRuns } = load();
  const tolerance = { relative, absolute };
  const stored = readReport(path);
  const progress = showRuns(line.io.stderr);
  try {
    const onProgress = progress.update.bind(undefined, stored.source);
    const found = await verify(stored, {
      root: projectRoot(process.cwd()),
      tolerance,
      timeout,
      signal,
      onProgress,
    });
    progress.stop();
    if (signal.aborted) return;
    line.io.stdout.write(formatVerification(found, tolerance));
    if (differs(found)) line.exitCode = 1;
  } finally {
    progress.stop();
  }
}

/** Only when needed: the compiler, the sockets and what renders pages take a moment to load. */
function load() {
  const { readReport } = require("../notebook/verify/read-report") as typeof import("../notebook/verify/read-report");
  const { verify } = require("../notebook/verify/verify") as typeof import("../notebook/verify/verify");
  const { formatVerification, differs } =
    require("../notebook/verify/format-verification") as typeof import("../notebook/verify/format-verification");
  const { showRuns } = require("../notebook/run/run-progress") as typeof import("../notebook/run/run-progress");
  return { readReport, verify, formatVerification, differs, showRuns };
}
