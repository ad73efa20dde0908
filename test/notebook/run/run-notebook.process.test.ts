/**
 * Notebooks in real kernels: what a run records, and every way a cell can end.
 */
import { createHash } from "node:crypto";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";

import { formatNotebook, type Cell } from "../../../src/notebook/notebook-document";
import { runNotebook, type RunOptions } from "../../../src/notebook/run/run-notebook";
import type { RunRecord } from "../../../src/notebook/record/run-record";
import { writeNotebook, type CellInput } from "../../support/notebook-file";
import { makeProject, seen, type Project } from "../../support/project";

const SHOUT =
  'import { mark } from "./words/mark";\nexport const shout = (word: string): string => word.toUpperCase() + mark;\n';

let project: Project;
let count = 0;

beforeAll(() => {
  project = makeProject({
    "package.json": '{ "dependencies": { "mathjs": "*", "not-there": "*" } }',
    "src/index.ts": 'export { shout } from "./shout";\n',
    "src/shout.ts": SHOUT,
    "src/words/mark.ts": 'export const mark = "!";\n',
    "src/unused.ts": "export {};\n",
    "data/numbers.csv": "a\n1\n",
    "data/limits.json": '{ "max": 3 }',
    "data/unread.csv": "a\n",
  });
});

afterAll(() => project.remove());

const run = (cells: readonly CellInput[], options: Partial<RunOptions> = {}): Promise<RunRecord> => {
  const path = writeNotebook(join(project.notebooks, `run-${++count}.ipynb`), cells);
  return runNotebook({ path, ...options });
};
const shown = (cell: Cell): string => seen(cell.outputs ?? []);
const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

describe("a run that ends well", () => {
  const CELLS: CellInput[] = [
    { markdown: "# A title\n\ntext" },
    {
      code: "/** How loud. @minimum 1 @unit dB */\nconst level: number = 2;\nconst seed: number = 7;",
      tags: ["parameters"],
    },
    'import { shout } from "../src"; import { readFileSync, writeFileSync } from "node:fs";',
    'import limits from "../data/limits.json"; shout("a".repeat(Math.min(level, limits.max)))',
    `const own = new URL("file:///${join("/tmp", "impactlab-own.csv")}"); writeFileSync(own, "b"); readFileSync(own, "utf8") + readFileSync("../data/numbers.csv", "utf8")`,
    'const numbers = [{ name: "Loudness", value: level, unit: "dB" }]; ' +
      'display.mime({ "application/vnd.impactlab.headline+json": { numbers }, "text/plain": "" });',
    "  ",
    { code: "throw new Error('not run')", tags: ["skip-execution"] },
  ];
  let record: RunRecord;

  beforeAll(async () => {
    project.write("notebooks/.gitkeep", "");
    for (const args of [
      ["init", "-q"],
      ["add", "src"],
      ["-c", "user.name=t", "-c", "user.email=t@t", "commit", "-qm", "x"],
    ]) {
      execFileSync("git", ["-C", project.root, ...args]);
    }
    record = await run(CELLS, { parameters: { level: 3 }, tolerances: { gap: 1e-12 } });
  });

  test("puts the given parameters in the place of their defaults, and only those", () => {
    const { cells } = record.notebook;
    expect(cells[1].source).toMatch(/const level: number = 3;\nconst seed: number = 7;$/);
    expect(shown(cells[3])).toBe("'AAA!'");
    expect(record.parameters).toEqual([
      {
        name: "level",
        type: "number",
        value: 3,
        default: 2,
        given: true,
        description: "How loud.",
        minimum: 1,
        unit: "dB",
      },
      { name: "seed", type: "number", value: 7, default: 7, given: false, description: "" },
    ]);
  });

  test("numbers cells as they ran, and leaves empty ones and those tagged skip-execution alone", () => {
    expect(record.notebook.cells.map(({ execution_count }) => execution_count)).toEqual([
      undefined,
      1,
      2,
      3,
      4,
      5,
      null,
      null,
    ]);
    expect(record.notebook.metadata.language_info).toMatchObject({ name: "typescript", file_extension: ".ts" });
  });

  test("records title, source, headline numbers and no failure", () => {
    expect(record).toMatchObject({ title: "A title", source: `notebooks/run-${count}.ipynb`, failure: null });
    expect(record.headline).toEqual([{ name: "Loudness", value: 3, unit: "dB" }]);
  });

  test("records the data files the cells read, with their hashes: not code, not what the notebook wrote", () => {
    expect(record.provenance.data).toEqual([
      { path: "data/limits.json", bytes: 12, sha256: sha256('{ "max": 3 }') },
      { path: "data/numbers.csv", bytes: 4, sha256: sha256("a\n1\n") },
    ]);
  });

  test("records the closure of the source it imports, commit, packages, Node, seeds, tolerances and times", () => {
    const { code, git, packages, node, seeds, tolerances, times } = record.provenance;
    expect(code.files.map(({ path }) => path)).toEqual([
      "data/limits.json",
      "src/index.ts",
      "src/shout.ts",
      "src/words/mark.ts",
    ]);
    expect(code.files[2].sha256).toBe(sha256(SHOUT));
    expect(code.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(git).toEqual({
      commit: execFileSync("git", ["-C", project.root, "rev-parse", "HEAD"], { encoding: "utf8" }).trim(),
      dirty: true,
    });
    expect(packages).toEqual({ mathjs: expect.stringMatching(/^\d+\.\d+/) as string });
    expect({ node, seeds, tolerances }).toEqual({
      node: process.version,
      seeds: { seed: 7 },
      tolerances: { gap: 1e-12 },
    });
    expect(times.cells.map((time) => time !== null)).toEqual([false, true, true, true, true, true, false, false]);
    expect(record.notebook.metadata.impactlab).toMatchObject({
      parameters: { level: 3, seed: 7 },
      failure: null,
      times,
    });
  });

  test("is the same to the byte apart from the times, when the notebook that it wrote is run itself", async () => {
    const timeless = ({ notebook, ...rest }: RunRecord): string => {
      const impactlab = { ...(notebook.metadata.impactlab as object), times: null };
      const provenance = { ...rest.provenance, times: null };
      return (
        formatNotebook({ ...notebook, metadata: { ...notebook.metadata, impactlab } }) +
        JSON.stringify({ ...rest, provenance })
      );
    };
    const path = join(project.notebooks, `run-${count}.ipynb`);
    project.write(`notebooks/run-${count}.ipynb`, formatNotebook(record.notebook));
    const again = await runNotebook({ path, parameters: { level: 3 }, tolerances: { gap: 1e-12 } });
    expect(timeless(again)).toBe(timeless(record));
    // The control: one output that is another is seen.
    const other = structuredClone(record);
    other.notebook.cells[3].outputs = again.notebook.cells[4].outputs;
    expect(timeless(other)).not.toBe(timeless(record));
  });
});

describe("a cell that fails", () => {
  test("late, by a promise of the last cell, fails that cell; one tagged raises-exception is passed over", async () => {
    const { failure, notebook } = await run([
      { code: 'throw new Error("expected")', tags: ["raises-exception"] },
      'setTimeout(() => { throw new Error("late"); }, 0); ' +
        'for (const end = Date.now() + 50; Date.now() < end; ); "shown"',
    ]);
    expect(failure).toMatchObject({ cell: 1, kind: "error", evalue: "late" });
    expect(shown(notebook.cells[0])).toContain("Error: expected");
    expect(shown(notebook.cells[1])).toMatch(/^'shown'\n[^]*Error: late/);
  });

  test("late, while others run or after them all, fails that cell and no other, the same in every run", async () => {
    const cells = [
      'setTimeout(() => { console.log("late"); throw new Error("first"); }, 100); 0',
      '(async () => { await new Promise((r) => setTimeout(r, 600)); throw new Error("second"); })(); 0',
      'await new Promise((r) => setTimeout(r, 250)); "between"',
      '"last"',
    ];
    const [one, two] = [await run(cells), await run(cells)];
    expect(one.failure).toMatchObject({ cell: 0, kind: "error", evalue: "first" });
    const seen = one.notebook.cells.map(shown);
    expect(seen[0]).toMatch(/^0\nlate\n[^]*Error: first/);
    expect(seen[1]).toMatch(/^0\n[^]*Error: second/);
    expect(seen.slice(2)).toEqual(["'between'", "'last'"]);
    expect(two.failure).toEqual(one.failure);
    expect(two.notebook.cells.map(shown)).toEqual(seen);
  });

  test("is passed over with allowErrors, its error shown; a kernel's death is not", async () => {
    const death = 'require("node:child_process").execSync(`kill -9 ${process.pid}`)';
    const { failure, notebook } = await run(['throw new Error("allowed")', '"after"', death, "never"], {
      allowErrors: true,
    });
    expect(notebook.cells.slice(0, 2).map(shown)).toEqual([expect.stringContaining("Error: allowed"), "'after'"]);
    const message = expect.stringContaining("cell 3 failed: the kernel died") as string;
    expect(failure).toMatchObject({ cell: 2, kind: "kernel-died", message });
  });

  test("because no kernel comes up for it says so", async () => {
    vi.stubEnv("NODE_OPTIONS", "--no-such-option");
    const { failure, notebook } = await run([{ markdown: "# Title" }, "1"]).finally(() => vi.unstubAllEnvs());
    expect(failure).toMatchObject({
      cell: 1,
      kind: "kernel-died",
      evalue: "the kernel did not start: the kernel ended (exit code 9)",
    });
    expect(shown(notebook.cells[1])).toContain("KernelDied: the kernel did not start");
  });
});

test("what is wrong with file or parameters is said before a kernel starts", async () => {
  const cells = [{ code: "/** @maximum 2 */ const level: number = 1;", tags: ["parameters"] }];
  await expect(run(cells, { parameters: { level: 3 } })).rejects.toThrow("level must be at most 2, got 3");
  await expect(runNotebook({ path: join(project.root, "none.ipynb") })).rejects.toThrow(
    'must be a notebook file that can be read, got "ENOENT"',
  );
});

test("an output folder that cannot be put in its place costs the run no record", async () => {
  const told: unknown[] = [];
  const write = 'require("node:fs").writeFileSync(process.env.IMPACTLAB_OUTPUT + "/a.csv", ""); 7';
  const { notebook } = await run([write], { output: "/proc/a-files", onUnplaced: (error) => told.push(error) });
  expect([notebook.cells.map(shown), told]).toEqual([["7"], [expect.any(Error)]]);
});

describe("a run whose cells are checked before any runs", () => {
  const RAN = 'require("node:fs").writeFileSync("ran", "");';
  const ran = (): boolean => existsSync(join(project.notebooks, "ran"));
  const WRONG = [RAN, "const n: number = 'a';", "const next: string = n; nowhere"];

  test("ends where a cell does not pass, with nothing run and every error shown", async () => {
    const { failure, notebook, provenance } = await run(WRONG, { check: true });
    expect(ran()).toBe(false);
    expect(failure).toMatchObject({ cell: 1, kind: "error", ename: "TypeScriptError" });
    expect(failure?.message).toBe(
      "cell 2 [2] does not pass the type check, so that none was run: TypeScriptError: " +
        "Cell [2], line 1, column 7: TS2322 Type 'string' is not assignable to type 'number'.",
    );
    expect(notebook.cells.map((cell) => cell.outputs?.length)).toEqual([0, 1, 1]);
    // What the wrong cell declares is not held against the next.
    expect(shown(notebook.cells[2])).toContain("Cell [3], line 1, column 25: TS2304 Cannot find name 'nowhere'.");
    expect(shown(notebook.cells[2])).not.toContain("TS2322");
    expect(provenance.times.cells).toEqual([null, null, null]);
  });

  test("says by the number of its error which cell it is, where Markdown stands among the cells", async () => {
    const cells = ["1", { markdown: "# Two" }, "const n: number = 'a';"];
    const { failure } = await run(cells, { check: true });
    expect(failure?.message).toMatch(/^cell 3 \[2\] does not pass the type check, .* Cell \[2\], line 1/);
  });

  test("runs up to that cell where it is not asked to check, or to go on after errors", async () => {
    for (const options of [{}, { check: true, allowErrors: true }]) {
      const { notebook } = await run(WRONG, options);
      expect(ran()).toBe(true);
      expect(shown(notebook.cells[1])).toContain("TS2322");
      rmSync(join(project.notebooks, "ran"));
    }
  });

  test("takes tags and files that an earlier cell writes into account", async () => {
    const { failure, notebook } = await run(
      [
        'import { shout } from "../src"; const loud: string = shout("a");',
        { code: "const n: number = 'a';", tags: ["raises-exception"] },
        'require("node:fs").writeFileSync("made.ts", "export const made = 1;")',
        'import { made } from "./made"; `${made} ${loud}`',
      ],
      { check: true },
    );
    expect(failure).toBe(null);
    expect(shown(notebook.cells[3])).toBe("'1 A!'");
  });
});

test("a run has an output folder of its own, put in place of an earlier one, and records what it wrote", async () => {
  const output = join(project.notebooks, "kept-files");
  const cells = (text: string): string[] => [
    'import { writeFileSync } from "node:fs"; const own = process.env.IMPACTLAB_OUTPUT as string;',
    `writeFileSync(own + "/orders.csv", ${JSON.stringify(text)}); writeFileSync("../data/made.csv", "z");`,
  ];
  const first = await run(cells("a,b\n"), { output });
  expect(first.failure).toBeNull();
  expect(first.provenance.written).toEqual([
    { path: "data/made.csv", sha256: sha256("z"), bytes: 1 },
    { path: "output/orders.csv", sha256: sha256("a,b\n"), bytes: 4 },
  ]);
  expect(readFileSync(join(output, "orders.csv"), "utf8")).toBe("a,b\n");
  const second = await run(cells("c\n"), { output });
  expect(second.provenance.written?.[1].sha256).toBe(sha256("c\n"));
  expect(readFileSync(join(output, "orders.csv"), "utf8")).toBe("c\n");
  // Without a place for it, as of verify, it is hashed and gone.
  rmSync(output, { recursive: true });
  const third = await run(["1 + 1"], {});
  expect([third.provenance.written, existsSync(output)]).toEqual([undefined, false]);
});
