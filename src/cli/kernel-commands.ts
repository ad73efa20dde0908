/**
 * `impactlab kernel ...`: arguments into calls.
 */
import type { Command } from "commander";

import { dataFolder, searchFolders, thisMachine, type Destination } from "../kernel/install/jupyter-paths";
import { installKernel, listKernels, uninstallKernel } from "../kernel/install/kernelspec";
import type { CommandLine } from "./command-line";

export function addKernelCommands(kernel: Command, line: CommandLine): void {
  const machine = thisMachine();
  const say = (text: string): boolean => line.io.stdout.write(`${text}\n`);
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
      for (const { name, folder, spec } of installed) say(`${name}  ${folder}  (${spec.argv.at(-4)})`);
    });
}
