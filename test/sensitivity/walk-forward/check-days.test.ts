import { describe, expect, test } from "vitest";

import { formatWalkForward } from "../../../src/sensitivity/walk-forward/format-walk-forward";
import type { WalkDay } from "../../../src/sensitivity/walk-forward/folds";
import { walkForward, type WalkForward } from "../../../src/sensitivity/walk-forward/walk-forward";
import { walkDays } from "../../support/walk-days";

const TRUTH = { days: 5, bins: 8, seed: 0, between: 0.4, daily: 0.2, error: 0.2 };
const FEW = { draws: 8, resamples: 100 };
const DAYS = walkDays(TRUTH);
const [first, second, third] = DAYS;

const withCosts = (day: WalkDay, costs: Partial<WalkDay["costs"]>): WalkDay => ({
  ...day,
  costs: { ...day.costs, ...costs },
});
const withEstimates = (day: WalkDay, estimates: Partial<WalkDay["estimates"]>): WalkDay => ({
  ...day,
  estimates: { ...day.estimates, ...estimates },
});
const relabelled = (day: WalkDay, label: (bin: string) => string): WalkDay =>
  withCosts(withEstimates(day, { bin: day.estimates.bin.map(label) }), {
    rows: day.costs.rows.map((row) => ({ ...row, bin: label(row.bin) })),
  });
const noted = (day: WalkDay, notes: Record<string, string>): WalkDay => withCosts(day, { notes });
const rowsOf = (...days: WalkDay[]): WalkDay["costs"]["rows"] => days.flatMap(({ costs }) => costs.rows);

describe("walkForward refuses, by the day, the rule and the value,", () => {
  const sell = withCosts(withEstimates(second, { side: second.estimates.side.map(() => "sell") }), { side: "sell" });
  const recipe = (bin: string, symbol: string): Record<string, string> => ({ recipe: JSON.stringify({ bin, symbol }) });
  test.each<[string, WalkDay[], string]>([
    ["days of two sides", [first, sell], "days[1] must be of the same side in all estimates and costs (buy)"],
    [
      "days of two currencies",
      [noted(first, { currency: "EUR" }), noted(second, { currency: "USD" })],
      'days[1] must be of the same currency in all estimates and costs (EUR), got "USD"',
    ],
    [
      "estimates in another unit than their costs",
      [noted(withEstimates(first, { notes: { size_unit: "lots" } }), { size_unit: "shares" }), second],
      'days[0] must be of the same unit of sizes in all estimates and costs (lots), got "shares"',
    ],
    [
      "bins of two widths",
      [noted(first, recipe("60s", "A")), noted(second, recipe("300s", "A"))],
      "days[1] must be of the same width of bins",
    ],
    [
      "two instruments",
      [noted(first, recipe("60s", "A")), noted(second, recipe("60s", "B"))],
      "days[1] must be of the same instrument",
    ],
    [
      "a table of two days, of which one was paid and the other lost",
      [first, withCosts(second, { rows: rowsOf(second, third) })],
      'days[1].costs must be one day, a table each: it has 2024-01-02 09:00 already, got "2024-01-03 09:00"',
    ],
    [
      "two days as one, which was walked by parts across the night",
      [withEstimates(withCosts(first, { rows: rowsOf(first, second) }), two(first, second))],
      "days[0].estimates must be one day, a table each",
    ],
    [
      "bins out of order",
      [first, withCosts(second, { rows: second.costs.rows.toReversed() })],
      'days[1].costs must come after the one before, 2024-01-02 16:00, got "2024-01-02 15:00"',
    ],
    [
      "costs of another day than the estimates",
      [first, withEstimates(second, { bin: first.estimates.bin })],
      'days[1].costs must have a bin of its estimates, as 2024-01-01 09:00, got "2024-01-02 09:00"',
    ],
    [
      "one day with the costs of another, of which nothing was filled",
      [{ estimates: first.estimates, costs: second.costs }],
      "days[0].costs must have a bin of its estimates",
    ],
    [
      "a cost that is no number, whose fold was lost",
      [first, withCosts(second, { rows: second.costs.rows.map((row) => ({ ...row, cost: row.cost.map(() => NaN) })) })],
      "days[1].costs must have costs above 0, at 2024-01-02 09:00, got NaN",
    ],
  ])("%s", (_, days, sentence) => {
    expect(() => walkForward(days, 600, { ...FEW, parts: 2 })).toThrow(sentence);
  });

  test("and takes the same days where they agree, or do not say (the control)", () => {
    const alike = { currency: "USD", size_unit: "BTC", ...recipe("60s", "A") };
    const said = walkForward([noted(first, alike), noted(second, alike), noted(third, {})], 600, FEW);
    expect(said.folds.length).toBe(2);
    expect(formatWalkForward(said)).toContain("600 BTC in each of 2 folds");
    expect(walkForward([first], 600, { ...FEW, parts: 2 }).folds.length).toBe(1);
    // Units that only the estimates say are told, too.
    const silent = noted(withEstimates(first, { notes: { size_unit: "BTC" } }), { currency: "unknown" });
    expect(formatWalkForward(walkForward([silent, second], 600, FEW))).toContain("600 BTC in each of 1 folds");
  });

  test("labels without a date, late in the day, are no future", () => {
    const late = DAYS.map((day) => relabelled(day, (bin) => bin.replace(/ (\d\d)/, (_, h) => ` ${Number(h) + 7}`)));
    const undated = late.map((day) => withEstimates(day, { bin: day.estimates.bin.map((bin) => bin.slice(11)) }));
    expect(paidOf(walkForward(undated, 600, FEW))).toEqual(paidOf(walkForward(late, 600, FEW)));
    // The control: dated, in the wrong order.
    expect(() => walkForward([late[1], late[0]], 600, FEW)).toThrow("days must be in order of time");
  });

  test("a session in New York pays by its own clock across the change to summer time", () => {
    const recipe = { recipe: JSON.stringify({ timeZone: "America/New_York" }) };
    const moved = (day: WalkDay, date: string, earlier: number, notes: Record<string, string>): WalkDay => {
      const label = (bin: string): string =>
        `${date}T${String(Number(bin.slice(11, 13)) + 5 - earlier).padStart(2, "0")}:00:00Z`;
      return noted(withEstimates(relabelled(day, label), { notes }), notes);
    };
    const walk = (notes: Record<string, string>): WalkForward =>
      walkForward([moved(first, "2024-03-08", 0, notes), moved(second, "2024-03-11", 1, notes)], 600, FEW);
    expect(paidOf(walk(recipe))).toEqual(paidOf(walkForward([first, second], 600, FEW)));
    // The control: without the zone the bins are an hour apart, and the first is not filled.
    expect(walk({}).strategies[0].unfilled).toBeCloseTo(600 / 8, 9);
  });

  test("offsets are compared as instants, not as texts", () => {
    const at = (zone: string) => (bin: string) => `${bin.replace(" ", "T")}:00${zone}`;
    const inZone = walkForward(
      [first, second].map((day) => relabelled(day, at("-05:00"))),
      600,
      FEW,
    );
    expect(paidOf(inZone)).toEqual(paidOf(walkForward([first, second], 600, FEW)));
    expect(() => walkForward([relabelled(first, at("Z")), relabelled(second, at("-05:00"))], 600)).toThrow(
      "days[1].costs must have a bin at a time of day that was known",
    );
  });
});

function two(...days: WalkDay[]): Partial<WalkDay["estimates"]> {
  const join = (of: (day: WalkDay) => Float64Array): Float64Array =>
    Float64Array.from(days.flatMap((day) => [...of(day)]));
  return {
    bin: days.flatMap(({ estimates }) => estimates.bin),
    side: days.flatMap(({ estimates }) => estimates.side),
    status: days.flatMap(({ estimates }) => estimates.status),
    alpha: join(({ estimates }) => estimates.alpha),
    beta: join(({ estimates }) => estimates.beta),
  };
}

function paidOf({ folds }: WalkForward): number[][] {
  return folds.map(({ plans }) => plans.map(({ paid }) => paid));
}

describe("what folds lack is told", () => {
  test("a fold whose book filled nothing counts for nothing, and as unfilled", () => {
    const rows = third.costs.rows.map((row) => ({ ...row, fillable: row.size.map(() => 0.1) }));
    const result = walkForward(DAYS.with(2, withCosts(third, { rows })), 600, FEW);
    const text = formatWalkForward(result);
    expect(text).toContain(
      "Left out in 1 of 4 folds, as the book filled nothing of it or of TWAP: " +
        "TWAP, volume, plain, shrunk, averaged, capped.",
    );
    for (const { folds, unfilled } of result.strategies) {
      expect(folds).toBe(3);
      expect(unfilled).toBeCloseTo(600 / 4, 9); // it was 0
    }
    expect(formatWalkForward(walkForward(DAYS, 600, FEW))).not.toContain("Left out"); // the control
  });

  test("a day with half its curves leaves the other bins out of every later fold, and the text says so", () => {
    const half = withEstimates(second, { alpha: second.estimates.alpha.map((a, i) => (i < 4 ? a : NaN)) });
    const result = walkForward(DAYS.with(1, half), 600, FEW);
    expect(result.folds.map(({ bins, lacking }) => [bins, lacking])).toEqual([
      [8, 0],
      [4, 4],
      [4, 4],
      [4, 4],
    ]);
    expect(formatWalkForward(result)).toContain(
      "Bins without a curve on every day known trade nothing: at most 4 of 8, in the fold 2024-01-03.",
    );
    expect(formatWalkForward(walkForward(DAYS, 600, FEW))).not.toContain("trade nothing"); // the control
  });

  test("no share is kept of a promise to lose", () => {
    const volume = Float64Array.from({ length: 8 }, (_, i) => 1 + 5 * (i % 2));
    const result = walkForward(
      DAYS.map((day) => withEstimates(day, { volume })),
      600,
      FEW,
    );
    const [byVolume, plain] = ["volume", "plain"].map((name) => result.strategies.find((s) => s.strategy === name)!);
    expect(byVolume.promisedSaving.value).toBeLessThan(-0.1);
    expect(byVolume.kept.value).toBeNaN(); // it was 58 %
    expect(plain.kept.value).toBeGreaterThan(0.5); // the control
  });
});

describe("constraints are every plan's", () => {
  const volume = Float64Array.from({ length: 8 }, (_, i) => 1000 * (1 + i));
  const days = DAYS.map((day) => withEstimates(day, { volume }));
  const plans = (options: object): [string, number[]][] =>
    walkForward(days, 600, { ...FEW, ...options }).folds.flatMap(({ plans: all }) =>
      all.map(({ strategy, x }): [string, number[]] => [strategy, Array.from(x)]),
    );
  const near = (value: number, whole: number): boolean => Math.abs(value / whole - Math.round(value / whole)) < 1e-9;
  test.each<[string, object, (x: number, i: number) => boolean]>([
    ["cap", { cap: 85 }, (x) => x <= 85 * (1 + 1e-12)],
    ["participation", { participation: 0.05 }, (x, i) => x <= 0.05 * volume[i] * (1 + 1e-12)],
    ["lot", { lot: 25 }, (x) => near(x, 25)],
    ["minTrade", { minTrade: 90 }, (x) => x === 0 || x >= 90 * (1 - 1e-12)],
  ])("%s", (_, options, holds) => {
    const kept = plans(options);
    const names = [...new Set(kept.map(([name]) => name))];
    // A smallest trade has no mean plan yet: it says so instead.
    expect(names.length).toBe("minTrade" in options ? 5 : 6);
    for (const [, x] of kept) {
      expect(x.every(holds)).toBe(true);
      expect(x.reduce((sum, value) => sum + value, 0)).toBeCloseTo(600, 9);
    }
    // The control: without, none of these strategies keeps to it of itself in every fold.
    const free = plans({});
    for (const name of ["plain", "averaged"])
      expect(free.filter(([own]) => own === name).every(([, x]) => x.every(holds))).toBe(false);
  });

  test("capped keeps to the lesser of the cap and the sizes fitted", () => {
    const maxSize = Float64Array.from({ length: 8 }, (_, i) => (i < 4 ? 70 : 1000));
    const { folds } = walkForward(
      days.map((day) => withEstimates(day, { maxSize })),
      600,
      { ...FEW, cap: 100 },
    );
    const x = Array.from(folds[0].plans.find(({ strategy }) => strategy === "capped")!.x);
    expect(x.every((value, i) => value <= Math.min(100, maxSize[i]) * (1 + 1e-12))).toBe(true);
    const plain = Array.from(folds[0].plans.find(({ strategy }) => strategy === "plain")!.x);
    expect(plain.every((value, i) => value <= maxSize[i])).toBe(false); // the control
  });

  test("what breaks its rule is an error; where only some folds have no room, they say so", () => {
    expect(() => plans({ cap: 10 })).toThrow("options.cap must leave room for the size");
    expect(() => plans({ cap: [1, 2] })).toThrow("options.cap must be one number of shares for all bins");
    expect(() => plans({ lot: -1 })).toThrow("options.lot");
    expect(() => plans({ draws: 0 })).toThrow("options.draws");
    const quiet = withEstimates(first, { volume: volume.map((v) => v / 100) });
    const result = walkForward([quiet, ...days.slice(1)], 600, { ...FEW, participation: 0.05, window: 1 });
    expect(result.folds.map(({ plans: all }) => all.length)).toEqual([0, 6, 6, 6]);
    expect(formatWalkForward(result)).toMatch(
      /No plan in 1 of 4 folds: TWAP, as options.participation must leave room/,
    );
  });
});
