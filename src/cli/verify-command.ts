/**
 * `impactlab verify`: arguments into calls, outcome into an exit code.
 */
import type { Command } from "commander";

import { projectRoot } from "../kernel/project-root";
import type { CommandLine } from "./command-line";
import { interruptible } from "./interruptible";
import { numberFlag, timeoutFlag } from "./flags/number-flags";

interface VerifyFlags {
  readonly tolerance: number;
  readonly absolute: number;
  readonly residue: number;
  readonly timeout: number;
  readonly json?: boolean;
}

const JSON_HELP = `
--json prints one object:
  same, edited     the verdict: nothing differs; whether the report is not what its run wrote
  source           the notebook
  cells            one a code cell: { number (from 1), source,
                   verdict: "is the same", "differs", "is new" or "is gone",
                   outputs: what differs, [{ output (from 0), what, numbers, differing, worst: { path, was, is,
                   relative (null where it is no number) } }] }
  outcome          null, or where the runs ended: { was, is }
  compared         { cells, numbers, residues: numbers below the bound then and now, and others }
  files            files that the run wrote and that are not the same now, in sentences
  changed          what the run stands on and is not as it was, in sentences
  tolerance        { relative, absolute, residue }`;

export function addVerify(command: Command, line: CommandLine): void {
  command
    .argument("<report>", "what impactlab run wrote: the .html, .report.json or .ipynb")
    .option(
      "--tolerance <share>",
      "numbers are the same up to this relative difference",
      numberFlag("--tolerance", { least: 0 }),
      1e-9,
    )
    .option("--absolute <difference>", "and up to this absolute one", numberFlag("--absolute", { least: 0 }), 0)
    .option(
      "--residue <bound>",
      "numbers in text and tables of at most this size are residues of checks, the same where both are",
      numberFlag("--residue", { least: 0 }),
      1e-12,
    )
    .option("--timeout <seconds>", "a cell may take this long; 0 for ever", timeoutFlag, 600)
    .option("--json", "print what was found as one JSON document")
    .addHelpText("after", JSON_HELP)
    .action((path: string, flags: VerifyFlags) =>
      interruptible(line, (signal) => runVerify(path, flags, line, signal)),
    );
}

async function runVerify(
  path: string,
  { tolerance: relative, absolute, residue, timeout, json }: VerifyFlags,
  line: CommandLine,
  signal: AbortSignal,
): Promise<void> {
  const { readReport, verify, formatSeal, formatVerification, verificationJson, differs, showRuns } = load();
  const tolerance = { relative, absolute, residue };
  const stored = readReport(path);
  line.io.stderr.write(formatSeal(stored));
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
    line.io.stdout.write(json ? `${verificationJson(found, tolerance)}\n` : formatVerification(found, tolerance));
    if (differs(found)) line.exitCode = 1;
  } finally {
    progress.stop();
  }
}

/** Only when needed: the compiler, the sockets and what renders pages take a moment to load. */
const load = () => ({
  ...(require("../notebook/verify/read-report") as typeof import("../notebook/verify/read-report")),
  ...(require("../notebook/verify/verify") as typeof import("../notebook/verify/verify")),
  ...(require("../notebook/verify/format-verification") as typeof import("../notebook/verify/format-verification")),
  ...(require("../notebook/run/run-progress") as typeof import("../notebook/run/run-progress")),
});
