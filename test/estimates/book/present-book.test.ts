/**
 * What is no level, by hand: the ladder of test/support, with one thing changed.
 */
import { describe, expect, test } from "vitest";

import { createSnapshot } from "../../../src/estimates/book/book-snapshot";
import { estimateImpact } from "../../../src/estimates/fit/estimate-impact";
import type { EstimateOptions } from "../../../src/estimates/fit/estimate-options";
import type { ImpactEstimates } from "../../../src/estimates/table/impact-estimates";
import {
  csv,
  LADDER_COSTS,
  LADDER_SIZES,
  mbpRow,
  powerLaw,
  snapshotRow,
  times,
  type Cells,
} from "../../support/ladder-book";
import { temporaryFolder } from "../../support/temporary-folder";

const folder = temporaryFolder();
const MINUTE = times("2024-01-02T14:30:00Z", 7, 10);
let count = 0;

/** The estimates of a minute of rows, all of them changed alike. */
async function estimate(
  row: typeof snapshotRow,
  changes: Cells,
  options: EstimateOptions = { sizes: LADDER_SIZES },
): Promise<ImpactEstimates> {
  const path = folder.file(`book-${count++}.csv`, csv(MINUTE.map((time) => row(time, changes))));
  return estimateImpact(path, options);
}

/** Every level of a side. */
const side = (name: "bid" | "ask", price: string, size: string, from = 0): Cells =>
  Object.fromEntries(
    [0, 1, 2, 3].slice(from).flatMap((k) => [
      [`${name}_px_${k}`, price],
      [`${name}_sz_${k}`, size],
    ]),
  );

const MISSING_BEST = { sizes: [5, 10, 20, 30], costs: [7.5, 15, 40, 75] };
const TWO_ASKS = { sizes: [5, 10, 20], costs: [5, 10, 30] };
const LADDER = { sizes: LADDER_SIZES, costs: LADDER_COSTS };

describe("no such level", () => {
  test.each<[string, Cells, { sizes: number[]; costs: number[] }]>([
    ["nothing changed", {}, LADDER],
    [
      "a best bid of size 0 leaves the next one best",
      { bid_sz_0: "0" },
      { sizes: LADDER_SIZES, costs: [7.5, 15, 40, 120] },
    ],
    ["a best bid written 0,0", { bid_px_0: "0", bid_sz_0: "0" }, { sizes: LADDER_SIZES, costs: [7.5, 15, 40, 120] }],
    ["a best bid of price 0", { bid_px_0: "0.00" }, { sizes: LADDER_SIZES, costs: [7.5, 15, 40, 120] }],
    ["a best ask of size 0", { ask_sz_0: "0" }, MISSING_BEST],
    ["a best ask without a price", { ask_px_0: "" }, MISSING_BEST],
    ["a best ask of nothing", { ask_px_0: "", ask_sz_0: "" }, MISSING_BEST],
    ["deep asks padded 0,0", side("ask", "0", "0", 2), TWO_ASKS],
    ["deep asks of price 0", side("ask", "0", "10", 2), TWO_ASKS],
    ["deep asks of size 0 at any price", side("ask", "1", "0", 2), TWO_ASKS],
    ["deep asks marked -1,0", side("ask", "-1", "0", 2), TWO_ASKS],
    ["deep asks as NaN", side("ask", "NaN", "0", 2), TWO_ASKS],
    ["deep bids padded 0,0", side("bid", "0", "0", 2), LADDER],
    ["a hole between levels", { ask_px_1: "", ask_sz_1: "" }, { sizes: [5, 10, 20, 30], costs: [5, 10, 40, 80] }],
  ])("%s", async (_, changes, { sizes, costs }) => {
    const { alpha, beta, maxSize } = await estimate(snapshotRow, changes, { sizes: [...sizes, 1000] });
    const hand = powerLaw(sizes, costs);
    expect([alpha[0], beta[0], maxSize[0]]).toEqual([
      expect.closeTo(hand.alpha, 10),
      expect.closeTo(hand.beta, 12),
      sizes[sizes.length - 1],
    ]);
  });

  test("a side written 0,0 is an empty side: no mid of half the ask, but time without a book", async () => {
    const rows = MINUTE.map((time, k) => snapshotRow(time, k < 3 ? {} : side("bid", "0", "0")));
    const after = times("2024-01-02T14:31:10Z", 6, 10).map((time) => snapshotRow(time));
    const { status, alpha } = await estimateImpact(folder.file("empty-side.csv", csv([...rows, ...after])), {
      sizes: LADDER_SIZES,
      fillable: 0.8,
    });
    expect(status[0]).toBe("partial");
    expect(alpha[0]).toBeNaN();
    expect(alpha[1]).toBeCloseTo(powerLaw(LADDER_SIZES, LADDER_COSTS).alpha, 10);
  });

  test("Databento's largest integer is no price, raw or as a decimal", async () => {
    for (const none of ["9223372036854775807", "9223372036.854775807", ""]) {
      const { alpha, maxSize } = await estimate(
        mbpRow,
        { ask_px_02: none, ask_px_03: none, ask_sz_03: "0" },
        {
          sizes: [5, 10, 20, 40],
        },
      );
      expect([alpha[0], maxSize[0]]).toEqual([expect.closeTo(powerLaw([5, 10, 20], [5, 10, 30]).alpha, 10), 20]);
    }
  });
});

describe("prices below 0", () => {
  const shifted = (by: number, form: (price: number) => string, zero: (k: number) => string): Cells =>
    Object.fromEntries(
      [0, 1, 2, 3].flatMap((k) => [
        [`bid_px_${zero(k)}`, form(99 - k - by)],
        [`ask_px_${zero(k)}`, form(101 + k - by)],
      ]),
    );
  const hand = powerLaw(LADDER_SIZES, LADDER_COSTS);

  test("of plain snapshots are refused with both readings, until one is stated", async () => {
    await expect(estimate(snapshotRow, { ask_px_3: "-1" })).rejects.toThrow(
      /book-\d+\.csv, line 2, column "ask_px_3" must be a price above 0; whether one below 0 is a price or marks a level/,
    );
    const none = await estimate(snapshotRow, { ask_px_3: "-1" }, { sizes: [5, 10, 20, 40], negativePrices: "none" });
    expect([none.maxSize[0], none.beta[0]]).toEqual([20, expect.closeTo(powerLaw([5, 10, 20], [5, 10, 30]).beta, 12)]);
    const spread = shifted(103, String, String); // asks -2, -1, 0, 1
    const prices = await estimate(snapshotRow, spread, { sizes: LADDER_SIZES, negativePrices: "prices" });
    expect(prices.alpha[0]).toBeCloseTo(hand.alpha, 10);
  });

  test("of MBP-10 are prices, as decimals and raw, and so is 0 beside them", async () => {
    const name = (k: number): string => `0${k}`;
    for (const form of [(price: number) => price.toFixed(2), (price: number) => String(Math.round(price * 1e9))]) {
      const { alpha, beta } = await estimate(mbpRow, shifted(103, form, name));
      expect([alpha[0], beta[0]]).toEqual([expect.closeTo(hand.alpha, 10), expect.closeTo(hand.beta, 12)]);
    }
  });

  test("negativePrices is one of two words", async () => {
    await expect(estimate(snapshotRow, {}, { negativePrices: "yes" as never })).rejects.toThrow(
      'options.negativePrices must be prices or none, got "yes"',
    );
  });
});

describe("what is neither a level nor a way to write that there is none", () => {
  test.each<[Cells, string]>([
    [{ ask_sz_2: "-4" }, 'column "ask_sz_2" must not be negative, got -4'],
    [{ bid_sz_1: "" }, 'column "bid_sz_1" must be a size where there is a price, or 0 for no such level, got NaN'],
    [{ ask_px_1: "100.5" }, 'column "ask_px_1" must be at or above the ask before it: asks ascend and bids descend'],
    [{ bid_px_3: "97.5" }, 'column "bid_px_3" must be at or below the bid before it: asks ascend and bids descend'],
    [{ ask_px_1: "", ask_px_2: "100.5" }, 'column "ask_px_2" must be at or above the ask before it'],
  ])("%j is refused", async (changes, message) => {
    await expect(estimate(snapshotRow, changes)).rejects.toThrow(`, line 2, ${message}`);
  });

  test("of snapshots in memory it is named too", async () => {
    const book = createSnapshot(2);
    book.time = Date.UTC(2024, 0, 2) * 1e3;
    book.bidPrice.set([99, 98]);
    book.askPrice.set([101, 102]);
    book.bidSize.set([1, -1]);
    book.askSize.set([1, 1]);
    await expect(estimateImpact([book])).rejects.toThrow("snapshot 1, bidSize[1] must not be negative, got -1");
  });
});
