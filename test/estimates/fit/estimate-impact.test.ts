import { describe, expect, test } from "vitest";

import { type BookSnapshot, createSnapshot } from "../../../src/estimates/book/book-snapshot";
import { estimateImpact } from "../../../src/estimates/fit/estimate-impact";
import { generateBook } from "../../../src/estimates/synthetic/generate-book";
import { selectSide } from "../../../src/estimates/table/impact-estimates";
import { createRandom } from "../../../src/numeric/random";

const SECOND = 1e6;
const START = 1704205800 * SECOND; // 2024-01-02 14:30:00 UTC

interface Level {
  readonly price: number;
  readonly size: number;
}

function snapshot(seconds: number, bids: readonly Level[], asks: readonly Level[]): BookSnapshot {
  const book = createSnapshot(Math.max(bids.length, asks.length));
  book.time = START + seconds * SECOND;
  for (const [levels, price, size] of [
    [bids, book.bidPrice, book.bidSize],
    [asks, book.askPrice, book.askSize],
  ] as const) {
    price.fill(Number.NaN);
    levels.forEach((level, k) => {
      price[k] = level.price;
      size[k] = level.size;
    });
  }
  return book;
}

/** Asks at mid + 1, 2, 3, 4 with `size` each; bids as far below. */
function ladder(seconds: number, size: number, mid = 100): BookSnapshot {
  const levels = (sign: number): Level[] => [1, 2, 3, 4].map((k) => ({ price: mid + sign * k, size }));
  return snapshot(seconds, levels(-1), levels(1));
}

const sizes = [5, 10, 20, 40];

describe("estimateImpact by hand", () => {
  test("averages costs by time in force, across the bin's edge, and fits their logarithms", async () => {
    // A book of size 10 from 0 s to 45 s and again from 90 s, one of size 20 from 45 s to 90 s.
    const books = [ladder(0, 10), ladder(45, 20), ladder(90, 10), ladder(120, 10)];
    const estimates = await estimateImpact(books, { sizes });
    expect(estimates.bin).toEqual(["2024-01-02T14:30:00Z", "2024-01-02T14:31:00Z", "2024-01-02T14:32:00Z"]);
    const [thin, deep] = [
      [5, 10, 30, 100],
      [5, 10, 20, 60],
    ]; // costs of the four sizes
    [0.75, 0.5].forEach((share, bin) => {
      const logs = sizes.map((_, k) => Math.log(share * thin[k] + (1 - share) * deep[k]));
      const x = sizes.map(Math.log);
      const mean = (values: number[]): number => values.reduce((a, b) => a + b) / values.length;
      const slope =
        mean(x.map((v, k) => (v - mean(x)) * (logs[k] - mean(logs)))) / mean(x.map((v) => (v - mean(x)) ** 2));
      expect(estimates.beta[bin]).toBeCloseTo(slope, 12);
      expect(Math.log(estimates.alpha[bin])).toBeCloseTo(mean(logs) - slope * mean(x), 12);
    });
    expect(estimates).toMatchObject({ maxSize: Float64Array.of(40, 40, Number.NaN), n: Float64Array.of(4, 4, 0) });
  });

  test("drops a size that could be filled for less than 90 % of the bin, and counts one at exactly 90 %", async () => {
    const run = async (seconds: number) =>
      estimateImpact([ladder(0, 10), ladder(seconds, 5), ladder(60, 5)], { sizes });
    const at90 = await run(54);
    expect([at90.maxSize[0], at90.status[0]]).toEqual([40, "few-snapshots"]);
    const below = await run(53.9);
    expect([below.maxSize[0], below.n[0], below.status[0]]).toEqual([20, 3, "few-snapshots"]);
    // The mean of the size that was sometimes out of reach is over the time it was within.
    const kept = await estimateImpact([ladder(0, 10), ladder(54, 5), ladder(60, 5)], { sizes: [39, 40], minSizes: 2 });
    const pure = await estimateImpact([ladder(0, 10), ladder(60, 10)], { sizes: [39, 40], minSizes: 2 });
    expect(kept.alpha[0]).toBeCloseTo(pure.alpha[0], 10);
  });

  test("takes a locked, crossed, one-sided or halted book for none: that time is not covered", async () => {
    const locked = snapshot(30, [{ price: 100, size: 10 }], [{ price: 100, size: 10 }]);
    const crossed = snapshot(30, [{ price: 101, size: 10 }], [{ price: 100, size: 10 }]);
    const oneSided = snapshot(30, [], [{ price: 100, size: 10 }]);
    const halted = { ...ladder(30, 10), open: false };
    for (const bad of [locked, crossed, oneSided, halted]) {
      const estimates = await estimateImpact([ladder(0, 10), bad, ladder(60, 10), ladder(120, 10)], { sizes });
      expect(estimates.status.slice(0, 2)).toEqual(["partial", "few-snapshots"]);
      expect(estimates.alpha[0]).toBeNaN();
    }
  });

  test("keeps bins without a book as no-data and lets a book grow no older than maxAge", async () => {
    const books = [ladder(0, 10), ladder(600, 10), ladder(660, 10)];
    const status = async (maxAge: string) => (await estimateImpact(books, { sizes, maxAge })).status;
    expect(await status("60s")).toEqual([
      "few-snapshots",
      ...new Array<string>(9).fill("no-data"),
      "few-snapshots",
      "no-data",
    ]);
    expect(await status("150s")).toEqual([
      "few-snapshots",
      "few-snapshots",
      "partial",
      ...new Array<string>(7).fill("no-data"),
      "few-snapshots",
      "no-data",
    ]);
    expect(await status("1h")).toEqual([...new Array<string>(11).fill("few-snapshots"), "no-data"]);
  });

  test("names a bin by what is wrong with it", async () => {
    const many = (make: (seconds: number) => BookSnapshot): BookSnapshot[] =>
      Array.from({ length: 62 }, (_, second) => make(second));
    const wobble = (second: number): number => 10 + (second % 5);
    const statusOf = async (books: BookSnapshot[], grid: number[]) =>
      (await estimateImpact(books, { sizes: grid })).status[0];
    const ladders = many((second) => ladder(second, wobble(second)));
    expect(await statusOf(ladders, sizes)).toBe("ok");
    expect(await statusOf(ladders, [...sizes, 80])).toBe("extrapolated");
    expect(await statusOf(ladders, [30, 40, 80])).toBe("too-few-sizes");
    expect(
      await statusOf(
        many((second) => ladder(second, 1000 + second)),
        sizes,
      ),
    ).toBe("few-snapshots"); // all inside the best level: one state
    expect(
      await statusOf(
        many((second) => spread(second, 1 + (second % 3) / 10)),
        sizes,
      ),
    ).toBe("flat");
    const cliff = many((second) =>
      snapshot(
        second,
        [{ price: 99.9, size: 100 }],
        [
          { price: 100.1, size: 12 + (second % 3) },
          { price: 190 + (second % 2), size: 1000 },
        ],
      ),
    );
    expect(await statusOf(cliff, [10, 11, 12, 800, 900])).toBe("ok");
    expect(await statusOf(cliff, [1, 3, 8, 12, 16, 20, 24, 30])).toBe("poor-fit");

    function spread(second: number, half: number): BookSnapshot {
      return snapshot(second, [{ price: 100 - half, size: 1000 }], [{ price: 100 + half, size: 1000 }]);
    }
  });

  test("side both gives buy, sell and their round trip, the mean of the two costs", async () => {
    const asks = [1, 2, 3, 4].map((k) => ({ price: 100 + k, size: 10 }));
    const bids = [1, 3, 6, 9].map((k) => ({ price: 100 - k, size: 12 }));
    const books = [snapshot(0, bids, asks), snapshot(60, bids, asks)];
    const both = await estimateImpact(books, { side: "both", sizes: [20, 40], minSizes: 2 });
    expect(both.side.filter((_, row) => row % 2 === 0)).toEqual(["buy", "sell", "round-trip"]);
    const cost = (side: "buy" | "sell" | "round-trip", q: number): number => {
      const { alpha, beta } = selectSide(both, side);
      return alpha[0] * q ** beta[0];
    };
    for (const [q, buy, sell] of [
      [20, 30, 36],
      [40, 100, 156],
    ]) {
      expect(cost("buy", q)).toBeCloseTo(buy, 9);
      expect(cost("sell", q)).toBeCloseTo(sell, 9);
      expect(cost("round-trip", q)).toBeCloseTo((buy + sell) / 2, 9);
    }
  });

  test("sums the traded volume by the bin of the trade", async () => {
    const books = [0, 10, 59, 61, 120].map((second) => ({ ...ladder(second, 10), traded: second }));
    expect((await estimateImpact(books, { sizes })).volume).toEqual(Float64Array.of(69, 61, 120));
  });
});

/** The mean costs of a bin by brute force: every interval cut at bin edges, sizes walked one share at a time. */
function meanCosts(books: readonly BookSnapshot[], from: number, to: number, grid: readonly number[]): number[] {
  return grid.map((q) => {
    let [cost, time] = [0, 0];
    books.forEach((book, at) => {
      const seconds = Math.max(0, Math.min(to, books[at + 1]?.time ?? 0) - Math.max(from, book.time)) / SECOND;
      const mid = (book.askPrice[0] + book.bidPrice[0]) / 2;
      const shares = [...book.askPrice].flatMap((price, k) => new Array<number>(book.askSize[k]).fill(price - mid));
      if (seconds === 0 || !(book.bidPrice[0] < book.askPrice[0]) || shares.length < q) return;
      cost += seconds * shares.slice(0, q).reduce((a, b) => a + b, 0);
      time += seconds;
    });
    return time >= 0.9 * ((to - from) / SECOND) ? cost / time : Number.NaN;
  });
}

test(
  "estimateImpact agrees with brute force on random books, " + "sizes inside the best level and past the last included",
  async () => {
    const random = createRandom(21);
    const books: BookSnapshot[] = [];
    for (let second = 0; second < 300; second += 6 * random.uniform()) {
      const levels = (sign: number): Level[] => {
        let price = 100;
        return Array.from({ length: 5 }, () => ({
          price: (price += sign * (0.01 + random.uniform())),
          size: 1 + random.integer(40),
        }));
      };
      books.push(
        random.uniform() < 0.03 ? snapshot(second, levels(1), levels(-1)) : snapshot(second, levels(-1), levels(1)),
      );
    }
    const grid = [2, 5, 11, 23, 31, 47, 300];
    const estimates = await estimateImpact(books, { sizes: grid, fillable: 0.9 });
    let fitted = 0;
    estimates.bin.forEach((label, bin) => {
      const from = Date.parse(label) * 1e3;
      const mean = meanCosts(books, from, from + 60 * SECOND, grid);
      const counted = grid.filter((_, k) => mean[k] > 0);
      if (Number.isNaN(estimates.beta[bin])) return;
      fitted++;
      expect(estimates.n[bin]).toBe(counted.length);
      // Weights are nearly equal; the curve must pass the brute-force means' own fit closely.
      const refit = fitOf(
        counted,
        mean.filter((value) => value > 0),
        counted.map((q) => fillableShare(books, from, q)),
      );
      expect(estimates.beta[bin]).toBeCloseTo(refit.slope, 6);
      expect(Math.log(estimates.alpha[bin])).toBeCloseTo(refit.intercept, 5);
    });
    expect(fitted).toBeGreaterThanOrEqual(3);
  },
);

function fillableShare(books: readonly BookSnapshot[], from: number, q: number): number {
  return books.reduce((sum, book, at) => {
    const seconds =
      Math.max(0, Math.min(from + 60 * SECOND, books[at + 1]?.time ?? 0) - Math.max(from, book.time)) / SECOND;
    const depth = book.askSize.reduce((a, b) => a + b, 0);
    return sum + (book.bidPrice[0] < book.askPrice[0] && depth >= q ? seconds : 0);
  }, 0);
}

/** Weighted normal equations, solved by Cramer's rule. */
function fitOf(
  q: readonly number[],
  cost: readonly number[],
  w: readonly number[],
): { intercept: number; slope: number } {
  const sum = (f: (k: number) => number): number => q.reduce((total, _, k) => total + w[k] * f(k), 0);
  const [s0, s1, s2] = [sum(() => 1), sum((k) => Math.log(q[k])), sum((k) => Math.log(q[k]) ** 2)];
  const [y0, y1] = [sum((k) => Math.log(cost[k])), sum((k) => Math.log(cost[k]) * Math.log(q[k]))];
  const det = s0 * s2 - s1 * s1;
  return { intercept: (s2 * y0 - s1 * y1) / det, slope: (s0 * y1 - s1 * y0) / det };
}

describe("estimateImpact refuses", () => {
  const book = [ladder(0, 10), ladder(60, 10)];
  test.each([
    [{ side: "long" }, 'options.side must be buy, sell or both, got "long"'],
    [{ binWidth: "7s" }, 'options.binWidth must be whole milliseconds and divide a day, got "7s"'],
    [{ binWidth: "soon" }, 'options.binWidth must be a time such as 60s, 5m or 1h, got "soon"'],
    [{ binWidth: "1.5ms" }, 'options.binWidth must be whole milliseconds and divide a day, got "1.5ms"'],
    [{ binWidth: 0 }, "options.binWidth must be a time such as 60s, 5m or 1h, got 0"],
    [{ binWidth: "48h" }, "options.binWidth must be whole milliseconds and divide a day"],
    [{ fillable: 90 }, "options.fillable must be above 0 and at most 1, got 90"],
    [{ fillable: Number.NaN }, "options.fillable must be above 0 and at most 1, got NaN"],
    [{ minSizes: 1 }, "options.minSizes must be a whole number from 2, got 1"],
    [{ method: "ols" }, 'options.method must be wls or nls, got "ols"'],
    [{ sizes: [1, 2] }, 'options.sizes must be "auto" or at least 3 sizes, got Array of length 2'],
    [{ sizes: [1, 3, 2] }, "options.sizes[2] must ascend, got 2"],
    [{ sizes: [0, 1, 2] }, "options.sizes[0] must be positive and finite, got 0"],
    [{ fill: "zero" }, 'options.fill must be neighbours or left out, got "zero"'],
    [{ maxAge: "-5m" }, "options.maxAge must be a time"],
    [{ clock: "UTC" }, 'options.clock must be left out for snapshots in memory, got "UTC"'],
  ])("options %j", async (options, message) => {
    await expect(estimateImpact(book, options as never)).rejects.toThrow(message);
  });

  test("no snapshots, snapshots out of order and bins beyond number", async () => {
    await expect(estimateImpact([])).rejects.toThrow("book must hold at least one snapshot");
    await expect(estimateImpact([ladder(10, 10), ladder(5, 10)])).rejects.toThrow(
      'snapshot 2, time must not be earlier than the row before, 2024-01-02T14:30:10Z, got "2024-01-02T14:30:05Z"',
    );
    // Counted from the first row: the last is within 200,000 bins of the one before.
    await expect(
      estimateImpact(
        [0, 100, 201].map((second) => ladder(second, 10)),
        { binWidth: "1ms" },
      ),
    ).rejects.toThrow('snapshot 3, time must come to at most 200000 bins, got "2024-01-02T14:33:21Z"');
  });

  test("a book that is never one, and levels out of order", async () => {
    const crossed = [0, 60].map((second) =>
      snapshot(
        second,
        [
          { price: 101, size: 1 },
          { price: 100, size: 1 },
        ],
        [{ price: 99, size: 1 }],
      ),
    );
    await expect(estimateImpact(crossed)).rejects.toThrow(
      'book must hold an open book with its bid below its ask, got "none in 2 rows"',
    );
    const mixed = snapshot(
      0,
      [{ price: 99, size: 1 }],
      [
        { price: 103, size: 1 },
        { price: 101, size: 1 },
      ],
    );
    await expect(estimateImpact([mixed])).rejects.toThrow(
      "snapshot 1, askPrice[1] must be at or above the ask before it: asks ascend and bids descend, got 101",
    );
  });

  test("to go on after the signal", async () => {
    const books = generateBook({ seed: 1, seconds: 60, curve: () => ({ alpha: 0.01, beta: 1.4 }) });
    await expect(estimateImpact(books, { signal: AbortSignal.abort(new Error("enough")) })).rejects.toThrow("enough");
  });
});
