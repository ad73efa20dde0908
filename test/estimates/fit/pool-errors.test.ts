/**
 * Errors where noise persists: intervals that hold at their rate, where those of one bin alone do not.
 * A few days here, twenty in the long form.
 */
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { fillNeighbours } from "../../../src/estimates/fill-neighbours";
import { estimateImpact } from "../../../src/estimates/fit/estimate-impact";
import { loadEstimates } from "../../../src/estimates/load-estimates";
import { summariseEstimates } from "../../../src/estimates/summarise-estimates";
import { generateBook } from "../../../src/estimates/synthetic/generate-book";
import { takeRows } from "../../../src/estimates/table/impact-estimates";
import { saveEstimates } from "../../../src/estimates/table/save-estimates";
import { parameterErrors } from "../../../src/sensitivity/monte-carlo/parameter-errors";
import { shrink } from "../../../src/sensitivity/monte-carlo/shrink";
import { scoreDays } from "../../support/persistent-days";
import { temporaryFolder } from "../../support/temporary-folder";

const folder = temporaryFolder();

describe("errors pooled over a day", () => {
  test("hold where noise persists, and say so; those of a bin alone do not (the control)", async () => {
    for (const correlation of [15, [0.5, 30]]) {
      const { bins, alpha, beta, costs, alone, persistent, bias } = await scoreDays(5, 40, correlation);
      expect(bins).toBe(200);
      // 0.95 - 3 binomial standard errors; the long form holds the rate from above, too.
      for (const covered of [alpha, beta, ...costs]) expect(covered).toBeGreaterThan(0.905);
      expect(alone).toBeLessThan(0.8);
      expect(persistent).toBe(1);
      expect(Math.abs(bias)).toBeLessThan(0.01);
    }
  });

  test("are as good as those of a bin alone where noise is fast", async () => {
    const { beta, costs, alone, wider, persistent } = await scoreDays(5, 40, 0.5);
    for (const covered of [beta, alone, ...costs]) expect(covered).toBeGreaterThan(0.905);
    expect(wider).toBeLessThan(1.1);
    expect(persistent).toBe(0);
  });

  test.each([2, 6])("hold on days of %i bins", async (bins) => {
    const { beta, costs, alone } = await scoreDays(Math.ceil(120 / bins), bins, 15);
    for (const covered of [beta, ...costs]) expect(covered).toBeGreaterThan(0.89);
    expect(alone).toBeLessThan(0.8); // the control
  });

  test("hold where levels are coarse and the cost is no power law, biased as beta is", async () => {
    // Ten levels that grow by 1.35, in whole lots of the size of the first: 100, 200, 300, 400, 500, 600, 800, ...
    const { beta, costs, alone, bias } = await scoreDays(3, 40, 1, { ratio: 1.35, lot: 100, tiltNoise: 0.03 });
    expect(bias).toBeLessThan(-0.01);
    for (const covered of [beta, ...costs]) expect(covered).toBeGreaterThan(0.9);
    expect(alone).toBeLessThan(0.5); // the control
    // Levels as coarse, but even: the chords' mean is a power law, and the errors grow by next to nothing.
    const even = await scoreDays(3, 40, 0.5, { ratio: 1.35 });
    expect(Math.abs(even.bias)).toBeLessThan(0.003);
    expect(even.wider).toBeLessThan(1.1);
  });

  test("have a positive definite covariance, persistent or not", async () => {
    for (const correlation of [0.5, 30]) {
      const curve = () => ({ alpha: 0.01, beta: 1.4 });
      const book = generateBook({ seed: 2, seconds: 1800, rate: 5, correlation, curve });
      const { cov, seLogAlpha, seBeta, status } = await estimateImpact(book, { side: "both" });
      expect(status.filter((name) => name === (correlation === 30 ? "persistent" : "ok")).length).toBeGreaterThan(85);
      for (let row = 0; row < cov.length; row++) {
        if (!(seBeta[row] > 0)) continue;
        expect(cov[row] ** 2).toBeLessThan((seLogAlpha[row] * seBeta[row]) ** 2);
      }
    }
  });

  test("are told in the table's notes and the summary, with the remedy, which helps", async () => {
    const book = () =>
      generateBook({ seed: 4, seconds: 14_400, rate: 1, correlation: 20, curve: () => ({ alpha: 0.01, beta: 1.4 }) });
    const narrow = await estimateImpact(book());
    expect(narrow.notes.persistent).toMatch(
      /^240 of 240 bins: the book moves so slowly that 60s .* bins several times as wide hold more looks$/,
    );
    expect(summariseEstimates(narrow)).toContain(`persistent, ${narrow.notes.persistent}`);
    const wide = await estimateImpact(book(), { binWidth: "600s" });
    expect(wide.notes.persistent).toBeUndefined();
    expect(wide.status.slice(0, 23)).toEqual(new Array(23).fill("ok"));
    expect(Math.max(...wide.seBeta.slice(0, 23))).toBeLessThan(
      Math.min(...narrow.seBeta.slice(0, 230).toSorted().slice(115)),
    );
  });

  test("are of each day by itself: a slow day leaves the errors of a fast one as they are", async () => {
    const day = (start: string, correlation: number) =>
      generateBook({
        seed: 5,
        seconds: 1801,
        rate: 5,
        correlation,
        start: Date.parse(start) * 1e3,
        curve: () => ({ alpha: 0.01, beta: 1.4 }),
      });
    function* both() {
      yield* day("2024-01-02T14:30:00Z", 0.5);
      yield* day("2024-01-03T14:30:00Z", 30);
    }
    const [alone, two] = [await estimateImpact(day("2024-01-02T14:30:00Z", 0.5)), await estimateImpact(both())];
    expect(two.seBeta.slice(0, 30)).toEqual(alone.seBeta.slice(0, 30));
    expect(new Set(two.status.slice(0, 30))).toEqual(new Set(["ok"]));
    expect(new Set(two.status.slice(31, 61))).toEqual(new Set(["persistent"]));
  });

  test("keep their status and width in what is saved, read, filled and shrunk", async () => {
    const curve = (time: number) => ({ alpha: 0.01, beta: 1.3 + 0.1 * (Math.floor(time / 60e6) % 2) });
    const found = await estimateImpact(generateBook({ seed: 6, seconds: 600, rate: 5, correlation: 30, curve }));
    const slow = takeRows(found, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(new Set(slow.status)).toEqual(new Set(["persistent"]));
    const path = join(folder.path, "slow.csv");
    await saveEstimates(path, slow);
    const { model } = await loadEstimates(path);
    expect([model.status, model.seBeta]).toEqual([slow.status, slow.seBeta]);
    expect(fillNeighbours(model)).toMatchObject({ status: slow.status, seBeta: slow.seBeta });
    expect(parameterErrors(model).handling).toEqual({ statuses: { persistent: 10 }, borrowed: [], clamped: [] });
    // The wider the errors, the nearer to the day's profile.
    const sure = {
      ...model,
      seLogAlpha: model.seLogAlpha.map((se) => se / 50),
      seBeta: model.seBeta.map((se) => se / 50),
    };
    const far = ({ beta }: { beta: ArrayLike<number> }) =>
      Math.max(...Array.from(beta, (b, i) => Math.abs(b - model.beta[i])));
    expect(far(shrink({ ...sure, cov: model.cov.map((c) => c / 2500) }))).toBeLessThan(far(shrink(model)) / 2);
  });
});
