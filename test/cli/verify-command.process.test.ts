/**
 * `impactlab verify` on what `impactlab run` wrote, with real kernels; once as a user has it, a process.
 */
import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

import { run as impactlab } from "../support/command";
import { writeNotebook } from "../support/notebook-file";
import { makeProject, type Project } from "../support/project";

const IMPACTLAB = resolve(__dirname, "../../src/impactlab.js");

const before = process.cwd();
let project: Project;

beforeAll(async () => {
  project = makeProject({
    "src/double.ts": "export const double = (x: number): number => 2 * x;\n",
    "data/x.csv": "10\n",
  });
  writeNotebook(join(project.notebooks, "a.ipynb"), [
    { markdown: "# A small one" },
    { code: "/** Scale. */\nconst scale: number = 2;", tags: ["parameters"] },
    'import { readFileSync } from "node:fs";\nimport { double } from "../src/double";\n' +
      'const x = double(Number(readFileSync("../data/x.csv", "utf8"))) * scale;\nconsole.log(`x is ${x}`);',
    '({ data: [{ type: "scatter", y: [x, 2 * x] }], layout: {} })',
  ]);
  process.chdir(project.root);
  const { code, stderr } = await impactlab(["run", "notebooks/a.ipynb", "-p", "scale=3", "--out", "reports"]);
  expect(stderr).toContain("a: done");
  expect(code).toBe(0);
});

afterAll(() => {
  process.chdir(before);
  project.remove();
});

test("impactlab verify REPORT --json says what differs, by how much and why, and exits 1", async () => {
  project.write("data/x.csv", "10.001\n");
  const { code, stdout, stderr } = await impactlab(["verify", "reports/a.ipynb", "--json"]);
  expect(code).toBe(1);
  // The seal is told before anything runs.
  expect(stderr).toMatch(
    /^notebooks\/a\.ipynb: the report is as its run wrote it, by its seal, which is no signature\nnotebooks\/a\.ipynb: cell 2/,
  );
  expect(stderr).toContain("notebooks/a.ipynb: cell 4 of 4");
  const found = JSON.parse(stdout) as { cells: { verdict: string; outputs: object[] }[]; changed: string[] };
  expect(found).toMatchObject({ same: false, edited: false, outcome: null, compared: { cells: 3, numbers: 4 } });
  expect(found.cells.map(({ verdict }) => verdict)).toEqual(["is the same", "differs", "differs"]);
  expect(found.cells[1].outputs).toMatchObject([{ what: "stdout", worst: { was: "60", is: "60.006" } }]);
  const worst = { path: "data[0].y[0]", was: 60, is: 60.006, relative: 0.006 / 60.006 };
  expect(found.cells[2].outputs).toMatchObject([
    { what: "figure", differing: 2, worst: { ...worst, relative: expect.closeTo(worst.relative, 12) as number } },
  ]);
  expect(found.changed).toEqual([expect.stringMatching(/^data\/x\.csv changed: SHA-256 was [0-9a-f]{12}…/)]);
});

test("impactlab verify REPORT --tolerance exits 0 within it; that data and source changed is told, no more", () => {
  project.write("data/x.csv", "10.001\n");
  project.write("src/double.ts", "export const double = (x: number): number => x + x + 0;\n");
  const args = [IMPACTLAB, "verify", "reports/a.report.json", "--tolerance", "1e-3"];
  const { status, stdout } = spawnSync(process.execPath, args, { encoding: "utf8" });
  expect(stdout).toMatch(
    /^notebooks\/a\.ipynb: the same, 3 cells and 4 numbers within 0\.001\nChanged since the report:\n {2}data\/x\.csv /,
  );
  expect(stdout).toContain("  src/double.ts changed: SHA-256 was");
  expect(status).toBe(0);
});

test.each([
  [["notebooks/a.ipynb"], /^impactlab: notebooks\/a\.ipynb must be a notebook that impactlab run wrote, got [^\n]*\n$/],
  [["reports/a.html", "--tolerance", "x"], /^impactlab: --tolerance must be a number, 0 or more, got "x"\n$/],
  [["reports/a.html", "--timeout", "-1"], /^impactlab: --timeout must be a number[^\n]*, 0 or more, got "-1"\n$/],
])("impactlab verify %j is refused in one sentence", async (args, message) => {
  const { code, stdout, stderr } = await impactlab(["verify", ...args]);
  expect(stderr).toMatch(message);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
});
