/**
 * Thousands of damaged reports: each ends in one sentence, or in a run that can be compared, within seconds
 * and in little memory. The short form is damaged-reports.test.ts.
 */
import { expect, test } from "vitest";

import { createRandom } from "../../../src/numeric/random";
import { DAMAGES, endingOf, reportFiles, writeReport } from "../../support/damaged-reports";
import { temporaryFolder } from "../../support/temporary-folder";
import { CELLS, verifiedRun } from "../../support/verified-run";

const folder = temporaryFolder();

test("readReport(damaged report), 200 times for each kind of damage", () => {
  const record = verifiedRun(CELLS);
  const files = reportFiles(record);
  writeReport(folder.path, files);
  const counts: Record<string, number> = {};
  const faults: string[] = [];
  for (const [what, damage] of Object.entries(DAMAGES)) {
    for (let seed = 0; seed < 200; seed++) {
      const [name, content] = damage(files, createRandom(seed).uniform);
      // What lies beside a notebook or a .report.json is to be whole; a page stands alone, and is large.
      if (name !== "a.html") writeReport(folder.path, { ...files, page: "" });
      const ending = endingOf(folder.path, name, content, record);
      const key = typeof ending === "string" ? ending : "fault";
      counts[key] = (counts[key] ?? 0) + 1;
      if (typeof ending !== "string") faults.push(`${what}, seed ${seed}: ${ending.fault}`);
    }
  }
  console.log(counts);
  expect(faults).toEqual([]);
  expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(200 * Object.keys(DAMAGES).length);
});
