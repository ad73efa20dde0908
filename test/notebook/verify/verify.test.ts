import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { RunRecord } from "../../../src/notebook/record/run-record";
import { storedCells } from "../../../src/notebook/report/page/embedded-run";
import { differs, formatVerification, verificationJson } from "../../../src/notebook/verify/format-verification";
import { compareRuns, notebookOf, verify } from "../../../src/notebook/verify/verify";
import { writeNotebook } from "../../support/notebook-file";
import { code, mime, shown, stream } from "../../support/run-records";
import { CELLS, figure, verifiedRun as run } from "../../support/verified-run";

const TIGHT = { relative: 1e-9, absolute: 0 };

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
      "output 2 (figure), 1 of 3 numbers differ, the worst at data[0].y[1]: " +
        "was 2, is 2.5, a difference of 2.00e-1 relative",
    );
    expect(text).toContain("output 3 (image/png): was");
  });

  test("as JSON has a verdict for every cell, with its differences", () => {
    const record = run([...CELLS.slice(0, 2), code("a", stream("stdout", "cost 3120\n")), CELLS[3]]);
    const found = JSON.parse(verificationJson(compareRuns(stored, record, TIGHT), TIGHT)) as Record<string, unknown>;
    expect(found).toMatchObject({ same: false, edited: false, source: record.source, tolerance: TIGHT });
    expect(found.cells).toEqual([
      { number: 1, source: CELLS[1].source, verdict: "is the same", outputs: [] },
      {
        number: 2,
        source: "a",
        verdict: "differs",
        outputs: [
          {
            output: 0,
            what: "stdout",
            numbers: 1,
            differing: 1,
            worst: { path: "", was: "3119", is: "3120", relative: 1 / 3120 },
          },
          ...[1, 2].map((output) => ({
            output,
            what: ["", "figure", "image/png"][output],
            numbers: 0,
            differing: 0,
            worst: { path: "", was: "an output", is: "no output", relative: null },
          })),
        ],
      },
      { number: 3, source: "b", verdict: "is the same", outputs: [] },
    ]);
    const same = JSON.parse(verificationJson(compareRuns(stored, run(CELLS), TIGHT), TIGHT)) as Record<string, unknown>;
    expect(same).toMatchObject({ same: true, outcome: null, changed: [] });
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

describe("notebookOf(stored, root) is a notebook of the project", () => {
  const folder = mkdtempSync(join(tmpdir(), "impactlab-verify-"));
  const root = join(folder, "project");
  beforeAll(() => {
    for (const path of ["project/notebooks", "elsewhere"]) mkdirSync(join(folder, path), { recursive: true });
    writeNotebook(join(root, "notebooks/a.ipynb"), [{ code: "const size: number = 1;", tags: ["parameters"] }]);
    writeNotebook(join(folder, "elsewhere/evil.ipynb"), ["1"]);
    mkdirSync(join(root, "folder.ipynb"));
    symlinkSync(join(folder, "elsewhere/evil.ipynb"), join(root, "linked.ipynb"));
    symlinkSync(join(folder, "elsewhere"), join(root, "linked"));
    symlinkSync(join(root, "notebooks/a.ipynb"), join(root, "inside.ipynb"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each(["notebooks/a.ipynb", "./notebooks/../notebooks/a.ipynb", "inside.ipynb"])("%s", (source) => {
    expect(notebookOf({ source }, root)).toBe(join(root, source));
  });

  test.each([
    ["an absolute path", join(folder, "elsewhere/evil.ipynb")],
    ["one of the project by an absolute path", join(root, "notebooks/a.ipynb")],
    ["a path out of it", "../elsewhere/evil.ipynb"],
    ["a path out of it and back", "../project/../elsewhere/evil.ipynb"],
    ["a link to a file elsewhere", "linked.ipynb"],
    ["a file in a linked folder", "linked/evil.ipynb"],
    ["a folder", "folder.ipynb"],
    ["what is not there", "notebooks/b.ipynb"],
    ["a drive", "C:\\evil.ipynb"],
  ])("refuses %s", (_, source) => {
    expect(() => notebookOf({ source }, root)).toThrow(/^the report's notebook must be (a file )?in the project \(/);
  });

  test("refuses what is called no notebook", () => {
    expect(() => notebookOf({ source: "package.json" }, root)).toThrow("must be called NAME.ipynb");
  });

  test("verify(stored) refuses a parameter that the notebook does not declare, and runs nothing", async () => {
    const parameters = [{ name: "size = 1; process.exit()", value: 1, given: true }];
    const stored = { source: "notebooks/a.ipynb", parameters, failure: null, provenance: undefined, cells: [] };
    const onProgress = (): never => expect.unreachable("nothing runs");
    await expect(verify(stored, { root, tolerance: TIGHT, onProgress })).rejects.toThrow(
      'the report must give parameters that its notebook declares, got "size = 1; process.exit()"',
    );
    const odd = { ...stored, parameters: [{ name: "size", value: "1); process.exit(", given: true }] };
    await expect(verify(odd, { root, tolerance: TIGHT, onProgress })).rejects.toThrow("size must be a number");
  });
});
