/** The files of several days: those named, and of a folder every table in it, by name. */
import { readdirSync } from "node:fs";
import { basename, join } from "node:path";

import { InputError, must } from "../base/input-error";
import { statsOf } from "../base/stats-of";

const TABLE = /\.(csv|csv\.gz|parquet|json)$/i;

/** What a day is called, after its file. */
export interface DayFile {
  readonly name: string;
  readonly path: string;
}

/**
 * @param paths files, and folders of them.
 * @throws InputError for a path that is none, a folder without tables, and two days of one name.
 */
export function dayFiles(paths: readonly string[]): DayFile[] {
  const files = paths.flatMap((path) => {
    must(typeof path === "string", "paths", "must be paths of files or folders", path);
    if (statsOf(path)?.isDirectory() !== true) return [path];
    const tables = namesIn(path).filter((name) => TABLE.test(name) && !name.startsWith("."));
    must(tables.length > 0, path, "must hold tables, .csv, .csv.gz, .parquet or .json", "a folder without any");
    return tables.sort().map((name) => join(path, name));
  });
  const days = files.map((path) => ({ name: basename(path).replace(TABLE, ""), path }));
  const twice = days.find(({ name }, d) => days.findIndex((other) => other.name === name) !== d);
  must(twice === undefined, "paths", "must have a name a day, and two files are called", twice?.name);
  return days;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    throw new InputError(folder, "must be a folder that can be read", (error as NodeJS.ErrnoException).code);
  }
}
