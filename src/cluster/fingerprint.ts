/**
 * Same version or nothing: one hash of all that results depend on. Two machines of one fingerprint have the same
 * source, the same packages and the same line of Node.
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { sourceOf } from "../work/source-closure";

const ROOT = join(__dirname, "../..");

/**
 * 16 hexadecimal digits of the SHA-256 of the source that a table of works and their running stand on, of the lock file
 * (of package.json, whose versions are exact, where an installed package has no lock file) and of Node's major version.
 *
 * @param works path of the table's module, without extension.
 */
export function fingerprintOf(works: string, node = process.versions.node): string {
  const lock = ["package-lock.json", "package.json"].map((name) => join(ROOT, name)).find((path) => existsSync(path));
  const hash = createHash("sha256");
  for (const module of [works, join(__dirname, "run-batch")]) hash.update(`${sourceOf(module)}\n`);
  hash.update(readFileSync(lock as string)).update(`\nNode ${node.split(".")[0]}\n`);
  return hash.digest("hex").slice(0, 16);
}
