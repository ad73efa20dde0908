/**
 * Results of the compiler kept on disk from one kernel to the next. An entry has a name, of which
 * there is one, and a key, a hash of all it was made from: under another key it is stale. A folder
 * that cannot be read or written is an empty one.
 */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** In the folder of packages that the compiler itself is in, where tools keep such things. */
const FOLDER = join(dirname(createRequire(__filename).resolve("@tslab/typescript-for-tslab/package.json")), "../../.cache/impactlab");

/** The value that `make` gives, or gave when the key was the same. */
export function cached<T>(name: string, key: string, make: () => T): T {
  const known = readEntry(name, key);
  if (known !== undefined) return known as T;
  const value = make();
  writeEntry(name, key, value);
  return value;
}

/** The value written under this name with this key; undefined where there is none. */
export function readEntry(name: string, key: string): unknown {
  try {
    const entry = JSON.parse(readFileSync(fileOf(name), "utf8")) as { key: string; value: unknown };
    return entry.key === key ? entry.value : undefined;
  } catch {
    return undefined;
  }
}

/** Written beside and renamed: kernels that start together share the folder. */
export function writeEntry(name: string, key: string, value: unknown): void {
  const file = fileOf(name);
  const beside = `${file}.${process.pid}`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    prune();
    writeFileSync(beside, JSON.stringify({ key, value }));
    renameSync(beside, file);
  } catch {
    // A folder that may not be written to: the next kernel compiles once more.
  }
}

/** Entries beyond which the older half goes, once a process: files and projects come and go. */
const MOST = 2000;
let pruned = false;

function prune(): void {
  if (pruned) return;
  pruned = true;
  const files = readdirSync(FOLDER).map((name) => join(FOLDER, name));
  if (files.length <= MOST) return;
  const byAge = files.map((file) => ({ file, changed: statSync(file).mtimeMs })).sort((a, b) => a.changed - b.changed);
  for (const { file } of byAge.slice(0, files.length / 2)) rmSync(file, { force: true });
}

/** One hash over texts, whose borders count. */
export function hashOf(parts: readonly string[]): string {
  const whole = createHash("sha256");
  for (const part of parts) whole.update(`${part.length}:${part}`);
  return whole.digest("hex");
}

function fileOf(name: string): string {
  return join(FOLDER, `${hashOf([name]).slice(0, 32)}.json`);
}
