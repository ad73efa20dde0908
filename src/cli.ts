/**
 * The `impactlab` command line: arguments in, calls out, exit codes back; no logic of its own.
 * Exit codes: 0 done, 1 the work failed, 2 the input was wrong (one sentence, no stack).
 */
import { Command, CommanderError } from "commander";

import { InputError } from "./numeric/input-error";

/** Runs one command line and sets the process's exit code. */
export async function main(argv: readonly string[]): Promise<void> {
  const program = new Command("impactlab")
    .description("Optimal trade allocation under power-law market impact")
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(`impactlab: ${text.replace(/^error: /, "")}`) });
  try {
    await program.parseAsync([...argv]);
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
    else if (error instanceof InputError) {
      process.stderr.write(`impactlab: ${error.message}\n`);
      process.exitCode = 2;
    } else throw error;
  }
}
