/** `impactlab complete SHELL`: what the shell asks, it asks by a hidden command, as tabtab has it. */
import { Argument, type Command } from "commander";

import type { CommandLine } from "./command-line";

type Shell = "bash" | "zsh" | "fish";

const tabtab = () => require("@pnpm/tabtab") as typeof import("@pnpm/tabtab");

export function addComplete(command: Command, line: CommandLine): void {
  command
    .addArgument(new Argument("<shell>", "the shell that will read it").choices(["bash", "zsh", "fish"]))
    .action(async (shell: Shell) => {
      const script = await tabtab().getCompletionScript({ name: "impactlab", completer: "impactlab", shell });
      line.io.stdout.write(`${script}\n`);
    });
}

/** The hidden command: `parent` must have all commands with all their flags. */
export function addCompletionServer(command: Command, line: CommandLine): void {
  const say = (text: string): void => void line.io.stdout.write(`${text}\n`);
  command
    .argument("[words...]", "the words typed so far")
    .helpOption(false)
    .allowUnknownOption()
    .action((words: string[]) => {
      const shell = tabtab().getShellFromEnv(process.env);
      const found = candidates(command.parent as Command, words, Number(process.env.COMP_CWORD));
      if (found !== "files") tabtab().log([...found], shell, say);
      // Bash completes files by itself where there is nothing else.
      else if (shell !== "bash") say("__tabtab_complete_files__");
    });
}

/** What may stand at place `at` of the words; fish leaves out the last one while it is typed. */
export function candidates(
  program: Command,
  words: readonly string[],
  at: number,
): readonly { readonly name: string; readonly description: string }[] | "files" {
  const before = words.slice(1, at);
  const last = before[before.length - 1];
  const current = words[at] ?? last ?? "";
  const command = before.reduce((found, word) => found.commands.find((c) => c.name() === word) ?? found, program);
  if (command.options.some(({ long, short, required }) => required && [long, short].includes(last))) return "files";
  const help = command.createHelp();
  if (current.startsWith("-"))
    return help
      .visibleOptions(command)
      .map(({ long, short, description }) => ({ name: (long ?? short) as string, description }));
  const commands = help.visibleCommands(command).filter((c) => c.name() !== "help");
  return commands.length === 0 ? "files" : commands.map((c) => ({ name: c.name(), description: c.description() }));
}
