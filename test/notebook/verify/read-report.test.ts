import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { formatNotebook } from "../../../src/notebook/notebook-document";
import { renderReport } from "../../../src/notebook/report/render-report";
import { reportJson } from "../../../src/notebook/report/report-json";
import { differs, formatSeal, formatVerification } from "../../../src/notebook/verify/format-verification";
import { readReport } from "../../../src/notebook/verify/read-report";
import { compareRuns } from "../../../src/notebook/verify/verify";
import { CELLS, verifiedRun } from "../../support/verified-run";

const TIGHT = { relative: 1e-9, absolute: 0 };

describe("readReport(path)", () => {
  let folder: string;
  const record = verifiedRun(CELLS);
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
    ["a parameter in the .report.json", "a.report.json", (text: string) => text.replace('"value": 7', '"value": 8')],
    ["a hash in the .report.json", "a.report.json", (text: string) => text.replace("abab", "abac")],
    ["an output in the .ipynb", "a.ipynb", (text: string) => text.replace("cost 3119", "cost 3009")],
    ["a source in the .ipynb", "a.ipynb", (text: string) => text.replace('"const size', '"const  size')],
  ])("finds %s damaged, read as either file", (_what, name, damage) => {
    for (const part of ["a.ipynb", "a.report.json"]) {
      const text = readFileSync(file(part), "utf8");
      writeFileSync(file(part.replace("a.", "d.")), part === name ? damage(text) : text);
      if (part === name) expect(damage(text)).not.toBe(text);
    }
    expect(readReport(file("d.report.json")).edited).toBe(true);
    expect(readReport(file("d.ipynb")).edited).toBe(true);
  });

  test("says of a notebook alone that whether it was edited cannot be told", () => {
    writeFileSync(file("alone.ipynb"), readFileSync(file("a.ipynb")));
    const stored = readReport(file("alone.ipynb"));
    expect(stored.edited).toBeUndefined();
    expect(formatSeal(stored)).toBe(
      "notebooks/example.ipynb: the report has no seal: whether it was edited cannot be told\n",
    );
    expect(formatSeal(readReport(file("a.html")))).toContain(
      "is as its run wrote it, by its seal, which is no signature",
    );
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
