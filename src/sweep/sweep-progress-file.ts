/**
 * What a sweep has done so far, beside its table: `NAME.progress`, a line that says which sweep it is,
 * then a line a row. A row that was cut off as the machine went down is done again.
 */
import { createHash } from "node:crypto";
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";

import { InputError } from "../numeric/input-error";
import { rowFromJson, rowToJson } from "./row-json";
import type { SweepRow, SweepTask } from "./sweep-task";

export interface SweepProgressFile {
  readonly path: string;
  /** The rows of earlier runs. */
  readonly done: readonly SweepRow[];
  add(row: SweepRow): void;
  remove(): void;
}

/**
 * Opens the progress file of a sweep.
 *
 * @param resume whether to go on with what is there; else it is begun anew.
 * @throws InputError where what is there belongs to another sweep.
 */
export function openProgressFile(table: string, tasks: readonly SweepTask[], resume: boolean): SweepProgressFile {
  const path = `${table}.progress`;
  const header = JSON.stringify({ sweep: createHash("sha256").update(JSON.stringify(tasks)).digest("hex") });
  const lines = resume && existsSync(path) ? readFileSync(path, "utf8").split("\n") : [];
  if (lines.length > 0 && lines[0] !== header) {
    throw new InputError("--resume", "must go on with the same model, grids and options as before", path);
  }
  // The last piece is what follows the last newline: empty, or half a row.
  const done = lines.slice(1, -1).map(rowFromJson);
  try {
    writeFileSync(path, [header, ...lines.slice(1, -1), ""].join("\n"));
  } catch (error) {
    throw new InputError("--out", `must be a place to write a file (${(error as Error).message})`, table);
  }
  return {
    path,
    done,
    add: (row) => appendFileSync(path, `${rowToJson(row)}\n`),
    remove: () => rmSync(path, { force: true }),
  };
}
