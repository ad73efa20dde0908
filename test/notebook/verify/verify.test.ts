import { describe, expect, test } from "vitest";

import type { RunRecord } from "../../../src/notebook/record/run-record";
import { storedCells } from "../../../src/notebook/report/embedded-run";
import { differs, formatVerification, verificationJson } from "../../../src/notebook/verify/format-verification";
import { compareRuns } from "../../../src/notebook/verify/verify";
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
