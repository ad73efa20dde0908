/**
 * The project a notebook belongs to: the nearest folder at or above it with a package.json. Cells
 * may import anything below it, and packages are found from it.
 */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The project's folder, or `folder` itself where there is no project. */
export function projectRoot(folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, "package.json"))) return at;
    if (dirname(at) === at) return folder;
  }
}
