/** The short form of damaged-reports.long.test.ts. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import { describe, expect, test } from "vitest";

import { createRandom } from "../../../src/numeric/random";
import { readReport } from "../../../src/notebook/verify/read-report";
import { DAMAGES, endingOf, reportFiles, withRun, writeReport, type Ending } from "../../support/damaged-reports";
import { temporaryFolder } from "../../support/temporary-folder";
import { CELLS, verifiedRun } from "../../support/verified-run";

const folder = temporaryFolder();
const record = verifiedRun(CELLS);
const files = reportFiles(record);
const ending = (name: string, content: string | Buffer): Ending => endingOf(folder.path, name, content, record);

describe("readReport(damaged report) ends in one sentence, or in a run that can be compared", () => {
  test("the control: the whole ones are the same, by their seal", () => {
    writeReport(folder.path, files);
    expect(ending("a.html", files.page)).toBe("same");
    expect(ending("a.report.json", files.json)).toBe("same");
    expect(ending("a.ipynb", files.notebook)).toBe("same");
  });

  test.each(Object.entries(DAMAGES))("%s", (what, damage) => {
    writeReport(folder.path, files);
    const random = createRandom(1).uniform;
    const endings: Record<string, number> = {};
    // Pages take their time: each holds a bundle of plotly.
    for (let n = 0; n < (/^(page|run|gzip)/.test(what) ? 12 : 60); n++) {
      const [name, content] = damage(files, random);
      const end = ending(name, content);
      expect(typeof end === "string" ? end : end.fault).toMatch(/^(sentence|edited|same)$/);
      endings[String(end)] = (endings[String(end)] ?? 0) + 1;
    }
    // The control: what was damaged is noticed.
    expect((endings.sentence ?? 0) + (endings.edited ?? 0)).toBeGreaterThan(0);
  });

  const run = (json: string | Buffer): string => withRun(files.page, () => gzipSync(json));
  test.each([
    ["null", run("null"), "expected object, received null"],
    ["no cells", run('{"source":"a.ipynb"}'), "must be a page whose run is whole (parameters:"],
    ["a million levels", run("[".repeat(1e6) + "]".repeat(1e6)), "must hold values in at most 500 levels"],
    ["thirty million values", run(`[${"0,".repeat(3e7)}0]`), "must hold at most 20000000 values"],
    ["200 MB packed into 200 kB", run(Buffer.alloc(2e8, 0x20)), "must hold a run of at most 128000000 bytes"],
    ["nothing", run(""), "must be JSON (Unexpected end of JSON input)"],
    ["empty page", "", "must be a report"],
    ["a byte-order mark alone", "\ufeff", "must be a report"],
    ["a page of another maker", "\ufeff<!doctype html>", "must be a page that impactlab run wrote, with its run"],
  ])("a page with %s", (_, page, message) => {
    const path = join(folder.path, "b.html");
    writeFileSync(path, page);
    const end = ending("b.html", page);
    expect(end).toBe("sentence");
    expect(messageOf(path)).toContain(message);
  });

  test("a device is no report: it could give text for ever", () => {
    expect(messageOf("/dev/zero")).toContain('must be a file, got "a device or a pipe"');
  });
});

function messageOf(path: string): string {
  try {
    readReport(path);
    return "nothing";
  } catch (error) {
    return (error as Error).message;
  }
}
