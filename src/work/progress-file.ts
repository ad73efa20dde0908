/**
 * What long work has done so far, beside the file it makes: `NAME.progress`, a line that says which work
 * it is, then a line a result. A result that was cut off as the machine went down is done again.
 */
import { createHash } from "node:crypto";
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";

import { InputError } from "../base/input-error";
import { resultFromJson, resultToJson } from "./result-json";

export interface ProgressFile<Result> {
  readonly path: string;
  /** The results of earlier runs. */
  readonly done: readonly Result[];
  add(result: Result): void;
  remove(): void;
}

/**
 * Opens the progress file of the work that makes `file`.
 *
 * @param tasks all of it: who goes on must have the same ones.
 * @param resume whether to go on with what is there; else it is begun anew.
 * @throws InputError where what is there belongs to other work.
 */
export function openProgressFile<Result>(
  file: string,
  tasks: readonly unknown[],
  resume: boolean,
): ProgressFile<Result> {
  const path = `${file}.progress`;
  const header = JSON.stringify({ tasks: createHash("sha256").update(JSON.stringify(tasks)).digest("hex") });
  const lines = resume && existsSync(path) ? readFileSync(path, "utf8").split("\n") : [];
  if (lines.length > 0 && lines[0] !== header) {
    throw new InputError("--resume", "must go on with the same model, grids and options as before", path);
  }
  // The last piece is what follows the last newline: empty, or half a result.
  const done = lines.slice(1, -1).map((line) => resultFromJson<Result>(line));
  try {
    writeFileSync(path, [header, ...lines.slice(1, -1), ""].join("\n"));
  } catch (error) {
    throw new InputError("--out", `must be a place to write a file (${(error as Error).message})`, file);
  }
  return {
    path,
    done,
    add: (result) => appendFileSync(path, `${resultToJson(result)}\n`),
    remove: () => rmSync(path, { force: true }),
  };
}
