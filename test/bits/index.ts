/**
 * `npm run bits`: prints one hash for each part of what the project works out, as this Node has it; where
 * it is not the committed one, says so and exits 1. `npm run bits -- --write` commits to what this Node has,
 * notebooks' runs included (a minute): for a change that is meant to move last digits, and says so.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { committedDigest, DIGEST_FILE, digestParts, notebookHash, type Digest } from "./digest";

const ROOT = join(__dirname, "../..");

/** The notebooks, run by this Node. */
function digestNotebooks(): Digest["notebooks"] {
  const folder = mkdtempSync(join(tmpdir(), "impactlab-bits-"));
  try {
    const argv = [join(ROOT, "src/impactlab.js"), "run", "notebooks", "--out", folder];
    const { status } = spawnSync(process.execPath, argv, { cwd: ROOT, stdio: ["ignore", "ignore", "inherit"] });
    if (status !== 0) throw new Error(`the notebooks' runs ended with ${status}`);
    const names = readdirSync(folder).filter((name) => name.endsWith(".ipynb"));
    return Object.fromEntries(names.sort().map((name) => [name, notebookHash(join(folder, name))]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function main(): Promise<void> {
  const parts = await digestParts();
  if (process.argv.includes("--write")) {
    const digest: Digest = { parts, notebooks: digestNotebooks() };
    writeFileSync(DIGEST_FILE, `${JSON.stringify(digest, null, 2)}\n`);
    return;
  }
  const committed = committedDigest();
  for (const [name, hash] of Object.entries(parts)) {
    const same = committed.parts[name] === hash;
    if (!same) process.exitCode = 1;
    console.log(`${hash}  ${name}${same ? "" : `  (committed: ${committed.parts[name]})`}`);
  }
}

void main();
