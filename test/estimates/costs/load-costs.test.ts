import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, test } from "vitest";

import { loadCosts, saveCosts } from "../../../src/estimates/costs/cost-table";

const folder = mkdtempSync(join(tmpdir(), "costs-"));
const ROWS = ["09:30,buy,10,1,,1", "09:30,buy,20,3,0.1,0.95", "09:31,buy,10,1.5,0,1", "09:31,buy,20,4,0.2,0.9"];

function load(rows: readonly string[]): ReturnType<typeof loadCosts> {
  const path = join(folder, "table.csv");
  writeFileSync(path, `# currency: USD\nbin,side,size,cost,se,fillable\n${rows.join("\n")}\n`);
  return loadCosts(path);
}

test("a sound table is read", () => {
  const { rows, side, notes } = load(ROWS);
  expect([rows.length, side, notes?.currency]).toEqual([2, "buy", "USD"]);
  expect([rows[1].cost[1], rows[1].error[1], rows[1].fillable[1]]).toEqual([4, 0.2, 0.9]);
});

test.each([
  [1, "09:30,buy,20,3,0.1,95", "must have a share above 0 and at most 1 as fillable", "95"],
  [1, "09:30,buy,20,3,n/a,0.95", "must have a number not below 0 as se", "n/a"],
  [1, "09:30,buy,20,-3,0.1,0.95", "must have a number above 0 as cost", "-3"],
  [1, "09:30,bid,20,3,0.1,0.95", "must be of a side, buy, sell, round-trip", "bid"],
  [1, "09:30,buy,10,3,0.1,0.95", "must have sizes that ascend", "10"],
  [3, "09:30,buy,30,4,0.2,0.9", "must have a bin's rows one after the other", "09:30"],
  [2, "09:29,buy,10,1.5,0,1", "must come after the one before, 09:30", "09:29"],
])("row %d as %j is refused with its line", (at, row, rule, value) => {
  expect(() => load(ROWS.with(at, row))).toThrow(new RegExp(`row ${at + 1} \\(line ${at + 3}\\) ${rule}.*${value}`));
});

test("saveCosts keeps a note of several lines on its own", async () => {
  const table = load(ROWS);
  const path = join(folder, "saved.csv");
  await saveCosts(path, [{ ...table, notes: { ...table.notes, source: "ours,\n  of last week,\nbin,side" } }]);
  const { notes, rows } = loadCosts(path);
  expect(notes).toEqual({ currency: "USD", source: "ours, of last week, bin,side" });
  expect(rows).toEqual(table.rows);
});
