import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { expect, test } from "vitest";

import { loadCosts, saveCosts } from "../../../src/estimates/costs/cost-table";
import { planStudy } from "../../../src/sensitivity/study/run-study";
import { readStudyFile } from "../../../src/sensitivity/study/study-file";
import type { WalkForward } from "../../../src/sensitivity/walk-forward/walk-forward";

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

test("a study file's constraints are every plan's, and bins without a curve keep their place", async () => {
  const folder = mkdtempSync(join(tmpdir(), "walk-"));
  const labels = Array.from({ length: 12 }, (_, i) => `2024-01-02 09:${String(10 + i)}`);
  const curves = labels.map((bin, i) => `${bin},buy,${i === 2 ? "," : `0.0${1 + (i % 4)},1.5`},0.1,0.01,0,500`);
  const header = "# convention: total\nbin,side,alpha,beta,se_log_alpha,se_beta,cov,max_size";
  writeFileSync(join(folder, "day.csv"), `${header}\n${curves.join("\n")}\n`);
  const costs = labels.flatMap((bin, i) => [10, 400].map((q) => `${bin},buy,${q},${(1 + i) * q ** 1.5},,1`));
  writeFileSync(join(folder, "costs.csv"), `bin,side,size,cost,se,fillable\n${costs.join("\n")}\n`);
  const walk = async (more: string): Promise<WalkForward> => {
    const path = join(folder, "walk.yaml");
    const text = `study: walk-forward\nestimates: day.csv\ncosts: costs.csv\nsize: 500\nparts: 2\ndraws: 8\n${more}`;
    writeFileSync(path, text);
    const { outcome } = await (await planStudy(readStudyFile(path))).run({});
    return (outcome as { result: WalkForward }).result;
  };
  const { folds } = await walk("");
  // Bins 0, 1, 3, 4, 5 pay as 6, 7, 9, 10, 11: that bin 2 was left out had moved those after it up by one.
  const twap = folds[0].plans[0];
  expect([folds[0].bins, folds[0].lacking]).toEqual([5, 1]);
  expect(twap.paid / ((7 + 8 + 10 + 11 + 12) * 100 ** 1.5)).toBeCloseTo(1, 9);
  expect((await walk("unfitted: fill\n")).folds[0].lacking).toBe(1);
  await expect(walk("unfitted: refuse\n")).rejects.toThrow("day.csv");
  expect(Math.max(...folds[0].plans.flatMap(({ x }) => [...x]))).toBeGreaterThan(150); // the control
  const capped = await walk("cap: 150\nlot: 25\n");
  for (const { x } of capped.folds.flatMap(({ plans }) => plans))
    for (const value of x) expect([value <= 150, value % 25]).toEqual([true, 0]);
  await expect(walk("cap: max_size\n")).rejects.toThrow("cap must be one number of shares for all bins");
  await expect(walk("min-trade: -1\n")).rejects.toThrow("options.minTrade");
  await expect(walk("participation: 5%\n")).rejects.toThrow("options.participation");
});
