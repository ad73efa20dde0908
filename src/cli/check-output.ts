/** A file that a command reads is not written over by what it writes. */
import { resolve } from "node:path";

import { must } from "../base/input-error";

/**
 * @param input what is read; undefined where nothing is.
 * @param what the input is called.
 * @throws InputError where --out is that file.
 */
export function checkOutput(out: string | undefined, input: string | undefined, what: string): void {
  if (out === undefined || input === undefined) return;
  must(resolve(out) !== resolve(input), "--out", `must not be the ${what} itself`, out);
}
