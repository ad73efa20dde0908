/** The files that a run wrote: those in its output folder, and others that its cells wrote within the project. */
import { cpSync, existsSync, readdirSync, readFileSync, realpathSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, relative } from "node:path";

import { pathFrom } from "../../base/path-from";
import { OUTPUT_PREFIX } from "../record/output-path";
import type { DataFile } from "../record/run-record";
import { fileHash, isData } from "./data-reads";

/**
 * What lies in the output folder, as `output/NAME`, and what else `log` says was written and is data of the project, by
 * its path from `root`.
 */
export async function writtenFiles(output: string, log: string, root: string): Promise<readonly DataFile[]> {
  const own = filesIn(output).map((name) => ({ path: OUTPUT_PREFIX + name, at: join(output, name) }));
  const base = realpathSync(root);
  const lines = existsSync(log) ? readFileSync(log, "utf8").split("\n").slice(0, -1) : [];
  const writes = lines.map((line) => JSON.parse(line) as [string, string]).filter(([how]) => how === "write");
  const others = [...new Set(writes.map(([, path]) => path))]
    .filter((path) => !path.startsWith(output) && statSync(path, { throwIfNoEntry: false })?.isFile())
    .map((at) => ({ path: pathFrom(base, realpathSync(at)), at }))
    .filter(({ path }) => !isAbsolute(path) && isData(path));
  const files = [...own, ...others].sort((a, b) => (a.path < b.path ? -1 : 1));
  return Promise.all(
    files.map(async ({ path, at }) => ({ path, sha256: await fileHash(at, base), bytes: statSync(at).size })),
  );
}

/** Every file in a folder, by its path from there with "/" between its parts. */
export function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split("\\").join("/"))
    .sort();
}

/** Puts an output folder in the place of that of an earlier run; an empty one leaves none there. */
export function placeOutput(output: string, target: string): void {
  const beside = join(dirname(target), `.${target.slice(dirname(target).length + 1)}.${process.pid}.part`);
  if (filesIn(output).length > 0) cpSync(output, beside, { recursive: true });
  rmSync(target, { recursive: true, force: true });
  if (existsSync(beside)) renameSync(beside, target);
}
