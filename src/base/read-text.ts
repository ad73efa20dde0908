/** A file's text, for a user who named the file. */
import { readFileSync } from "node:fs";

import { InputError } from "./input-error";
import { utf8 } from "./utf8";

/** @throws InputError for a file that cannot be read or is no UTF-8; `what` says what it should be: "a notebook" */
export function readText(path: string, what = "a file"): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new InputError(path, `must be ${what} that can be read`, (error as NodeJS.ErrnoException).code);
  }
  return utf8(path, bytes);
}
