/**
 * `impactlab verify`: arguments into calls, outcome into an exit code.
 */
import type { Command } from "commander";

import { projectRoot } from "../kernel/project-root";
import { InputError } from "../base/input-error";

interface VerifyFlags {
  readonly tolerance: number;
  readonly absolute: number;
  readonly timeout: number;
}

export function addVerifyCommand(program: Command): void {
  program
    .command("verify")
    .description("Run a report's notebook again with the same parameters, and say cell by cell what differs")
    .argument("<report>", "what impactlab run wrote: the .html, .report.json or .ipynb")
    .option(
      "--tolerance <share>",
      "numbers are the same up to this relative difference",
      notNegative("--tolerance"),
      1e-9,
    )
    .option("--absolute <difference>", "and up to this absolute one", notNegative("--absolute"), 0)
    .option("--timeout <seconds>", "a cell may take this long; 0 for ever", notNegative("--timeout"), 600)
    .action(runVerify);
}

async function runVerify(path: string, { tolerance: relative, absolute, timeout }: VerifyFlags): Promise<void> {
  const { readReport, verify, formatVerification, differs, showRuns } = load();
  const tolerance = { relative, absolute };
  const stored = readReport(path);
  const progress = showRuns();
  const control = new AbortController();
  const stop = (): void => control.abort();
  process.once("SIGINT", stop);
  try {
    const onProgress = progress.update.bind(undefined, stored.source);
    const found = await verify(stored, {
      root: projectRoot(process.cwd()),
      tolerance,
      timeout,
      signal: control.signal,
      onProgress,
    });
    progress.stop();
    if (control.signal.aborted) process.exitCode = 130;
    else {
      process.stdout.write(formatVerification(found, tolerance));
      if (differs(found)) process.exitCode = 1;
    }
  } finally {
    progress.stop();
    process.off("SIGINT", stop);
  }
}

/** Only when needed: the compiler, the sockets and what renders pages take a moment to load. */
function load() {
  /* eslint-disable @typescript-eslint/no-require-imports */
  const { readReport } = require("../notebook/verify/read-report") as typeof import("../notebook/verify/read-report");
  const { verify } = require("../notebook/verify/verify") as typeof import("../notebook/verify/verify");
  const { formatVerification, differs } =
    require("../notebook/verify/format-verification") as typeof import("../notebook/verify/format-verification");
  const { showRuns } = require("../notebook/run/run-progress") as typeof import("../notebook/run/run-progress");
  /* eslint-enable @typescript-eslint/no-require-imports */
  return { readReport, verify, formatVerification, differs, showRuns };
}

function notNegative(flag: string): (text: string) => number {
  return (text) => {
    const value = text.trim() === "" ? Number.NaN : Number(text);
    if (!(value >= 0 && value < Infinity)) throw new InputError(flag, "must be a number, 0 or more", text);
    return value;
  };
}
