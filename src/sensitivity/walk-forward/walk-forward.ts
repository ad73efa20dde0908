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
import { checkOptions, type OptionNames } from "../../base/check-options";
import { must } from "../../base/input-error";
import type { Notes, Noted } from "../../base/units";
import type { Constraints } from "../../solver/model/constraints";
import { checkDraws } from "../monte-carlo/parameter-draws";
import { blockInterval, type Interval } from "./block-bootstrap";
import { checkDays } from "./check-days";
import { plansOf, STRATEGIES, type FoldPlan, type MissingPlan, type StrategyName } from "./fold-plans";
import { foldsByDay, foldsByPart, type WalkDay } from "./folds";

/** What every plan keeps to; a cap is of every bin, as the bins differ from fold to fold. */
type WalkConstraints = Pick<Constraints, "participation" | "lot" | "minTrade"> & { readonly cap?: number };

export interface WalkForwardOptions extends WalkConstraints {
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
  cap: true,
  participation: true,
  lot: true,
  minTrade: true,
};

/** What one strategy came to over the folds that it has a plan in and whose book filled some of it, and of TWAP. */
export interface WalkedStrategy {
  readonly strategy: StrategyName;
  readonly folds: number;
  /** Against TWAP, shares of its cost. */
  readonly promisedSaving: Interval;
  readonly paidSaving: Interval;
  /** The share of the promised saving that was paid; NaN where none was promised, as of TWAP itself. */
  readonly kept: Interval;
  /** What the whole order cost a fold on average, currency. */
  readonly meanPaid: Interval;
  /** Shares of the order that could not be filled, on average over all folds with a plan. */
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
    /** Bins of what was known that have no curve on every day of it: they trade nothing. */
    readonly lacking: number;
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
 * @throws InputError for days without bins or out of order, whose folds would know the future; for days of several
 *   sides, instruments, units or widths of bin; for a table of several days, or costs of other bins than its estimates;
 *   and for options that break their rule.
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
  const { confidence = 0.95, resamples = 1000, seed = 0, strategies: named = STRATEGIES } = options;
  must(Array.isArray(named), "options.strategies", `must be a list of ${STRATEGIES.join(", ")}`, named);
  named.forEach((name: StrategyName) => checkChoice("options.strategies", name, STRATEGIES));
  const strategies = STRATEGIES.filter((name) => name === "TWAP" || named.includes(name));
  checkDays(days);
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
  checkDraws(draws, seed);
  const { cap, participation, lot, minTrade } = options;
  must(cap === undefined || typeof cap === "number", "options.cap", "must be one number of shares for all bins", cap);
  const asked = { seed, draws, fillable, strategies, constraints: { cap, participation, lot, minTrade } };
  const folds = days.length > 1 ? foldsByDay(days, window) : foldsByPart(days[0], parts);
  const planned = folds.map((fold) => plansOf(fold, size, asked));
  const [{ error }] = planned;
  if (error !== undefined && planned.every(({ plans }) => plans.length === 0)) throw error;
  const walked = folds.map(({ name, knownUntil, paysFrom, rows, lacking }, f) => {
    const { plans, missing } = planned[f];
    return { name, knownUntil, paysFrom, bins: rows.length, lacking, plans, missing };
  });
  const how = { confidence, resamples, seed };
  return {
    size,
    by: days.length > 1 ? "day" : "part of the day",
    folds: walked,
    strategies: strategies.map((strategy) => strategyOf(strategy, walked, size, how)),
    confidence,
    notes: notesOf(days[0]),
  };
}

/** Those of the costs, and the units that only the estimates say. */
function notesOf({ estimates, costs }: WalkDay): Notes {
  const said = Object.entries(costs.notes ?? {}).filter(([, note]) => note !== "unknown");
  const { currency, size_unit } = estimates.notes as Partial<Notes>;
  const units = Object.entries({ currency, size_unit }).filter(
    (unit): unit is [string, string] => unit[1] !== undefined,
  );
  return Object.fromEntries([...units, ...said]);
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
  const mine = folds.flatMap(({ plans }) => {
    const plan = plans.find((one) => one.strategy === strategy);
    const twap = plans.find((one) => one.strategy === "TWAP");
    if (plan === undefined || twap === undefined) return [];
    const [p, q, P, Q] = [plan.promised, wholeCost(plan, size), plan.promisedTwap, wholeCost(twap, size)];
    return [{ p, q, P, Q, unfilled: plan.unfilled }];
  });
  const rows = mine.filter(({ q, Q }) => !Number.isNaN(q + Q));
  type Row = (typeof rows)[number];
  const all = [...rows.keys()];
  const total = (chosen: readonly number[], of: (row: Row) => number): number =>
    chosen.reduce((sum, fold) => sum + of(rows[fold]), 0);
  const promise = (on: readonly number[]): number => total(on, ({ p, P }) => P - p);
  const interval = (of: (chosen: readonly number[]) => number): Interval => blockInterval(rows.length, of, how);
  const promised = promise(all) > ROUNDING * total(all, ({ P }) => P);
  return {
    strategy,
    folds: rows.length,
    promisedSaving: interval((on) => promise(on) / total(on, ({ P }) => P)),
    paidSaving: interval((on) => total(on, ({ q, Q }) => Q - q) / total(on, ({ Q }) => Q)),
    kept: promised ? interval((on) => total(on, ({ q, Q }) => Q - q) / promise(on)) : NONE,
    meanPaid: interval((on) => total(on, ({ q }) => q) / on.length),
    unfilled: mine.reduce((sum, row) => sum + row.unfilled, 0) / mine.length,
  };
}

/** A saving below this share of TWAP's cost is none. */
const ROUNDING = 1e-12;
const NONE: Interval = { value: NaN, low: NaN, high: NaN };
