import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { expect, test } from "vitest";

import { loadCosts, saveCosts } from "../../../src/estimates/costs/cost-table";
import { planStudy } from "../../../src/sensitivity/study/run-study";
import { readStudyFile } from "../../../src/sensitivity/study/study-file";

const DATA = resolve(__dirname, "../../../data");

test("a study file walks forward through the shipped day by its parts", async () => {
  const path = join(mkdtempSync(join(tmpdir(), "walk-")), "walk.yaml");
  const tables = `estimates: ${DATA}/bitstamp-btcusd-5m.csv\ncosts: ${DATA}/bitstamp-btcusd-5m-costs.csv`;
  writeFileSync(path, `study: walk-forward\n${tables}\nsize: 60\nside: buy\nparts: 5\n`);
  const { run } = await planStudy(readStudyFile(path));
  const { text, tables: out, outcome } = await run({});
  expect(text).toContain("60 BTC in each of 4 folds, by part of the day");
  expect(out[""].strategy.length).toBe(4 * 5);
  expect(outcome.study).toBe("walk-forward");
  writeFileSync(path, `study: walk-forward\n${tables}\nsize: 60\npart: 5\n`);
  expect(() => readStudyFile(path)).toThrow("did you mean parts?");
});

test("loadCosts(saveCosts(tables)) is the same to the bit; two sides ask which", async () => {
  const table = loadCosts(join(DATA, "bitstamp-btcusd-5m-costs.csv"), "buy");
  const path = join(mkdtempSync(join(tmpdir(), "costs-")), "costs.csv");
  await expect(saveCosts(path, table as never)).rejects.toThrow("tables must be a list of cost tables, one a side");
  await saveCosts(path, [table, { ...table, side: "sell" }]);
  expect(loadCosts(path, "sell")).toEqual({ ...table, side: "sell" });
  expect(() => loadCosts(path)).toThrow("side must be one of buy, sell");
  expect(() => loadCosts(join(DATA, "synthetic-equity-day.csv"))).toThrow("must have the columns bin, side, size");
});
