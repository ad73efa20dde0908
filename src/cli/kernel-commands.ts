/**
 * `impactlab kernel ...` and `impactlab lab`: arguments into calls.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";

import type { Command } from "commander";

import { dataFolder, searchFolders, thisMachine, type Destination } from "../kernel/install/jupyter-paths";
import { installKernel, listKernels, uninstallKernel } from "../kernel/install/kernelspec";
import { NO_FRONT_END, findFrontEnd, runFrontEnd } from "../kernel/install/open-jupyter";
import type { CommandLine } from "./command-line";
import { projectRoot } from "../kernel/project-root";

export function addKernelCommands(program: Command, line: CommandLine): void {
  const machine = thisMachine();
  const say = (text: string): boolean => line.io.stdout.write(`${text}\n`);
  const kernel = program.command("kernel").description("the Jupyter kernel for TypeScript notebooks");
  const withDestination = (command: Command): Command =>
    command
      .option("--user", "the user's own Jupyter folder (the default)")
      .option("--prefix <dir>", "<dir>/share/jupyter")
      .option("--sys-prefix", "the active virtual or conda environment");

  withDestination(kernel.command("install").description("make the kernel known to Jupyter")).action(
    (destination: Destination) => void say(`Installed in ${installKernel(dataFolder(destination, machine))}`),
  );
  withDestination(kernel.command("uninstall").description("remove it again")).action((destination: Destination) => {
    const folder = dataFolder(destination, machine);
    say(uninstallKernel(folder) ? `Removed from ${folder}` : `Nothing is installed in ${folder}`);
  });
  kernel
    .command("list")
    .description("where the kernel is installed")
    .option("--prefix <dir>", "look in <dir>/share/jupyter as well")
    .action((destination: Destination) => {
      const extra = destination.prefix === undefined ? [] : [dataFolder(destination, machine)];
      const installed = listKernels([...extra, ...searchFolders(machine)]);
      if (installed.length === 0) say("Not installed. Install it with: impactlab kernel install");
      for (const { name, folder, spec } of installed) say(`${name}  ${folder}  (${spec.argv[0]})`);
    });
  program
    .command("lab")
    .description("open the notebooks in JupyterLab or Jupyter Notebook")
    .argument("[args...]", "passed on to the front end")
    .allowUnknownOption()
    .action(async (args: string[]) => {
      const frontEnd = findFrontEnd(machine);
      if (frontEnd === undefined) {
        line.io.stderr.write(`${NO_FRONT_END}\n`);
        line.exitCode = 1;
        return;
      }
      const notebooks = join(projectRoot(process.cwd()), "notebooks");
      line.exitCode = await runFrontEnd(frontEnd, existsSync(notebooks) ? notebooks : process.cwd(), args, machine);
    });
}
