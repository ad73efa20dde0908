/** What the system says of a file it does not write, as a sentence: a full disk is no defect of this package. */
import { dirname } from "node:path";

import { InputError } from "./input-error";

/** By the system's names of its errors; the rule of an InputError ends in one of these. */
const REASONS: Readonly<Record<string, string | undefined>> = {
  ENOENT: "its folder does not exist",
  ENOTDIR: "its folder is a file",
  EISDIR: "it is a folder",
  EACCES: "its folder may not be written to",
  EPERM: "its folder may not be written to",
  EROFS: "its folder may not be written to",
  ENOSPC: "its disk is full",
  EDQUOT: "the quota of its disk is used up",
  ENAMETOOLONG: "its name is too long",
  EFBIG: "the file would be larger than may be written here",
  EMFILE: "this process has too many files open",
  ENFILE: "this machine has too many files open",
  ELOOP: "its links lead in a circle",
  EIO: "its disk does not answer",
};

/** The sentence for an error of writing to `path`; any other error as it is. `argument` is who named it. */
export function fileError(error: unknown, path: string, argument = path): unknown {
  const { code: given = "", syscall } = error as NodeJS.ErrnoException;
  const code = given.replace(/^ERR_FS_/, "");
  const told = syscall !== undefined && /^E[A-Z0-9]+$/.test(code) ? `the system says ${code}` : undefined;
  const reason = REASONS[code] ?? told;
  if (reason === undefined) return error;
  const rule = `must be a place to write a file, and ${reason}`;
  return new InputError(argument, rule, argument === path ? dirname(path) : path);
}

/** The same for what throws at once. */
export function writing<T>(path: string, write: () => T, argument = path): T {
  try {
    return write();
  } catch (error) {
    throw fileError(error, path, argument);
  }
}
