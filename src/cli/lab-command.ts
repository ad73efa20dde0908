/**
 * `impactlab lab`: the notebooks in the browser, in our own workspace or in the Jupyter that is installed.
 */
import { existsSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

import type { Command } from "commander";

import { must } from "../base/input-error";
import { projectRoot } from "../kernel/project-root";
import type { CommandLine } from "./command-line";
import { interruptible } from "./interruptible";
import { numberFlag } from "./flags/number-flags";

interface LabFlags {
  readonly port?: number;
  readonly ip?: string;
  readonly open: boolean;
  readonly jupyter?: boolean;
}

export function addLab(command: Command, line: CommandLine): void {
  command
    .argument("[notebook]", "the one to open")
    .option(
      "--port <n>",
      "the port to listen at, 0 for any (default: the first free one from 8890 on)",
      numberFlag("--port", { whole: true, least: 0, most: 65535 }),
    )
    .option("--ip <address>", "the address to listen at (default: one that only this machine reaches)")
    .option("--no-open", "print the address and open no browser")
    .option(
      "--jupyter",
      "open the JupyterLab or Jupyter Notebook that is installed; what follows -- is passed on to it",
    )
    .allowExcessArguments()
    .action(async (notebook: string | undefined, flags: LabFlags, command: Command) => {
      if (flags.jupyter === true) line.exitCode = await openJupyter(line, command.args);
      else await openLab(line, notebook, flags);
    });
}

async function openLab(line: CommandLine, notebook: string | undefined, flags: LabFlags): Promise<void> {
  const { startLab } = require("../lab/server") as typeof import("../lab/server");
  const say = (text: string): boolean => line.io.stderr.write(`${text}\n`);
  const file = notebook === undefined ? undefined : resolve(notebook);
  must(file === undefined || existsSync(file), "notebook", "must be a file that is there", notebook);
  const root = projectRoot(file === undefined ? process.cwd() : statSync(file).isFile() ? dirname(file) : file);
  await interruptible(line, async (signal) => {
    const lab = await startLab({ root, port: flags.port, ip: flags.ip, say, open: file && relative(root, file) });
    line.io.stdout.write(`${lab.address}\n`);
    say("Ctrl-C ends it, and the kernels with it.");
    if (flags.open) await openBrowser(lab.address, say);
    if (!signal.aborted) await new Promise((done) => signal.addEventListener("abort", done, { once: true }));
    await lab.close();
  });
}

async function openBrowser(address: string, say: (text: string) => void): Promise<void> {
  const { default: open } = await import("open");
  const failed = (): void => say("No browser could be opened; open the address yourself.");
  try {
    (await open(address)).once("error", failed);
  } catch {
    failed();
  }
}

async function openJupyter(line: CommandLine, args: readonly string[]): Promise<number> {
  const { NO_FRONT_END, findFrontEnd, runFrontEnd } =
    require("../kernel/install/open-jupyter") as typeof import("../kernel/install/open-jupyter");
  const { thisMachine } =
    require("../kernel/install/jupyter-paths") as typeof import("../kernel/install/jupyter-paths");
  const machine = thisMachine();
  const frontEnd = findFrontEnd(machine);
  if (frontEnd === undefined) {
    line.io.stderr.write(`${NO_FRONT_END}\n`);
    return 1;
  }
  const notebooks = join(projectRoot(process.cwd()), "notebooks");
  return runFrontEnd(frontEnd, existsSync(notebooks) ? notebooks : process.cwd(), args, machine);
}
