import { describe, expect, test } from "vitest";

import { allocate } from "../../src/solver/allocate";
import { twap } from "../../src/solver/baselines/baselines";
import { REGIMES } from "../../src/solver/model/impact-model";
import { commonBeta, listModels, shiftBeta, stretchBeta, transformModel } from "../../src/sweep/beta-transform";
import type { BetaTransform } from "../../src/sweep/beta-transform";
import { inlineExecutor } from "../../src/work/executor";
import type { Executor } from "../../src/work/executor";
import { logspace, range } from "../../src/sweep/grids";
import { resultFromJson, resultToJson } from "../../src/work/result-json";
import { sweep } from "../../src/sweep/sweep";
import type { SweepOptions } from "../../src/sweep/sweep";
import type { SweepData } from "../../src/sweep/sweep-result";
import { sweepColumns } from "../../src/sweep/sweep-table";
import { POINT_STATUSES, SWEEP_WORK } from "../../src/sweep/sweep-task";
import type { SweepRow, SweepShared, SweepTask } from "../../src/sweep/sweep-task";
import { workOf } from "../../src/work/work";
import type { Work } from "../../src/work/work";
import { relativeError } from "../support/problems";

/** Bins of three kinds: convex, near-linear, concave. */
const model = {
  alpha: Float64Array.from({ length: 24 }, (_, i) => 0.01 * (1 + ((i * 7) % 11))),
  beta: Float64Array.from({ length: 24 }, (_, i) => 0.9 + 0.05 * ((i * 5) % 13)),
};
const sizes = logspace(2, 6, 9);
const transforms: [string, BetaTransform][] = [
  ["common", commonBeta(range(0.6, 2, 0.1))],
  ["shift", shiftBeta(range(-0.5, 0.5, 0.1))],
  ["stretch", stretchBeta(range(0, 2, 0.25))],
  ["models", listModels([model, { alpha: model.alpha, beta: model.beta.map((b) => b + 1) }])],
];

/** All of a sweep's numbers as one string of bits. */
function bits(data: SweepData): string {
  const { cost, lambda, effectiveBins, active, status, regime, twapCost, allocations } = data;
  return [cost, lambda, effectiveBins, active, status, regime, twapCost, allocations?.x]
    .map((array) =>
      array === undefined ? "" : Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString("hex"),
    )
    .join("|");
}

const full = { sizes, twap: true, allocations: "all" } as const;

describe("sweep(model, options)", () => {
  test.each(transforms)(
    "of %s betas has allocate's optimum, its concentration and TWAP's cost at every point",
    async (_, betas) => {
      const { cost, lambda, active, effectiveBins, status, regime, twapCost, allocations } = await sweep(model, {
        ...full,
        betas,
      });
      const { models } = transformModel(model, betas, sizes);
      models.forEach((point, row) =>
        sizes.forEach((size, column) => {
          const q = row * sizes.length + column;
          const best = allocate(point, size);
          expect(POINT_STATUSES[status[q]]).toBe("optimal");
          expect(REGIMES[regime[q]]).toBe(best.regime);
          expect(active[q]).toBe(best.active);
          expect(relativeError(cost[q], best.cost)).toBeLessThan(1e-12);
          expect(relativeError(lambda[q], best.lambda)).toBeLessThan(1e-10);
          expect(relativeError(effectiveBins[q], 1 / best.x.reduce((sum, x) => sum + (x / size) ** 2, 0))).toBeLessThan(
            1e-9,
          );
          expect(relativeError(twapCost?.[q] ?? NaN, twap(point, size).cost)).toBeLessThan(1e-12);
          const x = allocations?.x.subarray(q * 24, q * 24 + 24) ?? [];
          expect(x.length).toBe(24);
          expect(Math.max(...Array.from(x, (xi, i) => Math.abs(xi - best.x[i]) / size))).toBeLessThan(1e-9);
        }),
      );
    },
  );

  test("crosses beta = 1 from concentrated to spread out", async () => {
    const { regime, effectiveBins, axes } = await sweep(model, { sizes: [1e4], betas: commonBeta(range(0.8, 2, 0.1)) });
    expect(Array.from(axes.beta.values, (_, row) => REGIMES[regime[row]])).toEqual([
      "concave",
      "concave",
      "linear",
      ...Array.from({ length: 10 }, () => "convex"),
    ]);
    expect([...effectiveBins.subarray(0, 3)]).toEqual([1, 1, 1]);
    for (let row = 3; row < 13; row++) expect(effectiveBins[row]).toBeGreaterThan(effectiveBins[row - 1]);
  });

  test("has the same bits with 1 and 2 workers, and with tasks and rows that travelled as JSON", async () => {
    // Each row must start cold: rows in another order, alone, must not matter either.
    const travelling: Executor = {
      run<Task, Result>(work: Work<Task, Result>, tasks: Iterable<Task>, report: (result: Result) => void) {
        const travelled = workOf(SWEEP_WORK, resultFromJson<SweepShared>(resultToJson(work.shared)));
        for (const task of [...tasks].reverse()) {
          const row = travelled.run(resultFromJson<SweepTask>(resultToJson(task)));
          report(resultFromJson<Result>(resultToJson(row)));
        }
        return Promise.resolve();
      },
    };
    // And a row that is cut, where each piece must start cold.
    const long = { ...full, sizes: logspace(2, 6, 3 * 4096) };
    for (const options of [...transforms.map(([, betas]) => ({ ...full, betas })), long]) {
      const alone = bits(await sweep(model, { ...options, workers: 1 }));
      expect(bits(await sweep(model, { ...options, workers: 2 }))).toBe(alone);
      expect(bits(await sweep(model, { ...options, executor: travelling }))).toBe(alone);
      // The control: the comparison sees one bit.
      expect(
        bits(
          await sweep(model, {
            ...options,
            sizes: options.sizes.map((size, k) => (k === 3 ? size * (1 + 2 ** -52) : size)),
          }),
        ),
      ).not.toBe(alone);
    }
  });

  test("keeps a failed point's reason and the others' results", async () => {
    const betas = shiftBeta([-0.95, 0], "none");
    const result = await sweep(model, { sizes, betas });
    expect(result.failures.length).toBe(sizes.length);
    expect(result.failures[0]).toEqual({
      point: 0,
      row: 0,
      column: 0,
      reason: expect.stringContaining("beta[0] must be a finite number above 0, got -0.0") as string,
    });
    expect([...result.status.subarray(0, 9)].map((code) => POINT_STATUSES[code])).toEqual(
      Array.from({ length: 9 }, () => "failed"),
    );
    expect(result.cost[0]).toBeNaN();
    expect(bits(await sweep(model, { sizes }))).toBe(
      bits({
        ...result,
        ...Object.fromEntries(
          (["cost", "lambda", "effectiveBins", "active", "status", "regime"] as const).map((name) => [
            name,
            result[name].slice(9),
          ]),
        ),
      }),
    );
  });

  test("keeps the allocations of a reduced set of bins", async () => {
    const all = await sweep(model, { ...full, betas: commonBeta([1.5]) });
    const some = await sweep(model, { ...full, allocations: [5, 2], betas: commonBeta([1.5]) });
    expect([...(some.allocations?.keptBins ?? [])]).toEqual([5, 2]);
    for (let q = 0; q < 9; q++) {
      expect(some.allocations?.x[2 * q]).toBe(all.allocations?.x[24 * q + 5]);
      expect(some.allocations?.x[2 * q + 1]).toBe(all.allocations?.x[24 * q + 2]);
    }
    expect((await sweep(model, { sizes })).allocations).toBeUndefined();
  });

  test.each([1, 2])("stops when aborted, and goes on from the rows it had, with %i workers", async (workers) => {
    const options: SweepOptions = { ...full, betas: commonBeta(range(0.6, 2, 0.01)), workers };
    const stop = new AbortController();
    const rows: SweepRow[] = [];
    const stopped = sweep(model, {
      ...options,
      signal: stop.signal,
      onProgress(done, total, row) {
        expect(total).toBe(141 * 9);
        expect(done).toBe(9 * rows.push(row));
        if (done === 45) stop.abort(new Error("enough"));
      },
    });
    await expect(stopped).rejects.toThrow("enough");
    // Rows at work when it was stopped count too.
    expect(rows.length).toBeLessThan(5 + 2 * workers);
    let run = 0;
    const counting: Executor = {
      run(work, tasks, report, signal) {
        run += [...tasks].length;
        return inlineExecutor.run(work, tasks, report, signal);
      },
    };
    const resumed = await sweep(model, { ...options, done: rows, executor: counting });
    expect(run).toBe(141 - rows.length);
    expect(bits(resumed)).toBe(bits(await sweep(model, options)));
  });

  test("rejects where an executor fails or leaves rows out", async () => {
    const broken: Executor = { run: () => Promise.reject(new Error("no machine")) };
    await expect(sweep(model, { sizes, executor: broken })).rejects.toThrow("no machine");
    const lazy: Executor = { run: () => Promise.resolve() };
    await expect(sweep(model, { sizes, executor: lazy })).rejects.toThrow("left 9 of 9 points without a result");
  });

  test("names what is wrong with the grid", async () => {
    await expect(sweep(model, { sizes: [] })).rejects.toThrow("options.sizes must be an array of at least one size");
    await expect(sweep(model, { sizes: [1, 0] })).rejects.toThrow(
      "options.sizes[1] must be a finite number of shares above 0, got 0",
    );
    await expect(sweep(model, { sizes: [2, 1] })).rejects.toThrow("options.sizes[1] must rise from 2, got 1");
    await expect(sweep(undefined, { sizes })).rejects.toThrow("model must be given");
    await expect(sweep(model, { sizes, allocations: [24] })).rejects.toThrow(
      "options.allocations[0] must be a bin, 0 to 23, got 24",
    );
    await expect(sweep(model, { sizes, workers: 0 })).rejects.toThrow(
      'options.workers must be "auto" or a whole number',
    );
  });
});

describe("sweep(model, { cap, participation })", () => {
  const day = {
    alpha: [0.01, 0.02, 0.03, 0.015],
    beta: [1.5, 1.4, 1.6, 1.55],
    volume: [9000, 20_000, 4000, 12_000],
  };
  const sizes = [100, 1000, 2000, 4000];

  test("is allocate and twap under the same constraints, point for point", async () => {
    const constraints = { participation: 0.05, cap: [400, 2000, 2000, 2000] };
    const result = await sweep(day, { sizes, ...constraints, twap: true, allocations: "all" });
    const { failures } = result;
    for (const [k, size] of sizes.slice(0, 3).entries()) {
      const one = allocate(day, size, constraints);
      expect(result.cost[k]).toBe(one.cost);
      expect(result.lambda[k]).toBe(one.lambda);
      expect(result.atCap?.[k]).toBe(one.certificate.atCap ?? 0);
      expect(Array.from(result.allocations?.x.subarray(4 * k, 4 * k + 4) ?? [])).toEqual(Array.from(one.x));
      expect(result.twapCost?.[k]).toBe(twap(day, size, constraints).cost);
    }
    expect(result.atCap?.[2]).toBeGreaterThan(0);
    expect(result.cost[2]).toBeGreaterThan((await sweep(day, { sizes: [2000] })).cost[0]);
    expect(failures).toEqual([
      {
        point: 3,
        row: 0,
        column: 3,
        reason:
          "options.cap and options.participation must leave room for the size: " +
          "all bins together may trade 2200 shares, got 4000",
      },
    ]);
    expect(result.points()[3].status).toBe("failed");
    expect(sweepColumns(result).bins_at_cap).toEqual(Array.from(result.atCap ?? []));
  });

  test("has its optimum also where they leave TWAP no way to trade the order, whose cost is then NaN", async () => {
    const model = { alpha: [0.9, 0.4], beta: [1.85, 1.58] };
    const constraints = { cap: [2, 8], minTrade: 2, lot: 1 };
    expect(() => twap(model, 3, constraints)).toThrow("a textbook strategy");
    const result = await sweep(model, { sizes: [3, 4], ...constraints, twap: true, allocations: "all" });
    const optimum = allocate(model, 3, constraints);
    expect(result.failures).toEqual([]);
    expect(Array.from(result.allocations?.x.subarray(0, 2) ?? [])).toEqual(Array.from(optimum.x));
    expect([result.cost[0], result.gap?.[0]]).toEqual([optimum.cost, optimum.certificate.dualityGap]);
    expect(Array.from(result.twapCost ?? [])).toEqual([NaN, twap(model, 4, constraints).cost]);
  });

  test("each model of a list has the caps of its own volume", async () => {
    const calm = { ...day, volume: day.volume.map((v) => v / 10) };
    const betas = listModels([day, calm]);
    const { cost } = await sweep(undefined, { sizes: [200], betas, participation: 0.05 });
    expect(cost[0]).toBe(allocate(day, 200, { participation: 0.05 }).cost);
    expect(cost[1]).toBe(allocate(calm, 200, { participation: 0.05 }).cost);
    expect(cost[1]).toBeGreaterThan(cost[0]);
  });

  test("constraints that can never hold are refused at once", async () => {
    await expect(sweep(day, { sizes, participation: 2 })).rejects.toThrow("options.participation must be a share");
    const { alpha, beta } = day;
    await expect(sweep({ alpha, beta }, { sizes, participation: 0.1 })).rejects.toThrow(
      "options.participation must go with a model that has each bin's volume",
    );
    await expect(sweep(day, { sizes, cap: [1, 2] })).rejects.toThrow("options.cap must be a number of shares, or one");
  });

  test("a sweep without constraints has no columns of them", async () => {
    const result = await sweep(day, { sizes });
    expect([result.atCap, result.gap]).toEqual([undefined, undefined]);
    expect(sweepColumns(result)).not.toHaveProperty("bins_at_cap");
  });
});
