import { describe, expect, test } from "vitest";

import { inlineExecutor } from "../../src/work/executor";
import { cutRows } from "../../src/sweep/cut-rows";
import { logspace } from "../../src/sweep/grids";
import { listModels } from "../../src/sweep/beta-transform";
import { sweep } from "../../src/sweep/sweep";
import type { SweepRow } from "../../src/sweep/sweep-task";
import { sizePath } from "../../src/solver/size-path";

describe("cutRows(rows, columns, bins)", () => {
  test.each([
    [3, 200, 390, 200],
    [1, 1_000_000, 390, 2564],
    [2, 1_000_000, 1, 4096],
    [1, 200, 1_000_000, 64],
    [2, 65, 1_000_000, 64],
    [1, 1, 1, 4096],
  ])("covers %i rows of %i sizes of %i bins once, in order, in pieces of %i at most", (rows, columns, bins, most) => {
    const pieces = cutRows(rows, columns, bins);
    let point = 0;
    for (const { row, first, count } of pieces) {
      expect(row * columns + first).toBe(point);
      expect(first + count).toBeLessThanOrEqual(columns);
      expect(count).toBeLessThanOrEqual(most);
      expect(count).toBeGreaterThanOrEqual(Math.min(columns, Math.floor(most / 2)));
      point += count;
    }
    expect(point).toBe(rows * columns);
    expect(pieces.length).toBe(rows * Math.ceil(columns / most));
  });
});

describe("a sweep whose rows are cut", () => {
  const bins = 20_000;
  const alpha = Float64Array.from({ length: bins }, (_, i) => 0.01 * (1 + (i % 7)));
  const beta = Float64Array.from({ length: bins }, (_, i) => 1.3 + 0.1 * (i % 5));
  const sizes = logspace(5, 7, 100);
  const models = listModels([
    { alpha, beta },
    { alpha, beta: beta.map((b) => b + 0.2) },
    { alpha, beta: beta.map((b, i) => (i === 3 ? -1 : b)) },
  ]);

  test("has the numbers of paths that start cold at each piece, in their places", async () => {
    const { cost, lambda, regime, allocations, failures } = await sweep(undefined, {
      sizes,
      betas: models,
      allocations: [7],
      workers: 1,
    });
    expect(cutRows(3, 100, bins).map(({ first }) => first)).toEqual([0, 50, 0, 50, 0, 50]);
    const x = new Float64Array(bins);
    const wrong: number[] = [];
    for (const start of [0, 50, 100, 150]) {
      const path = sizePath({ alpha, beta: start < 100 ? beta : beta.map((b) => b + 0.2) });
      for (let q = start; q < start + 50; q++) {
        const point = path.at(sizes[q % 100], x);
        if (cost[q] !== point.cost || lambda[q] !== point.lambda || allocations?.x[q] !== x[7]) wrong.push(q);
      }
    }
    expect(wrong).toEqual([]);
    expect([...regime]).toEqual([...new Array<number>(200).fill(0), ...new Array<number>(100).fill(255)]);
    expect(failures.map(({ point, row, column }) => [point, row, column])).toEqual(
      Array.from({ length: 100 }, (_, column) => [200 + column, 2, column]),
    );
    // The control: the piece that starts at 50 is not the path that came from 0.
    const path = sizePath({ alpha, beta });
    const through = Array.from(sizes, (size) => (path.at(size, x), x[7]));
    expect(through.slice(0, 50)).toEqual([...(allocations?.x.subarray(0, 50) ?? [])]);
    expect(through.slice(50)).not.toEqual([...(allocations?.x.subarray(50, 100) ?? [])]);
  });

  test("counts its points, stops between pieces and goes on from them", async () => {
    const options = { sizes, betas: models, workers: 1 };
    const stop = new AbortController();
    const pieces: SweepRow[] = [];
    const counted: number[][] = [];
    const stopped = sweep(undefined, {
      ...options,
      signal: stop.signal,
      onProgress(done, total, piece) {
        counted.push([done, total]);
        pieces.push(piece);
        if (done === 150) stop.abort(new Error("enough"));
      },
    });
    await expect(stopped).rejects.toThrow("enough");
    expect(counted).toEqual([
      [50, 300],
      [100, 300],
      [150, 300],
    ]);
    let run = 0;
    const counting: typeof inlineExecutor = {
      run(work, tasks, report, signal) {
        run += [...tasks].length;
        return inlineExecutor.run(work, tasks, report, signal);
      },
    };
    const resumed = await sweep(undefined, { ...options, done: pieces, executor: counting });
    expect(run).toBe(3);
    expect(resumed.cost).toEqual((await sweep(undefined, options)).cost);
  });
});
