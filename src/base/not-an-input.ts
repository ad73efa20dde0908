/** A command writes over none of the files that it reads, however their paths are written. */
import { statSync } from "node:fs";

import { writing } from "./file-error";
import { must } from "./input-error";

/**
 * Refuses `out` where it is one of the inputs, by another path, a link or another name of the same file too.
 *
 * @throws InputError naming the flag, also where no file can be in that place
 */
export function checkNotAnInput(flag: string, out: string, ...inputs: readonly string[]): void {
  const target = writing(out, () => identity(out), flag);
  for (const input of inputs)
    must(target === undefined || identity(input) !== target, flag, "must not be a file that is read", out);
}

/** What tells files apart; undefined where there is none. */
function identity(path: string): string | undefined {
  const found = statSync(path, { throwIfNoEntry: false, bigint: true });
  return found && `${found.dev} ${found.ino}`;
}
