/**
 * The data files that cells read: what the kernel's process opened, less what is code, what belongs
 * to the machine, and what the notebook had written itself.
 */
import { createHash } from "node:crypto";
import { createReadStream, existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";

import { pathFrom } from "../../base/path-from";
import type { DataFile, Provenance } from "../record/run-record";

/** What Node needs to note the files a process opens in `log`. */
export function recordReads(log: string): { args: string[]; env: Record<string, string> } {
  return { args: ["--require", join(__dirname, "record-reads.js")], env: { IMPACTLAB_FILE_LOG: log } };
}

/** The data files read according to `log`, by path from `root`, with their hashes as they are now. */
export async function dataFilesRead(log: string, root: string): Promise<Provenance["data"]> {
  const written = new Set<string>();
  const read = new Set<string>();
  for (const [how, path] of openedFiles(log)) {
    if (how === "write" && !read.has(path)) written.add(path);
    if (how === "read" && !written.has(path)) read.add(path);
  }
  const base = realpathSync(root);
  const files = [...read].map(realFile).filter((path) => path !== undefined);
  const paths = new Set(files.map((path) => pathFrom(base, path)).filter(isData));
  const hashed = [...paths].sort().map((path) => hashedFile(path, resolve(base, path)));
  return (await Promise.all(hashed)).filter((file) => file !== undefined);
}

/** How which files were opened, according to `log`; a line that a full disk cut off tells nothing. */
export function openedFiles(log: string): (readonly ["read" | "write", string])[] {
  if (!existsSync(log)) return [];
  const lines = readFileSync(log, "utf8").split("\n");
  return lines.flatMap((line) => {
    try {
      return [JSON.parse(line) as ["read" | "write", string]];
    } catch {
      return [];
    }
  });
}

/** The real path of a file; undefined where there is none, or none that can be looked at: it was opened in vain. */
export function realFile(path: string): string | undefined {
  try {
    const real = realpathSync(path);
    return statSync(real).isFile() ? real : undefined;
  } catch {
    return undefined;
  }
}

/** The file that a record calls `path`, as it is now; undefined where it may not be read, or has gone. */
export async function hashedFile(path: string, at: string): Promise<DataFile | undefined> {
  try {
    return { path, sha256: await fileHash(at, ""), bytes: statSync(at).size };
  } catch {
    return undefined;
  }
}

/** The SHA-256 of the file that a record calls `path`. */
export async function fileHash(path: string, root: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(resolve(root, path)), hash);
  return hash.digest("hex");
}

/** Where tsx, which a cell may run, keeps what it has compiled, and where a kernel's connection file lies. */
const TEMPORARY = ["tsx-", "impactlab-kernel-"].map((name) => join(realpathSync(tmpdir()), name));

/** Whether a path is that of data: no code, nothing of the machine. */
export function isData(path: string): boolean {
  if (TEMPORARY.some((start) => path.startsWith(start))) return false;
  if (/(^|\/)node_modules\//.test(path) || /\.(?:[cm]?[jt]sx?|node|wasm)$/.test(path)) return false;
  if (/(^|\/)(package|tsconfig)\.json$/.test(path)) return false;
  return !/^\/(proc|sys|dev|etc|usr|lib|opt|run)\//.test(path);
}
