/**
 * The `impactlab` command line: arguments in, calls out, exit codes back; no logic of its own.
 * Exit codes: 0 done, 1 the work failed, 2 the input was wrong (one sentence, no stack), 130 interrupted.
 */
import { Command, CommanderError } from "commander";

import { InputError } from "../base/input-error";
import { addAllocate } from "./allocate-command";
import type { CommandLine, Io } from "./command-line";
import { addEstimate } from "./estimate-command";
import { addGenerate } from "./generate-command";
import { addKernelCommands } from "./kernel-commands";
import { addRunCommands } from "./run-commands";
import { addStudyCommand } from "./study-command";
import { addSweep } from "./sweep-command";
import { addVerifyCommand } from "./verify-command";

/** Runs one command line and returns its exit code. */
export async function main(argv: readonly string[], io: Io = process): Promise<number> {
  const line: CommandLine = { io, exitCode: 0 };
  const program = new Command("impactlab")
    .description("Optimal trade allocation under power-law market impact")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      outputError: (text, write) => write(`impactlab: ${text.replace(/^error: /, "")}`),
    });
  addAllocate(program, line);
  addEstimate(program, line);
  addGenerate(program, line);
  addSweep(program, line);
  addStudyCommand(program, line);
  addRunCommands(program, line);
  addVerifyCommand(program, line);
  addKernelCommands(program, line);
  try {
    await program.parseAsync([...argv]);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof InputError)) throw error;
    io.stderr.write(`impactlab: ${error.message}\n`);
    return 2;
  }
  return line.exitCode;
}
