/**
 * `impactlab run` and `impactlab check` as a user has them: a process, its exit code, what it leaves.
 */
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { parseNotebook, type Notebook } from "../../src/notebook/notebook-document";
import type { RunRecord } from "../../src/notebook/record/run-record";
import { writeNotebook } from "../support/notebook-file";
import { makeProject, seen, type Project } from "../support/project";

const IMPACTLAB = resolve(__dirname, "../../src/impactlab.js");
const PARAMETERS = {
  code: '/** Order. @minimum 1 @maximum 1e6 */\nconst size: number = 250;\nconst side: "buy" | "sell" = "buy";',
  tags: ["parameters"],
};
const HEADLINE =
  'display.mime({ "application/vnd.impactlab.headline+json": { numbers: [{ name: "Twice", value: 2 * size }] }, "text/plain": side });';

let project: Project;

beforeAll(() => {
  project = makeProject({});
  writeNotebook(join(project.notebooks, "a.ipynb"), [{ markdown: "# A" }, PARAMETERS, HEADLINE]);
  writeNotebook(join(project.notebooks, "b.ipynb"), ["1", 'throw new Error("b fails")', "2"]);
  writeNotebook(join(project.notebooks, "c.ipynb"), ["1", 'console.log("before"); while (true);', "2"]);
});

afterAll(() => project.remove());

const impactlab = (...args: string[]) =>
  spawnSync(process.execPath, [IMPACTLAB, ...args], { cwd: project.root, encoding: "utf8" });
const notebook = (path: string): Notebook => parseNotebook(readFileSync(join(project.root, path), "utf8"), path);
const report = (path: string): RunRecord => JSON.parse(readFileSync(join(project.root, path), "utf8")) as RunRecord;

describe("impactlab run", () => {
  test("runs a grid of parameters, one report each and an index that compares them", () => {
    const { status, stderr, stdout } = impactlab(
      "run",
      "notebooks/a.ipynb",
      "-p",
      "size=1e3,2e3",
      "-p",
      "side=sell",
      "--out",
      "grid",
    );
    expect(stderr).toContain("a-size-1000: cell 2 of 4  /** Order.");
    expect(stdout).toBe("grid/index.html\n");
    expect(status).toBe(0);
    const names = ["a-size-1000", "a-size-2000"].flatMap((name) =>
      [".html", ".ipynb", ".report.json"].map((end) => name + end),
    );
    expect(readdirSync(join(project.root, "grid")).sort()).toEqual([...names, "index.html"].sort());
    const [first, second] = ["1000", "2000"].map((size) => report(`grid/a-size-${size}.report.json`));
    expect([first.headline, second.headline]).toEqual([
      [{ name: "Twice", value: 2000 }],
      [{ name: "Twice", value: 4000 }],
    ]);
    expect(first.parameters.map(({ name, value, given }) => [name, value, given])).toEqual([
      ["size", 1000, true],
      ["side", "sell", true],
    ]);
    expect(first.provenance.tolerances).toEqual({ feasibility: 1e-12, stationarity: 1e-9, dualityGap: 1e-12 });
    const index = readFileSync(join(project.root, "grid/index.html"), "utf8");
    for (const text of ["a-size-1000.html", "a-size-2000.html", "2000", "4000", "Twice"]) expect(index).toContain(text);
  });

  test("goes on to the next notebook after one that fails, keeps what ran, says which cell, exits 1", () => {
    const { status, stderr } = impactlab(
      "run",
      "notebooks/a.ipynb",
      "notebooks/b.ipynb",
      "--out",
      "both",
      "--jobs",
      "1",
    );
    expect(status).toBe(1);
    expect(stderr).toContain("a: done\n");
    expect(stderr).toContain("b: cell 2 [2] failed: Error: b fails\n");
    expect(notebook("both/b.ipynb").cells.map(({ outputs }) => seen(outputs ?? []))).toEqual([
      "1",
      expect.stringContaining("b fails"),
      "",
    ]);
    expect(readFileSync(join(project.root, "both/b.html"), "utf8")).toContain("b fails");
    expect(report("both/b.report.json").failure).toMatchObject({ cell: 1, kind: "error" });
    expect(impactlab("run", "notebooks/b.ipynb", "--out", "both", "--allow-errors", "--no-html").status).toBe(0);
  });

  test("leaves the same files whatever the number of jobs, and takes a folder", () => {
    mkdirSync(join(project.root, "deep"), { recursive: true });
    for (const name of ["x", "y"]) writeNotebook(join(project.root, `deep/${name}.ipynb`), [PARAMETERS, HEADLINE]);
    const read = (jobs: string): string[] => {
      expect(impactlab("run", "deep", "--out", `jobs-${jobs}`, "--jobs", jobs, "--no-html").status).toBe(0);
      const folder = join(project.root, `jobs-${jobs}`);
      return readdirSync(folder).map(
        (name) => name + readFileSync(join(folder, name), "utf8").replace(/"times": \{[^}]*\}/g, ""),
      );
    };
    const [one, two] = [read("1"), read("2")];
    expect(one).toHaveLength(4);
    expect(two).toEqual(one);
  });

  test.each([
    [
      ["notebooks/a.ipynb", "-p", "sise=1"],
      '-p sise must be a parameter that the notebook declares; did you mean size?, got "sise"',
    ],
    [["notebooks/a.ipynb", "--timeout", "soon"], '--timeout must be a number of seconds, 0 or more, got "soon"'],
    [
      ["notebooks/a.ipynb", "--out", "/proc/self"],
      '--out must be a folder that may be written to (ENOENT), got "/proc/self"',
    ],
    [
      ["notebooks/a.ipynb", "--out", "taken"],
      '--out must have room for a file, and a.ipynb is a folder there, got "taken"',
    ],
    [
      ["notebooks/a.ipynb", "--out", "package.json"],
      '--out must be a folder, or one that can be made (EEXIST), got "package.json"',
    ],
  ])("%j is refused in one sentence before anything runs: %s", (args, message) => {
    mkdirSync(join(project.root, "taken/a.ipynb"), { recursive: true });
    const { status, stderr } = impactlab("run", ...args);
    expect(stderr).toBe(`impactlab: ${message}\n`);
    expect(status).toBe(2);
    expect(existsSync(join(project.root, "reports"))).toBe(false);
  });

  test("Ctrl-C keeps what ran, in notebook and report, and exits 130", async () => {
    const child = start("run", "notebooks/c.ipynb", "--out", "stopped");
    await said(child, "c: cell 2 of 3");
    await new Promise((resolve) => setTimeout(resolve, 1500));
    child.kill("SIGINT");
    expect(await once(child, "exit")).toEqual([130, null]);
    expect(notebook("stopped/c.ipynb").cells.map(({ outputs }) => seen(outputs ?? []))).toEqual([
      "1",
      expect.stringMatching(/Interrupted: the run was stopped/),
      "",
    ]);
    expect(report("stopped/c.report.json").failure).toMatchObject({ cell: 1, kind: "interrupted" });
    expect(readFileSync(join(project.root, "stopped/c.html"), "utf8")).toContain("the run was stopped");
  });

  test("killed while it writes, it leaves the old file or the new one, whole", async () => {
    const out = join(project.root, "killed");
    const file = join(out, "large.ipynb");
    writeNotebook(join(project.notebooks, "large.ipynb"), [
      'for (let i = 0; i < 40; i++) display.mime({ "text/plain": "0123456789\\n".repeat(1e5) })',
    ]);
    mkdirSync(out);
    writeFileSync(file, "old");
    const child = start("run", "notebooks/large.ipynb", "--out", "killed", "--no-html");
    const part = (): string | undefined => readdirSync(out).find((name) => /^\.large\.ipynb\.\d+\.part$/.test(name));
    while (part() === undefined && child.exitCode === null) await new Promise(setImmediate);
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(part()).toBeDefined(); // the kill came in the middle
    expect(readFileSync(file, "utf8")).toBe("old");
    expect(impactlab("run", "notebooks/large.ipynb", "--out", "killed", "--no-html").status).toBe(0);
    expect(notebook("killed/large.ipynb").cells[0].outputs).toHaveLength(40);
  });
});

describe("impactlab check", () => {
  test("says notebook, cell and line of every type error, and exits 1; a sound one exits 0", () => {
    project.write("src/index.ts", "export const twice = (n: number): number => 2 * n;\n");
    const cells = [
      'import { twice, trice } from "../src";\nconst n: number = twice("a");',
      "// uses what failed\nconst m = n + trice;",
      "await m.missing;\nthrow twice(nowhere);",
    ];
    writeNotebook(join(project.notebooks, "d.ipynb"), [{ markdown: "text" }, ...cells]);
    const wrong = impactlab("check", "notebooks/d.ipynb", "notebooks/a.ipynb");
    expect(wrong.status).toBe(1);
    expect(wrong.stdout).toMatch(/^notebooks\/d\.ipynb, cell 2, line 1, column 17: TS2724 .*Did you mean 'twice'/m);
    expect(wrong.stdout).toMatch(/^notebooks\/d\.ipynb, cell 2, line 2, column 25: TS2345 /m);
    expect(wrong.stdout).toMatch(/^notebooks\/d\.ipynb, cell 4, line 2, column 13: TS2304 Cannot find name 'nowhere'/m);
    expect(wrong.stdout).not.toContain("cell 3");
    expect(wrong.stdout).toContain("notebooks/d.ipynb: 3 cells, 3 errors\n");
    expect(wrong.stdout).toContain("notebooks/a.ipynb: 2 cells, no type errors\n");
    expect(impactlab("check", "notebooks/a.ipynb")).toMatchObject({ status: 0, stderr: "" });
  });

  test("follows an edit of the source, honours the tags, and runs nothing", () => {
    project.write("src/index.ts", "export const twice = (text: string): string => text + text;\n");
    writeNotebook(join(project.notebooks, "e.ipynb"), [
      'import { twice } from "../src"; require("node:fs").writeFileSync("ran", ""); twice("a")',
      { code: "twice(1)", tags: ["raises-exception"] },
      { code: "twice(2)", tags: ["skip-execution"] },
    ]);
    expect(impactlab("check", "notebooks/e.ipynb").status).toBe(0);
    project.write("src/index.ts", "export const twice = (n: number): number => 2 * n;\n");
    expect(impactlab("check", "notebooks/e.ipynb").status).toBe(1);
    expect(existsSync(join(project.notebooks, "ran"))).toBe(false);
  });
});

function start(...args: string[]): ChildProcess {
  return spawn(process.execPath, [IMPACTLAB, ...args], { cwd: project.root, stdio: ["ignore", "ignore", "pipe"] });
}

async function said(child: ChildProcess, text: string): Promise<void> {
  let all = "";
  while (!all.includes(text))
    all += String(((await once(child.stderr as NodeJS.ReadableStream, "data")) as [Buffer])[0]);
}
