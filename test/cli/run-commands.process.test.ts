/**
 * `impactlab run` and `impactlab check`, with real kernels: in this process, and each once as a user has
 * it, a process with its exit code and what it leaves.
 */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { parseNotebook, type Notebook } from "../../src/notebook/notebook-document";
import type { RunRecord } from "../../src/notebook/record/run-record";
import { run as impactlab } from "../support/command";
import { writeNotebook } from "../support/notebook-file";
import { makeProject, seen, type Project } from "../support/project";

const IMPACTLAB = resolve(__dirname, "../../src/impactlab.js");
const PARAMETERS = {
  code: '/** Order. @minimum 1 @maximum 1e6 */\nconst size: number = 250;\nconst side: "buy" | "sell" = "buy";',
  tags: ["parameters"],
};
const HEADLINE =
  'display.mime({ "application/vnd.impactlab.headline+json": { numbers: [{ name: "Twice", value: 2 * size }] }, ' +
  '"text/plain": side });';
const GRID = ["-p", "size=1e3,2e3", "-p", "side=sell", "--out", "grid"];

const before = process.cwd();
let project: Project;

beforeAll(() => {
  project = makeProject({});
  writeNotebook(join(project.notebooks, "a.ipynb"), [{ markdown: "# A" }, PARAMETERS, HEADLINE]);
  writeNotebook(join(project.notebooks, "b.ipynb"), ["1", 'throw new Error("b fails")', "2"]);
  writeNotebook(join(project.notebooks, "c.ipynb"), [
    "1",
    'require("node:fs").writeFileSync("begun", ""); while (true);',
    "2",
  ]);
  process.chdir(project.root);
});

afterAll(() => {
  process.chdir(before);
  project.remove();
});

const after = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
const read = (path: string): string => readFileSync(join(project.root, path), "utf8");
const notebook = (path: string): Notebook => parseNotebook(read(path), path);
const report = (path: string): RunRecord => JSON.parse(read(path)) as RunRecord;

describe("impactlab run", () => {
  test("runs a grid and goes on after a notebook that fails: a report each, an index, exit code 1", async () => {
    const { code, stderr, stdout } = await impactlab(["run", "notebooks/b.ipynb", "notebooks/a.ipynb", ...GRID]);
    expect(code).toBe(1);
    expect(stderr).toContain("a-size-1000: cell 2 of 3  /** Order.");
    expect(stderr).toContain("a-size-2000: done\n");
    expect(stderr).toContain("b: cell 2 [2] failed: Error: b fails\n");
    expect(stdout).toBe("grid/index.html\n");
    const names = ["a-size-1000", "a-size-2000", "b"].flatMap((name) =>
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
    const { cells } = notebook("grid/b.ipynb");
    expect(cells.map(({ outputs }) => seen(outputs ?? []))).toEqual(["1", expect.stringContaining("b fails"), ""]);
    expect(cells.map(({ execution_count }) => execution_count)).toEqual([1, 2, null]);
    expect(cells[1].metadata).toEqual({ impactlab: { failed: "error" } });
    expect(read("grid/b.html")).toContain("b fails");
    const failure = { cell: 1, id: "cell-1", kind: "error", ename: "Error", evalue: "b fails" };
    expect(report("grid/b.report.json").failure).toEqual({ ...failure, message: "cell 2 [2] failed: Error: b fails" });
    const index = read("grid/index.html");
    for (const part of ["a-size-1000.html", "a-size-2000.html", "2000", "4000", "Twice"]) expect(index).toContain(part);
    expect(index).not.toContain("kept from");
    // Each leads to the next, in the order asked for.
    const links = (page: string): string[] =>
      [...read(`grid/${page}.html`).matchAll(/<a rel="(\w+)" href="([^"]+)"/g)].map(([, rel, to]) => `${rel} ${to}`);
    expect(links("b")).toEqual(["next a-size-1000.html"]);
    expect(links("a-size-1000")).toEqual(["prev b.html", "next a-size-2000.html"]);
    expect(links("a-size-2000")).toEqual(["prev a-size-1000.html"]);
    expect(index).not.toContain("still to come");
  });

  test("--resume runs what failed, keeps the rest as it is, and says so; --json is one document", async () => {
    const pages = ["1000", "2000"].map((size) => read(`grid/a-size-${size}.html`));
    const args = ["notebooks/b.ipynb", "notebooks/a.ipynb", ...GRID, "--resume", "--json", "--allow-errors"];
    const { code, stderr, stdout } = await impactlab(["run", ...args]);
    expect(stderr).toContain("a-size-1000: kept, nothing has changed\n");
    expect(stderr).toContain("b: done\n");
    expect(stderr).not.toMatch(/^a-size-\d+: cell/m);
    expect(code).toBe(0);
    expect(["1000", "2000"].map((size) => read(`grid/a-size-${size}.html`))).toEqual(pages);
    const outputs = notebook("grid/b.ipynb").cells.map((cell) => seen(cell.outputs ?? []));
    expect(outputs).toEqual(["1", expect.stringContaining("b fails"), "2"]);
    expect(read("grid/index.html").match(/kept from/g)).toHaveLength(2);
    const runs = JSON.parse(stdout) as object[];
    expect(runs).toHaveLength(3);
    const { started, cells } = report("grid/a-size-2000.report.json").provenance.times;
    expect(runs[2]).toEqual({
      name: "a-size-2000",
      source: "notebooks/a.ipynb",
      title: "A",
      kept: true,
      files: ["ipynb", "report.json", "html"].map((end) => `grid/a-size-2000.${end}`),
      parameters: { size: 2000, side: "sell" },
      failure: null,
      headline: [{ name: "Twice", value: 4000 }],
      written: [],
      started,
      milliseconds: { total: expect.any(Number) as number, cells },
    });
    expect(runs[0]).toMatchObject({ name: "b", kept: false, failure: null, headline: [], parameters: {} });
  });

  test.each([
    [
      ["notebooks/a.ipynb", "-p", "sise=1"],
      '-p sise must be a parameter that the notebook declares; did you mean size?, got "sise"',
    ],
    [["notebooks/a.ipynb", "--timeout", "soon"], '--timeout must be a number of seconds, 0 or more, got "soon"'],
    [["notebooks/a.ipynb", "--jobs", "0"], '--jobs must be a whole number, 1 or more, got "0"'],
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
  ])("%j is refused in one sentence before anything runs: %s", async (args, message) => {
    mkdirSync(join(project.root, "taken/a.ipynb"), { recursive: true });
    expect(await impactlab(["run", ...args])).toEqual({ code: 2, stdout: "", stderr: `impactlab: ${message}\n` });
    expect(existsSync(join(project.root, "reports"))).toBe(false);
  });

  test("Ctrl-C keeps what ran, in notebook, report and an index that was there before, and exits 130", async () => {
    const args = ["run", "notebooks/a.ipynb", "notebooks/c.ipynb", ...GRID, "--resume", "--jobs", "1"];
    const child = spawn(process.execPath, [IMPACTLAB, ...args], {
      cwd: project.root,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const [stdout, stderr] = [text(child.stdout), text(child.stderr)];
    while (!existsSync(join(project.notebooks, "begun")) && child.exitCode === null) await after(20);
    // What has ended by then is in the index already, and that more will come.
    const index = read("grid/index.html");
    expect(index.match(/kept from/g)).toHaveLength(2);
    expect(index).toContain("1 still to come");
    child.kill("SIGINT");
    expect(await once(child, "exit")).toEqual([130, null]);
    expect(await stdout).toBe("grid/index.html\n");
    expect(await stderr).toContain("c: cell 2 of 3");
    expect(notebook("grid/c.ipynb").cells.map(({ outputs }) => seen(outputs ?? []))).toEqual([
      "1",
      expect.stringMatching(/Interrupted: the run was stopped/),
      "",
    ]);
    const { failure } = report("grid/c.report.json");
    const evalue = "the run was stopped while this cell ran, which was interrupted";
    expect(failure).toMatchObject({ cell: 1, kind: "interrupted", evalue });
    expect(read("grid/c.html")).toContain("the run was stopped");
    expect(read("grid/index.html")).toContain("the run was stopped");
    expect(read("grid/index.html")).not.toContain("still to come");
  });

  test.each([
    ["SIGTERM", [143, null]],
    ["SIGHUP", [null, "SIGHUP"]],
  ] as const)("so does %s, as of a time limit or a closed terminal, and nothing is left", async (by, end) => {
    rmSync(join(project.notebooks, "begun"), { force: true });
    const TMPDIR = join(project.root, by);
    mkdirSync(TMPDIR);
    const args = ["run", "notebooks/c.ipynb", "--out", `${by}-out`, "--no-html", "--no-stills"];
    const child = spawn(process.execPath, [IMPACTLAB, ...args], {
      cwd: project.root,
      env: { ...process.env, TMPDIR },
      stdio: ["ignore", "ignore", "pipe"],
    });
    // Nor does it matter that nobody reads any more what is said.
    child.stderr.once("data", () => child.stderr.destroy());
    while (!existsSync(join(project.notebooks, "begun")) && child.exitCode === null) await after(20);
    child.kill(by);
    expect(await once(child, "exit")).toEqual(end);
    expect(report(`${by}-out/c.report.json`).failure).toMatchObject({ cell: 1, kind: "interrupted" });
    expect(readdirSync(TMPDIR).filter((name) => name.startsWith("impactlab"))).toEqual([]);
  });
});

describe("impactlab check", () => {
  const CELLS = [
    { markdown: "text" },
    'import { twice, trice } from "../src";\nconst n: number = twice("a");',
    "// uses what failed\nconst m = n + trice;",
    "await m.missing;\nthrow twice(nowhere);",
  ];

  test("says notebook, cell and line of every type error, and exits 1", () => {
    project.write("src/index.ts", "export const twice = (n: number): number => 2 * n;\n");
    writeNotebook(join(project.notebooks, "d.ipynb"), CELLS);
    const args = ["check", "notebooks/d.ipynb", "notebooks/a.ipynb"];
    const { status, stdout } = spawnSync(process.execPath, [IMPACTLAB, ...args], {
      cwd: project.root,
      encoding: "utf8",
    });
    expect(status).toBe(1);
    expect(stdout).toMatch(/^notebooks\/d\.ipynb, cell 2, line 1, column 17: TS2724 .*Did you mean 'twice'/m);
    expect(stdout).toMatch(/^notebooks\/d\.ipynb, cell 2, line 2, column 25: TS2345 /m);
    expect(stdout).toMatch(/^notebooks\/d\.ipynb, cell 4, line 2, column 13: TS2304 Cannot find name 'nowhere'/m);
    expect(stdout).not.toContain("cell 3");
    expect(stdout).toContain("notebooks/d.ipynb: 3 cells, 3 errors\n");
    expect(stdout).toContain("notebooks/a.ipynb: 2 cells, no type errors\n");
  });

  test("exits 0 for sound cells, honours the tags and runs nothing; then follows an edit of the source", async () => {
    project.write("src/index.ts", "export const twice = (text: string): string => text + text;\n");
    writeNotebook(join(project.notebooks, "e.ipynb"), [
      'import { twice } from "../src"; require("node:fs").writeFileSync("ran", ""); twice("a")',
      { code: "twice(1)", tags: ["raises-exception"] },
      { code: "twice(2)", tags: ["skip-execution"] },
    ]);
    const sound = await impactlab(["check", "notebooks/e.ipynb"]);
    expect(sound).toEqual({ code: 0, stdout: "notebooks/e.ipynb: 2 cells, no type errors\n", stderr: "" });
    project.write("src/index.ts", "export const twice = (n: number): number => 2 * n;\n");
    const { code, stdout } = await impactlab(["check", "notebooks/e.ipynb", "--json"]);
    expect(code).toBe(1);
    const message = expect.stringMatching(/^notebooks\/e\.ipynb, cell 1, line 1, column 84: TS2345 /) as string;
    const lines = expect.arrayContaining([expect.stringContaining('twice("a")')]) as string[];
    expect(JSON.parse(stdout)).toEqual([
      { path: "notebooks/e.ipynb", cells: 2, problems: [{ cell: 1, message, lines }] },
    ]);
    expect(existsSync(join(project.notebooks, "ran"))).toBe(false);
  });
});
