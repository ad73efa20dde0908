/** A file's text, for a user who named the file. */
import { readFileSync } from "node:fs";

import { InputError } from "./input-error";

/** @throws InputError where the file cannot be read; `what` says what it should be: "a notebook file" */
export function readText(path: string, what = "a file"): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new InputError(path, `must be ${what} that can be read`, (error as NodeJS.ErrnoException).code);
  }
}
