import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { differs, formatVerification } from "../../../src/notebook/verify/format-verification";
import { formatNotebook } from "../../../src/notebook/notebook-document";
import { readReport } from "../../../src/notebook/verify/read-report";
import { storedCells } from "../../../src/notebook/report/embedded-run";
import { renderReport } from "../../../src/notebook/report/render-report";
import { reportJson } from "../../../src/notebook/report/report-json";
import type { RunRecord } from "../../../src/notebook/record/run-record";
import { compareRuns } from "../../../src/notebook/verify/verify";
import { makeProject, type Project } from "../../support/project";
import { code, error, markdown, mime, recordOf, shown, stream } from "../../support/run-records";

const TIGHT = { relative: 1e-9, absolute: 0 };
const figure = { data: [{ type: "scatter", y: [1, 2, 3], name: "</script>" }], layout: {} };
const parameters = [
  { name: "size", type: "number", value: 7, default: 1, given: true, description: "" },
  { name: "side", type: "string", value: "buy", default: "buy", given: false, description: "" },
];

/** A record as the runner leaves it, with what it puts into the notebook's metadata. */
function run(cells: Parameters<typeof recordOf>[0], changes: Partial<RunRecord> = {}): RunRecord {
  const record = recordOf(cells, { parameters, ...changes });
  const { source, failure, provenance } = record;
  record.notebook.metadata.impactlab = {
    source,
    parameters: { size: 7, side: "buy" },
    failure,
    times: provenance.times,
  };
  return record;
}

const CELLS = [
  markdown("# T"),
  { ...code("const size: number = 7;"), metadata: { tags: ["injected-parameters"] } },
  code("a", stream("stdout", "cost 3119\n"), shown(figure), mime({ "image/png": "iVBO" })),
  code("b", error("E", "v", "at line 1")),
];

describe("readReport(path)", () => {
  let folder: string;
  const record = run(CELLS);
  const { git, data, code: closure, packages, node, seeds, tolerances } = record.provenance;
  const provenance = { git, data, code: closure, packages, node, seeds, tolerances };
  const file = (name: string): string => join(folder, name);

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "impactlab-verify-"));
    writeFileSync(file("a.html"), renderReport(record));
    writeFileSync(file("a.ipynb"), formatNotebook(record.notebook));
    writeFileSync(file("a.report.json"), reportJson(record));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each(["a.html", "a.ipynb", "a.report.json"])("finds in %s the run that was written", (name) => {
    const stored = readReport(file(name));
    expect(stored).toMatchObject({ source: record.source, failure: null, provenance });
    expect(stored.parameters.map(({ name: parameter, value, given }) => [parameter, value, given]).sort()).toEqual([
      ["side", "buy", false],
      ["size", 7, true],
    ]);
    expect(differs(compareRuns(stored, record, TIGHT))).toBe(false);
    expect(compareRuns(stored, record, TIGHT)).toMatchObject({ compared: { cells: 3 }, changed: [] });
    // The control: every cell's outputs are there to differ.
    const emptied = {
      ...record,
      notebook: { ...record.notebook, cells: record.notebook.cells.map((cell) => ({ ...cell, outputs: [] })) },
    };
    const verdicts = compareRuns(stored, emptied, TIGHT).cells.map(({ verdict }) => verdict);
    expect(verdicts).toEqual(["is the same", "differs", "differs"]);
  });

  test("in a page alone finds all it needs: the files beside it may be gone", () => {
    const alone = file("alone.html");
    writeFileSync(alone, readFileSync(file("a.html")));
    expect(differs(compareRuns(readReport(alone), record, TIGHT))).toBe(false);
  });

  test.each([
    ["a number it shows", (html: string) => html.replace("cost 3119", "cost 3009")],
    ["prose", (html: string) => html.replace("<h1>T</h1>", "<h1>U</h1>")],
    [
      "a time that hides more than a time",
      (html: string) => html.replace("cost 3119", "cost <time datetime=''>3009</time>"),
    ],
    ["its script", (html: string) => html.replace('"use strict"', '"use  strict"')],
    ["the seal itself, taken away", (html: string) => html.replace(/<meta name="impactlab-seal"[^>]*>/, "")],
  ])("finds a page edited in %s, which is a difference", (_what, edit) => {
    const html = readFileSync(file("a.html"), "utf8");
    expect(edit(html)).not.toBe(html);
    writeFileSync(file("edited.html"), edit(html));
    const found = compareRuns(readReport(file("edited.html")), record, TIGHT);
    expect(found.cells.map(({ verdict }) => verdict)).toEqual(Array(3).fill("is the same"));
    expect(found.edited).toBe(true);
    expect(differs(found)).toBe(true);
    expect(formatVerification(found, TIGHT)).toContain("the report was edited after its run");
  });

  test("takes a page whose line ends or times alone are others for the same", () => {
    const html = readFileSync(file("a.html"), "utf8");
    for (const text of [
      html.replace(/\n/g, "\r\n"),
      html.replace(/(<time datetime=")[^"]*(">)[^<]*/g, "$12027-01-01T00:00:00.000Z$22027"),
    ]) {
      expect(text).not.toBe(html);
      writeFileSync(file("later.html"), text);
      expect(readReport(file("later.html")).edited).toBe(false);
    }
  });

  test("finds a .report.json edited whose headline is not the notebook's", () => {
    writeFileSync(file("c.ipynb"), formatNotebook(record.notebook));
    writeFileSync(file("c.report.json"), reportJson({ ...record, headline: [{ name: "Cost", value: 1 }] }));
    expect(readReport(file("c.report.json")).edited).toBe(true);
    expect(readReport(file("a.report.json")).edited).toBe(false);
  });

  test.each([
    ["a page of something else", "other.html", "<!doctype html><p>x</p>", "must be a page that impactlab run wrote"],
    ["text", "x.txt", "hello", "must be a report"],
    ["other JSON", "x.json", "{}", "must be a report"],
    [
      "a notebook that was not run here",
      "x.ipynb",
      `{"nbformat":4,"nbformat_minor":5,"metadata":{},"cells":[]}`,
      "must be a notebook that impactlab run wrote",
    ],
  ])("refuses %s", (_what, name, content, message) => {
    writeFileSync(file(name), content);
    expect(() => readReport(file(name))).toThrow(message);
  });

  test("refuses a .report.json beside the notebook of another run, or beside none", () => {
    const later = {
      ...record,
      provenance: { ...record.provenance, times: { ...record.provenance.times, started: "2027-01-01T00:00:00.000Z" } },
    };
    writeFileSync(file("b.report.json"), reportJson(later));
    expect(() => readReport(file("b.report.json"))).toThrow("must be a file that can be read");
    writeFileSync(file("b.ipynb"), formatNotebook(record.notebook));
    expect(() => readReport(file("b.report.json"))).toThrow("must stand beside the notebook of the same run");
    expect(() => readReport(file("none.html"))).toThrow("must be a file that can be read");
  });
});

describe("compareRuns(stored, record)", () => {
  const stored = { ...run(CELLS), cells: storedCells(run(CELLS).notebook) };
  const told = (record: RunRecord): string => formatVerification(compareRuns(stored, record, TIGHT), TIGHT);

  test("says cell by cell what differs and by how much", () => {
    const other = { ...figure, data: [{ ...figure.data[0], y: [1, 2.5, 3] }] };
    const text = told(
      run([
        CELLS[0],
        CELLS[1],
        code("a", stream("stdout", "cost 3120\n"), shown(other), mime({ "image/png": "iVBP" })),
        CELLS[3],
      ]),
    );
    expect(text).toContain("notebooks/example.ipynb: 1 cell of 3 not the same, tolerance 1e-9");
    expect(text).toContain("code cell 2 differs: a");
    expect(text).toContain(`output 1 (stdout): was "3119", is "3120", a difference of 3.21e-4 relative`);
    expect(text).toContain(
      "output 2 (figure), 1 of 3 numbers differ, the worst at data[0].y[1]: was 2, is 2.5, a difference of 2.00e-1 relative",
    );
    expect(text).toContain("output 3 (image/png): was");
  });

  test("tells cells that are new or gone, and a run that ended elsewhere", () => {
    const failure = {
      cell: 2,
      id: "cell-2",
      kind: "error" as const,
      ename: "E",
      evalue: "v",
      message: "cell 3 failed",
    };
    const fewer = run(CELLS.slice(0, 3), { failure });
    fewer.notebook.cells.push({ ...code("new"), id: "another" });
    const text = told(fewer);
    expect(text).toContain("the run ran to its end then, ended in cell 3 (error) now");
    expect(text).toContain("code cell 3 is gone: b");
    expect(text).toContain("code cell 3 is new: new");
  });

  test("tells what the run stands on that has changed, which alone is no difference", () => {
    const record = run(CELLS);
    const { provenance } = record;
    const changed: RunRecord = {
      ...record,
      provenance: {
        ...provenance,
        git: { commit: "ff", dirty: false },
        node: "v22.1.0",
        data: [{ path: "data/synthetic-equity-day.csv", sha256: "00".repeat(32), bytes: 1 }],
        code: { sha256: "", files: [...provenance.code.files.slice(1), { path: "src/new.ts", sha256: "aa" }] },
      },
    };
    const found = compareRuns(stored, changed, TIGHT);
    expect(differs(found)).toBe(false);
    expect(found.changed).toEqual([
      "commit was 0123456789abcdef0123456789abcdef01234567, is ff",
      "Node was v20.20.2, is v22.1.0",
      "data/synthetic-equity-day.csv changed: SHA-256 was abababababab…, is 000000000000…",
      "src/index.ts was imported, and is not any more",
      "src/new.ts is imported now, and was not",
    ]);
    expect(formatVerification(found, TIGHT)).toMatch(
      /the same, 3 cells and \d+ numbers within 1e-9\nChanged since the report:\n {2}commit was/,
    );
  });
});

describe("impactlab verify REPORT, with the real kernel", () => {
  const CLI = resolve(__dirname, "../../../src/impactlab.js");
  let project: Project;
  const impactlab = (...args: string[]): { status: number | null; stdout: string; stderr: string } =>
    spawnSync(process.execPath, [CLI, ...args], { cwd: project.root, encoding: "utf8" });

  beforeAll(() => {
    const cells = [
      { cell_type: "markdown", id: "m", metadata: {}, source: "# A small one" },
      {
        cell_type: "code",
        id: "p",
        metadata: { tags: ["parameters"] },
        execution_count: null,
        outputs: [],
        source: "/** Scale. */\nconst scale: number = 2;",
      },
      {
        cell_type: "code",
        id: "c",
        metadata: {},
        execution_count: null,
        outputs: [],
        source:
          'import { readFileSync } from "node:fs";\nimport { double } from "../src/double";\nconst x = double(Number(readFileSync("../data/x.csv", "utf8"))) * scale;\nconsole.log(`x is ${x}`);',
      },
      {
        cell_type: "code",
        id: "f",
        metadata: {},
        execution_count: null,
        outputs: [],
        source: '({ data: [{ type: "scatter", y: [x, 2 * x] }], layout: {} })',
      },
    ];
    project = makeProject({
      "src/double.ts": "export const double = (x: number): number => 2 * x;\n",
      "data/x.csv": "10\n",
      "notebooks/a.ipynb": JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells }),
    });
  });
  afterAll(() => project.remove());

  test("exits 0 where nothing differs, 1 with what does, 2 where there is no report", { timeout: 180_000 }, () => {
    const ran = impactlab("run", "notebooks/a.ipynb", "-p", "scale=3", "--out", "reports");
    expect(ran.stderr).toContain("done");
    expect(ran.status).toBe(0);
    const same = impactlab("verify", "reports/a.html");
    expect(same.stdout).toContain("notebooks/a.ipynb: the same, 4 cells and 4 numbers within 1e-9");
    expect(same.status).toBe(0);

    project.write("data/x.csv", "10.001\n");
    const moved = impactlab("verify", "reports/a.ipynb");
    expect(moved.stdout).toContain("notebooks/a.ipynb: 2 cells of 4 not the same");
    expect(moved.stdout).toContain(`output 1 (stdout): was "60", is "60.006"`);
    expect(moved.stdout).toContain(
      "output 1 (figure), 2 of 2 numbers differ, the worst at data[0].y[0]: was 60, is 60.006, a difference of 1.00e-4 relative",
    );
    expect(moved.stdout).toMatch(/data\/x\.csv changed: SHA-256 was [0-9a-f]{12}…/);
    expect(moved.status).toBe(1);
    expect(impactlab("verify", "reports/a.report.json", "--tolerance", "1e-3").status).toBe(0);

    project.write("src/double.ts", "export const double = (x: number): number => x + x + 0;\n");
    project.write("data/x.csv", "10\n");
    const edited = impactlab("verify", "reports/a.html");
    expect(edited.stdout).toContain("src/double.ts changed");
    expect(edited.status).toBe(0);

    const none = impactlab("verify", "notebooks/a.ipynb");
    expect(none.stderr).toMatch(
      /^impactlab: notebooks\/a\.ipynb must be a notebook that impactlab run wrote, got [^\n]*\n$/,
    );
    expect(none.status).toBe(2);
    expect(impactlab("verify", "reports/a.html", "--tolerance", "x")).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/^impactlab: --tolerance must be a number/),
    });
  });
});
