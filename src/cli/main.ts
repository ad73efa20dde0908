/**
 * The `impactlab` command line: arguments in, calls out, exit codes back; no logic of its own.
 * Exit codes: 0 done, 1 the work failed, 2 the input was wrong (one sentence, no stack), 130 interrupted
 * (by SIGTERM 143, by a terminal that is closed 129).
 * A command loads what it works with when it runs, so that `--help` and a mistyped flag answer at once.
 */
import { Command, CommanderError } from "commander";

import { version } from "../../package.json";
import { InputError, must } from "../base/input-error";
import { COMMANDS } from "./commands";
import type { CommandLine, Io } from "./command-line";

/** Runs one command line and returns its exit code. */
export async function main(argv: readonly string[], io: Io = process): Promise<number> {
  const line: CommandLine = { io, exitCode: 0 };
  const program = createProgram(line, argv);
  let command = program;
  program.hook("preAction", (_, called) => void (command = called));
  try {
    await program.parseAsync([...argv]);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof InputError)) throw error;
    io.stderr.write(`impactlab: ${flagged(error.message, command)}\n`);
    return 2;
  }
  return line.exitCode;
}

/** Every command; with its flags where it is among `words`, or without them, or what completes words asks for all. */
export function createProgram(line: CommandLine, words?: readonly string[]): Command {
  const { stdout, stderr } = line.io;
  const all = words === undefined || words.includes("completion-server");
  const program = new Command("impactlab")
    .description("Optimal trade allocation under power-law market impact")
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      outputError: (text, write) => write(`impactlab: ${text.replace(/^error: /, "")}`),
    })
    .configureHelp({ subcommandTerm: (command) => `${command.name()} ${command.usage()}` });
  for (const [name, { usage, description, hidden, load }] of Object.entries(COMMANDS)) {
    const command = program.command(name, { hidden }).description(description).usage(usage);
    if (all || words.includes(name)) load()(command, line);
    takeFlagsOnce(command);
  }
  return program;
}

/** Of a flag with two values one would be lost without a word; `-p`, whose parser takes the earlier ones, keeps all. */
function takeFlagsOnce(command: Command): void {
  for (const option of command.options.filter(({ required, parseArg = String }) => required && parseArg.length < 2)) {
    const { long } = option;
    let given: string | undefined;
    command.on(`option:${option.name()}`, (value: string) => {
      must(given === undefined || given === value, String(long), `must be given once, and is "${given}" before`, value);
      given = value;
    });
  }
  command.commands.forEach(takeFlagsOnce);
}

/**
 * The message as who typed the command knows it: `options.minSizes` of a call is its flag `--min-sizes`, and so is an
 * argument that was typed, `size`.
 */
function flagged(message: string, command: Command): string {
  const flagOf = (name: string) => command.options.find((known) => known.attributeName() === name)?.long;
  const wasTyped = (name: string): boolean => command.getOptionValue(name) !== undefined;
  return message
    .replace(/^\w+(?= must|\[)/, (name) => (wasTyped(name) ? (flagOf(name) ?? name) : name))
    .replace(/^truth\.(\w+)|\boptions\.(\w+)/g, (name: string, truth = "", option = truth) => flagOf(option) ?? name);
}
