/**
 * Every number of the shipped notebooks' runs, on other Nodes and under a `Math` whose last digits are all
 * wrong: as committed. The short form, on this Node, is in `main-job.process.test.ts`.
 */
import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";

import { expect, test } from "vitest";

import { OTHER_NODES } from "../support/other-nodes";
import { temporaryFolder } from "../support/temporary-folder";
import { testWith } from "../support/tools";
import { committedDigest, notebookHash } from "./digest";

const ROOT = resolve(__dirname, "../..");
const folder = temporaryFolder().path;

function notebooksOf(node: string, name: string, options = ""): Record<string, string> {
  const out = join(folder, name);
  const env = { ...process.env, NODE_OPTIONS: options };
  execFileSync(node, [join(ROOT, "src/impactlab.js"), "run", "notebooks", "--out", out], { cwd: ROOT, env });
  const names = readdirSync(out).filter((file) => file.endsWith(".ipynb"));
  return Object.fromEntries(names.map((file) => [file, notebookHash(join(out, file))]));
}

test("the notebooks' numbers rest on no last digit of Math, and not on WebAssembly", () => {
  const elsewhere = join(__dirname, "elsewhere.js");
  expect(notebooksOf(process.execPath, "elsewhere", `--require ${elsewhere}`)).toEqual(committedDigest().notebooks);
});

for (const { name, path } of OTHER_NODES) {
  testWith(path, name)(`the notebooks' numbers are the same on ${name}`, () => {
    expect(notebooksOf(path as string, name.replace(/ /g, "-"))).toEqual(committedDigest().notebooks);
  });
}
