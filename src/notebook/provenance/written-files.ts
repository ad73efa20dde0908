/** The files that a run wrote: those in its output folder, and others that its cells wrote within the project. */
import { cpSync, existsSync, lstatSync, readdirSync, realpathSync, renameSync, rmSync } from "node:fs";
import { isAbsolute, join, relative } from "node:path";

import { nameBeside } from "../../base/left-behind";
import { pathFrom } from "../../base/path-from";
import { OUTPUT_PREFIX } from "../record/output-path";
import type { DataFile } from "../record/run-record";
import { hashedFile, isData, openedFiles, realFile } from "./data-reads";

/**
 * What lies in the output folder, as `output/NAME`, and what else `log` says was written and is data of the project, by
 * its path from `root`.
 */
export async function writtenFiles(output: string, log: string, root: string): Promise<readonly DataFile[]> {
  const own = filesIn(output).map((name) => ({ path: OUTPUT_PREFIX + name, at: join(output, name) }));
  const base = realpathSync(root);
  const writes = openedFiles(log).filter(([how]) => how === "write");
  const others = [...new Set(writes.map(([, path]) => path))]
    .filter((path) => !path.startsWith(output))
    .flatMap((path) => realFile(path) ?? [])
    .map((at) => ({ path: pathFrom(base, at), at }))
    .filter(({ path }) => !isAbsolute(path) && isData(path));
  const files = [...own, ...others].sort((a, b) => (a.path < b.path ? -1 : 1));
  const hashed = await Promise.all(files.map(({ path, at }) => hashedFile(path, at)));
  return hashed.filter((file) => file !== undefined);
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
  const beside = nameBeside(target);
  try {
    // Links lead where they led; a pipe or a socket leads nowhere any more.
    const copied = { recursive: true, verbatimSymlinks: true, filter: isKept };
    if (filesIn(output).length > 0) cpSync(output, beside, copied);
    for (let tries = 5; ; tries--) {
      rmSync(target, { recursive: true, force: true });
      try {
        if (existsSync(beside)) renameSync(beside, target);
        return;
      } catch (error) {
        // Another run of the same name has put its own there meanwhile: the later one stands.
        if ((error as NodeJS.ErrnoException).code !== "ENOTEMPTY" || tries === 0) throw error;
      }
    }
  } catch (error) {
    rmSync(beside, { recursive: true, force: true });
    throw error;
  }
}

function isKept(path: string): boolean {
  const found = lstatSync(path);
  return found.isFile() || found.isDirectory() || found.isSymbolicLink();
}
