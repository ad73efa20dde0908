import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { parquetReadObjects } from "hyparquet";
import Papa from "papaparse";
import { afterAll, beforeAll, expect, test } from "vitest";

import { shiftBeta } from "../../src/sweep/beta-transform";
import { sweep } from "../../src/sweep/sweep";
import type { Sweep } from "../../src/sweep/sweep";
import { sweepColumns } from "../../src/sweep/sweep-table";

const folder = mkdtempSync(join(tmpdir(), "impactlab-sweep-"));
afterAll(() => rmSync(folder, { recursive: true }));

let result: Sweep;
beforeAll(async () => {
  const model = { alpha: [0.1, 0.2, 0.3], beta: [1.5, 1.2, 0.7] };
  result = await sweep(model, { sizes: [100, 1000], betas: shiftBeta([-0.7, 0, 1]), twap: true, allocations: [2] });
});

const NAMES = [
  "size",
  "shift_of_beta",
  "cost",
  "cost_per_share",
  "lambda",
  "regime",
  "active_bin",
  "effective_bins",
  "status",
  "reason",
  "twap_cost",
  "x_2",
];

test("sweepColumns(sweep) is a tidy table, one row a point, doubles kept whole", () => {
  const columns = sweepColumns(result);
  expect(Object.keys(columns)).toEqual(NAMES);
  expect(Object.values(columns).map(({ length }) => length)).toEqual(NAMES.map(() => 6));
  expect(columns.cost).toEqual([...result.cost]);
  expect(columns.size).toEqual([100, 1000, 100, 1000, 100, 1000]);
  expect(columns.shift_of_beta).toEqual([-0.7, -0.7, 0, 0, 1, 1]);
  expect(columns.regime).toEqual(["", "", "mixed", "mixed", "convex", "convex"]);
  expect(columns.status).toEqual(["failed", "failed", "optimal", "optimal", "optimal", "optimal"]);
  expect(columns.reason[0]).toContain("beta[2] must be a finite number above 0, got 0");
});

test("sweep.save(path) writes CSV that reads back to the last bit, with the axes' titles above", async () => {
  const path = join(folder, "sweep.csv");
  await result.save(path);
  const text = readFileSync(path, "utf8");
  expect(text.split("\n")[1]).toMatch(/^# shift_of_beta: shift of beta \(cost kept at 105 shares a bin\)$/);
  const { data, meta } = Papa.parse<Record<string, string>>(text, {
    header: true,
    comments: "#",
    skipEmptyLines: true,
  });
  expect(meta.fields).toEqual(NAMES);
  expect(data.map((row) => Number(row.cost))).toEqual([...result.cost]);
  expect(data.map((row) => Number(row.x_2))).toEqual([...(result.allocations?.x ?? [])]);
  expect(data.length).toBe(6);
});

test("sweep.save(path) writes Parquet that reads back to the last bit", async () => {
  const path = join(folder, "sweep.parquet");
  await result.save(path);
  const bytes = readFileSync(path);
  const rows = await parquetReadObjects({
    file: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength),
  });
  expect(Object.keys(rows[0])).toEqual(NAMES);
  expect(rows.map((row) => row.cost as number)).toEqual([...result.cost]);
  expect(rows.map((row) => row.active_bin as number)).toEqual([...result.active]);
  expect(rows.map((row) => row.regime as string)).toEqual(["", "", "mixed", "mixed", "convex", "convex"]);
});

test("sweep.save(path) leaves nothing behind when it cannot write", async () => {
  await expect(result.save(join(folder, "sweep.txt"))).rejects.toThrow("path must end in .csv, .csv.gz or .parquet");
  await expect(result.save(join(folder, "nowhere", "sweep.csv"))).rejects.toThrow("its folder does not exist");
  expect(readdirSync(folder).filter((name) => !/^sweep\.(csv|parquet)$/.test(name))).toEqual([]);
});

test("sweep.save(path) keeps the currency of the costs, where it is known", async () => {
  const model = { alpha: [0.1], beta: [1.5], notes: { currency: "USD", size_unit: "BTC" } };
  const path = join(folder, "sweep.csv");
  await (await sweep(model, { sizes: [100] })).save(path);
  expect(readFileSync(path, "utf8").split("\n").slice(0, 5)).toEqual([
    "# size: parent order size S (BTC)",
    "# model: model",
    "# bins: 1",
    "# currency: USD",
    expect.stringMatching(/^size,model,cost/),
  ]);
});
