/** `npm run docs` as its user runs it: a reference of what src/index.ts exports, without a warning. */
import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { ROOT } from "../support/exported";
import { temporaryFolder } from "../support/temporary-folder";

const folder = temporaryFolder().path;

test("npm run docs writes a page a function from its docstring, without a warning", () => {
  const { status, stdout, stderr } = spawnSync("npm", ["run", "-s", "docs", "--", "--out", folder], {
    cwd: ROOT,
    encoding: "utf8",
  });
  expect(`${stdout}${stderr}`).not.toMatch(/\[(warning|error)\]/);
  expect(status).toBe(0);
  const functions = readdirSync(join(folder, "functions"));
  expect(functions).toEqual(expect.arrayContaining(["allocate.html", "loadEstimates.html", "sweep.html"]));
  expect(functions.length).toBeGreaterThan(40);
  expect(readFileSync(join(folder, "functions/allocate.html"), "utf8")).toContain("Parameters");
});
