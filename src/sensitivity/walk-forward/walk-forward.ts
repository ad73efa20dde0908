/**
 * Of the saving that estimates promise, how much would have been paid? Not under draws of a model, but on the book that
 * came next: allocate by what was known, walk the later book at the allocated sizes. With p and q what a strategy
 * promised and paid, P and Q what TWAP did, over folds f,
 *
 *     promised saving  sum (P_f - p_f) / sum P_f,     paid saving  sum (Q_f - q_f) / sum Q_f,
 *     kept             sum (Q_f - q_f) / sum (P_f - p_f).
 *
 * q and Q are of the whole order at the price a share of what could be filled; what could not is told apart.
 */
import { checkChoice } from "../../base/check-choice";
import { checkFields } from "../../base/check-fields";
import { checkOptions, type OptionNames } from "../../base/check-options";
import { must } from "../../base/input-error";
import type { Notes, Noted } from "../../base/units";
import { checkSeed } from "../check-seed";
import { blockInterval, type Interval } from "./block-bootstrap";
import { plansOf, STRATEGIES, type FoldPlan, type MissingPlan, type StrategyName } from "./fold-plans";
import { foldsByDay, foldsByPart, type WalkDay } from "./folds";

export interface WalkForwardOptions {
  /** Parts that a single day is cut into, 2 or more. Default 6. Several days are walked day by day. */
  readonly parts?: number;
  /** The most days known before a fold, the latest ones. Default: all. */
  readonly window?: number;
  /** A size is filled where the book could fill it for this share of the bin, above 0 to 1. Default 0.9. */
  readonly fillable?: number;
  /** Which to walk with, TWAP among them always. Default: all of TWAP, volume, plain, shrunk, averaged, capped. */
  readonly strategies?: readonly StrategyName[];
  /** Draws of the averaged strategy. Default 200. */
  readonly draws?: number;
  /** Confidence of every interval, 0 to 1. Default 0.95. */
  readonly confidence?: number;
  /** Bootstrap resamples, 100 or more. Default 1000. */
  readonly resamples?: number;
  /** Whole number. Default 0. */
  readonly seed?: number;
}

const OPTIONS: OptionNames<WalkForwardOptions> = {
  parts: true,
  window: true,
  fillable: true,
  strategies: true,
  draws: true,
  confidence: true,
  resamples: true,
  seed: true,
};

/** What one strategy came to over the folds that it has a plan in. */
export interface WalkedStrategy {
  readonly strategy: StrategyName;
  readonly folds: number;
  /** Against TWAP, shares of its cost. */
  readonly promisedSaving: Interval;
  readonly paidSaving: Interval;
  /** The share of the promised saving that was paid; NaN of TWAP itself. */
  readonly kept: Interval;
  /** What the whole order cost a fold on average, currency. */
  readonly meanPaid: Interval;
  /** Shares of the order that could not be filled, on average. */
  readonly unfilled: number;
}

export interface WalkForward extends Noted {
  readonly size: number;
  /** By day, or within one. */
  readonly by: "day" | "part of the day";
  readonly folds: readonly {
    readonly name: string;
    readonly knownUntil: string;
    readonly paysFrom: string;
    readonly bins: number;
    readonly plans: readonly FoldPlan[];
    readonly missing: readonly MissingPlan[];
  }[];
  readonly strategies: readonly WalkedStrategy[];
  readonly confidence: number;
  readonly notes?: Notes;
}

/**
 * Walks forward through days, or through the parts of one: each fold is allocated by the curves of what came before
 * (plain, shrunk, averaged over draws, capped at the sizes fitted, TWAP, by volume) and pays what its own book cost at
 * these sizes.
 *
 * @param days estimates and costs of each day in order of time, of one side: what `estimateWithCosts` gives.
 * @param size S > 0, shares of the order of each fold.
 * @returns savings promised and paid, shares of TWAP's cost, and the share of the promise kept, with intervals by block
 *   bootstrap over folds (none of fewer than 3); the folds with their plans.
 * @throws InputError for days without bins or out of order, whose folds would know the future, and for options that
 *   break their rule.
 * @example
 * ```ts
 * import { exampleBook, estimateWithCosts, walkForward } from "../src";
 * const { estimates, costs } = await estimateWithCosts(exampleBook(1, 24, 1), { side: "buy", binWidth: "60s" });
 * const { strategies } = walkForward([{ estimates, costs: costs[0] }], 2000, { parts: 4 });
 * console.log(strategies.map(({ strategy, kept }) => [strategy, kept.value])); // of 24 minutes: intraday
 * ```
 */
export function walkForward(days: readonly WalkDay[], size: number, options: WalkForwardOptions = {}): WalkForward {
  const { parts = 6, window = Infinity, fillable = 0.9, draws = 200 } = checkOptions(options, OPTIONS);
  const { confidence = 0.95, resamples = 1000, seed = 0, strategies: asked = STRATEGIES } = options;
  must(Array.isArray(asked), "options.strategies", `must be a list of ${STRATEGIES.join(", ")}`, asked);
  asked.forEach((name: StrategyName) => checkChoice("options.strategies", name, STRATEGIES));
  const strategies = STRATEGIES.filter((name) => name === "TWAP" || asked.includes(name));
  must(Array.isArray(days) && days.length > 0, "days", "must be a list of days, each { estimates, costs }", days);
  days.forEach((day: WalkDay, d) => {
    const { estimates, costs } = checkFields(
      `days[${d}]`,
      day,
      ["estimates", "costs"],
      "an object { estimates, costs }",
    );
    must(costs?.rows?.length > 0, `days[${d}].costs`, "must be a cost table with bins", costs);
    const sides = [...new Set(estimates.side.filter((side) => side !== ""))];
    const one = sides.length < 2 && (sides.length === 0 || sides[0] === costs.side);
    must(one, `days[${d}]`, `must have estimates of the side of its costs, ${costs.side}`, sides);
  });
  must(size > 0 && size < Infinity, "size", "must be a finite number of shares above 0", size);
  must(Number.isInteger(parts) && parts >= 2, "options.parts", "must be a whole number, 2 or above", parts);
  must(
    window === Infinity || (Number.isInteger(window) && window >= 1),
    "options.window",
    "must be 1 or above",
    window,
  );
  must(fillable > 0 && fillable <= 1, "options.fillable", "must be above 0 and at most 1", fillable);
  must(confidence > 0 && confidence < 1, "options.confidence", "must lie between 0 and 1", confidence);
  must(Number.isInteger(resamples) && resamples >= 100, "options.resamples", "must be 100 or above", resamples);
  checkSeed(seed);
  const folds = days.length > 1 ? foldsByDay(days, window) : foldsByPart(days[0], parts);
  const walked = folds.map((fold) => {
    const all = plansOf(fold, size, { seed, draws, fillable, strategies });
    return {
      name: fold.name,
      knownUntil: fold.knownUntil,
      paysFrom: fold.paysFrom,
      bins: fold.rows.length,
      plans: all.filter((plan): plan is FoldPlan => "x" in plan),
      missing: all.filter((plan): plan is MissingPlan => "reason" in plan),
    };
  });
  const how = { confidence, resamples, seed };
  return {
    size,
    by: days.length > 1 ? "day" : "part of the day",
    folds: walked,
    strategies: strategies.map((strategy) => strategyOf(strategy, walked, size, how)),
    confidence,
    notes: days[0].costs.notes,
  };
}

/** What the whole order costs at the price a share of what was filled, currency; NaN where nothing was. */
export function wholeCost({ paid, unfilled }: FoldPlan, size: number): number {
  return unfilled < size ? (paid * size) / (size - unfilled) : NaN;
}

function strategyOf(
  strategy: StrategyName,
  folds: WalkForward["folds"],
  size: number,
  how: { readonly confidence: number; readonly resamples: number; readonly seed: number },
): WalkedStrategy {
  const rows = folds.flatMap(({ plans }) => {
    const plan = plans.find((one) => one.strategy === strategy);
    const twap = plans.find((one) => one.strategy === "TWAP");
    if (plan === undefined || twap === undefined) return [];
    const [p, q, P, Q] = [plan.promised, wholeCost(plan, size), plan.promisedTwap, wholeCost(twap, size)];
    return Number.isNaN(q + Q) ? [] : [{ p, q, P, Q, unfilled: plan.unfilled }];
  });
  type Row = (typeof rows)[number];
  const total = (chosen: readonly number[], of: (row: Row) => number): number =>
    chosen.reduce((sum, fold) => sum + of(rows[fold]), 0);
  const interval = (of: (chosen: readonly number[]) => number): Interval => blockInterval(rows.length, of, how);
  return {
    strategy,
    folds: rows.length,
    promisedSaving: interval((on) => total(on, ({ p, P }) => P - p) / total(on, ({ P }) => P)),
    paidSaving: interval((on) => total(on, ({ q, Q }) => Q - q) / total(on, ({ Q }) => Q)),
    kept: interval((on) => total(on, ({ q, Q }) => Q - q) / total(on, ({ p, P }) => P - p)),
    meanPaid: interval((on) => total(on, ({ q }) => q) / on.length),
    unfilled: rows.reduce((sum, row) => sum + row.unfilled, 0) / rows.length,
  };
}
