/** What each strategy would have traded on what was known, what it promised, and what the book that came took. */
import { InputError } from "../../base/input-error";
import { payFor } from "../../estimates/costs/cost-table";
import { sum } from "../../numeric/sum";
import { allocate } from "../../solver/allocate";
import { allocateAverage } from "../../solver/allocate-average";
import { proportional, twap } from "../../solver/baselines/baselines";
import { costOf } from "../../solver/model/cost";
import type { Cap } from "../../solver/model/caps";
import type { Constraints } from "../../solver/model/constraints";
import type { ImpactModel } from "../../solver/model/impact-model";
import { drawModels } from "../monte-carlo/draw-models";
import { poolDays } from "../monte-carlo/pool-days";
import { shrink } from "../monte-carlo/shrink";
import type { UncertainModel } from "../monte-carlo/parameter-errors";
import type { Fold } from "./folds";

/** TWAP first: what the others' savings are against. */
export const STRATEGIES = ["TWAP", "volume", "plain", "shrunk", "averaged", "capped"] as const;
export type StrategyName = (typeof STRATEGIES)[number];

export interface FoldPlan {
  readonly strategy: StrategyName;
  /** Shares by bin, as allocated before the first bin that pays. */
  readonly x: Float64Array;
  /** By the curves that were known, or by the shrunk ones for `shrunk`: its cost, and TWAP's by the same; currency. */
  readonly promised: number;
  readonly promisedTwap: number;
  /** What was filled of it cost, currency, and how many shares could not be filled. */
  readonly paid: number;
  readonly unfilled: number;
}

/** A strategy that a fold has no plan of, and why. */
export interface MissingPlan {
  readonly strategy: StrategyName;
  readonly reason: string;
}

export interface PlanOptions {
  readonly seed: number;
  readonly draws: number;
  readonly fillable: number;
  readonly strategies: readonly StrategyName[];
  /** What every plan keeps to. */
  readonly constraints: Constraints;
}

export interface FoldPlans {
  readonly plans: readonly FoldPlan[];
  readonly missing: readonly MissingPlan[];
  /** Why the fold has not even TWAP, against which the others are held. */
  readonly error?: InputError;
}

/** The plans are made of `fold.known` alone; `fold.rows` is looked at to pay. */
export function plansOf(fold: Fold, size: number, options: PlanOptions): FoldPlans {
  const { strategies, draws, seed, constraints } = options;
  const [first] = fold.known;
  const known: UncertainModel = fold.known.length === 1 ? first : { ...poolDays(fold.known), bin: first.bin };
  const plans: FoldPlan[] = [];
  const missing: MissingPlan[] = [];
  let even: Float64Array;
  try {
    even = twap(known, size, constraints).x;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { plans, missing: strategies.map((strategy) => ({ strategy, reason: error.message })), error };
  }
  const made: Record<StrategyName, () => { model: ImpactModel; x: Float64Array }> = {
    TWAP: () => ({ model: known, x: even }),
    volume: () => ({ model: known, x: proportional(known, size, known.volume ?? [], constraints).x }),
    plain: () => ({ model: known, x: allocate(known, size, constraints).x }),
    shrunk: () => {
      const model = shrink(known);
      return { model, x: allocate(model, size, constraints).x };
    },
    averaged: () => {
      const models = drawModels(fold.known.length === 1 ? known : fold.known, { draws, seed });
      return { model: known, x: allocateAverage(models, size, constraints).x };
    },
    capped: () => ({ model: known, x: allocate(known, size, { ...constraints, cap: capsOf(known, constraints) }).x }),
  };
  for (const strategy of strategies) {
    try {
      const { model, x } = made[strategy]();
      const promised = { promised: costOf(model, x), promisedTwap: costOf(model, even) };
      plans.push({ strategy, x, ...promised, ...pay(fold, x, options.fillable) });
    } catch (error) {
      // A fold without errors of its curves, say, has no draws: its other plans stand.
      if (!(error instanceof InputError)) throw error;
      missing.push({ strategy, reason: error.message });
    }
  }
  return { plans, missing };
}

/** The sizes that the fits saw, or the cap that is asked for where that is less. */
function capsOf({ maxSize }: UncertainModel, { cap }: Constraints): Cap | undefined {
  if (maxSize === undefined || typeof cap !== "number") return maxSize;
  return Array.from(maxSize, (most) => Math.min(most, cap));
}

function pay({ rows }: Fold, x: Float64Array, fillable: number): Pick<FoldPlan, "paid" | "unfilled"> {
  const payments = rows.map((row, i) => payFor(row, x[i], fillable));
  return {
    paid: sum(payments.map(({ cost }) => cost)),
    unfilled: sum(payments.map(({ filled }, i) => x[i] - filled)),
  };
}
