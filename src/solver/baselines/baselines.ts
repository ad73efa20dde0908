/**
 * The textbook strategies, to compare with the optimum: each takes a model and a size and returns an
 * allocation x (shares, summing to S) with its cost (currency). None of them is used by the solver.
 */
import { checkOptions } from "../../base/check-options";
import type { OptionNames } from "../../base/check-options";
import { InputError } from "../../base/input-error";
import { sum } from "../../numeric/sum";
import { checkCap } from "../model/caps";
import type { Cap } from "../model/caps";
import { sumOfCosts } from "../model/cost";
import { fillByWeight, fillInOrder } from "./fill-to-caps";
import { checkModel, checkSize } from "../model/impact-model";
import type { CheckedModel, ImpactModel } from "../model/impact-model";

/** An allocation and what it costs: x in shares, N values that sum to S; cost in currency. */
export interface Strategy {
  readonly x: Float64Array;
  readonly cost: number;
}

export interface BaselineOptions {
  /** The most that each bin may trade (`AllocateOptions.cap`): what a cap keeps out goes where the same rule puts it next. Default: none. */
  readonly cap?: Cap;
}

const OPTIONS: OptionNames<BaselineOptions> = { cap: true };

/** TWAP: the same number of shares in every bin, x_i = S / N. */
export function twap(model: ImpactModel, size: number, options: BaselineOptions = {}): Strategy {
  const checked = checkModel(model);
  const n = checked.alpha.length;
  const S = checkSize(size);
  const cap = capOf(options, n, S);
  return strategy(
    checked,
    cap === undefined ? new Float64Array(n).fill(S / n) : fillByWeight(new Float64Array(n).fill(1), cap, S),
  );
}

/**
 * Proportional to a volume profile (VWAP), x_i = S v_i / sum v.
 *
 * @param volume v_i >= 0, N values in any unit, not all 0.
 */
export function proportional(
  model: ImpactModel,
  size: number,
  volume: ArrayLike<number>,
  options: BaselineOptions = {},
): Strategy {
  const checked = checkModel(model);
  const n = checked.alpha.length;
  if (typeof volume !== "object" || volume === null || volume.length !== n) {
    throw new InputError("volume", `must have one value a bin (${n})`, volume);
  }
  let most = 0;
  for (let i = 0; i < n; i++) {
    if (typeof volume[i] !== "number" || !(volume[i] >= 0 && volume[i] < Infinity)) {
      throw new InputError("volume", "must be finite and not negative", volume[i], i);
    }
    most = Math.max(most, volume[i]);
  }
  if (!(most > 0)) throw new InputError("volume", "must not be 0 in every bin", 0);
  const S = checkSize(size);
  const profile = Float64Array.from(volume, (v) => v / most);
  const cap = capOf(options, n, S);
  if (cap !== undefined) return strategy(checked, fillByWeight(profile, cap, S));
  const total = sum(profile);
  return strategy(
    checked,
    profile.map((v) => S * (v / total)),
  );
}

/** Everything in the bin with the lowest alpha, whatever its beta: the rule of thumb. Ties: the first. */
export function lowestAlpha(model: ImpactModel, size: number, options: BaselineOptions = {}): Strategy {
  const checked = checkModel(model);
  const S = checkSize(size);
  const cap = capOf(options, checked.alpha.length, S);
  return cap === undefined
    ? allIn(checked, S, argmin(checked.alpha))
    : strategy(checked, fillInOrder(checked.alpha, cap, S));
}

/**
 * Everything in the bin where all of S costs least, argmin alpha_j S^beta_j. Optimal where no beta is above 1.
 * Under caps bins are filled in order of what a share costs them on average when as full as they may be.
 */
export function singleBest(model: ImpactModel, size: number, options: BaselineOptions = {}): Strategy {
  const checked = checkModel(model);
  const S = checkSize(size);
  const cap = capOf(options, checked.alpha.length, S);
  if (cap !== undefined) {
    const price = checked.alpha.map((a, j) => a * Math.pow(Math.min(cap[j], S), checked.beta[j] - 1));
    return strategy(checked, fillInOrder(price, cap, S));
  }
  return allIn(checked, S, argmin(checked.alpha.map((a, j) => a * Math.pow(S, checked.beta[j]))));
}

export interface BisectionOptions extends BaselineOptions {
  /** Relative width of the bracket of lambda at which to stop. Default 1e-15: as far as doubles go. */
  readonly tolerance?: number;
}

const BISECTION_OPTIONS: OptionNames<BisectionOptions> = { ...OPTIONS, tolerance: true };

/**
 * Bisection on the shadow price over the convex bins: lambda such that sum_i (lambda / (alpha_i
 * beta_i))^(1/(beta_i - 1)) = S. Slow and simple; bins with beta <= 1 are left out.
 *
 * @throws InputError where no beta is above 1.
 */
export function bisection(model: ImpactModel, size: number, options: BisectionOptions = {}): Strategy {
  const checked = checkModel(model);
  const { alpha, beta } = checked;
  const S = checkSize(size);
  const { tolerance = 1e-15 } = checkOptions(options, BISECTION_OPTIONS);
  if (!(tolerance > 0 && tolerance < 1))
    throw new InputError("options.tolerance", "must be between 0 and 1", tolerance);
  if (!beta.some((b) => b > 1))
    throw new InputError("beta", "must be above 1 in at least one bin for bisection on lambda", beta);
  const x = new Float64Array(alpha.length);
  if (S === 0) return strategy(checked, x);
  const caps = capOf(options, x.length, S)?.map((c, i) => (beta[i] > 1 ? c : 0));
  if (caps !== undefined && sum(caps) < S)
    throw new InputError("options.cap", "must leave room for the size in the bins with beta above 1", S);
  const capAt = (i: number): number => caps?.[i] ?? Infinity;
  const volumeAt = (logLambda: number): number => {
    for (let i = 0; i < x.length; i++) {
      x[i] =
        beta[i] > 1
          ? Math.min(capAt(i), Math.exp((logLambda - Math.log(alpha[i]) - Math.log(beta[i])) / (beta[i] - 1)))
          : 0;
    }
    return sum(x);
  };
  // At `high` one bin alone would trade S, or every bin its cap; at `low` no bin would trade more than S / N.
  let high = caps === undefined ? Infinity : -Infinity;
  let low = Infinity;
  for (let i = 0; i < x.length; i++) {
    if (!(beta[i] > 1 && capAt(i) > 0)) continue;
    const slope = Math.log(alpha[i]) + Math.log(beta[i]);
    const highest = slope + (beta[i] - 1) * Math.log(Math.min(S, capAt(i)));
    high = caps === undefined ? Math.min(high, highest) : Math.max(high, highest);
    low = Math.min(low, slope + (beta[i] - 1) * (Math.log(S) - Math.log(x.length)));
  }
  while (high - low > tolerance * Math.max(1, Math.abs(high))) {
    const middle = (low + high) / 2;
    if (!(middle > low && middle < high)) break;
    if (volumeAt(middle) < S) low = middle;
    else high = middle;
  }
  // What the last bit of lambda leaves goes where it moves the marginal cost least.
  const rest = S - volumeAt(high);
  const elasticity = x.map((xi, i) => (beta[i] > 1 && xi < capAt(i) ? xi / (beta[i] - 1) : 0));
  x[argmin(elasticity.map((e) => -e))] += rest;
  return strategy(checked, x);
}

export interface GreedyOptions extends BaselineOptions {
  /** Lots the order is cut into, an integer >= 1. Default 1000. */
  readonly lots?: number;
}

const GREEDY_OPTIONS: OptionNames<GreedyOptions> = { ...OPTIONS, lots: true };

/**
 * Greedy in lots of S / lots: each goes to the bin where it adds least to the cost. Optimal in lots
 * where every bin is convex; myopic where one is concave, as it never sees the later lots' discount.
 */
export function greedy(model: ImpactModel, size: number, options: GreedyOptions = {}): Strategy {
  const checked = checkModel(model);
  const { alpha, beta } = checked;
  const { lots = 1000 } = checkOptions(options, GREEDY_OPTIONS);
  if (!Number.isSafeInteger(lots) || !(lots >= 1))
    throw new InputError("options.lots", "must be an integer of 1 or more", lots);
  const S = checkSize(size);
  const lot = S / lots;
  const cap = capOf(options, alpha.length, S);
  const held = new Float64Array(alpha.length);
  const nextCost = (i: number): number =>
    cap !== undefined && (held[i] + 1) * lot > cap[i]
      ? Infinity
      : alpha[i] * (Math.pow((held[i] + 1) * lot, beta[i]) - Math.pow(held[i] * lot, beta[i]));
  const queue = new MinQueue(Float64Array.from(alpha, (_, i) => nextCost(i)));
  for (let k = 0; k < lots; k++) {
    const i = queue.first();
    if (nextCost(i) === Infinity && cap !== undefined)
      return strategy(
        checked,
        topUp(
          checked,
          held.map((count) => count * lot),
          cap,
          S,
        ),
      );
    held[i] += 1;
    queue.replaceFirst(nextCost(i));
  }
  return strategy(
    checked,
    held.map((count) => count * lot),
  );
}

/** What is left once no bin has room for a whole lot: to each bin's cap, in order of the marginal cost there. */
function topUp({ alpha, beta }: CheckedModel, x: Float64Array, cap: Float64Array, size: number): Float64Array {
  const price = alpha.map((a, i) => a * beta[i] * Math.pow(Math.min(cap[i], size), beta[i] - 1));
  const more = fillInOrder(
    price,
    cap.map((c, i) => Math.max(0, c - x[i])),
    size - sum(x),
  );
  return x.map((xi, i) => xi + more[i]);
}

function capOf({ cap }: BaselineOptions, n: number, size: number): Float64Array | undefined {
  return cap === undefined ? undefined : checkCap(cap, n, size);
}

function strategy(model: CheckedModel, x: Float64Array): Strategy {
  return { x, cost: sumOfCosts(model, x) };
}

function allIn(model: CheckedModel, size: number, bin: number): Strategy {
  const x = new Float64Array(model.alpha.length);
  x[bin] = size;
  return strategy(model, x);
}

function argmin(values: Float64Array): number {
  let least = 0;
  for (let i = 1; i < values.length; i++) if (values[i] < values[least]) least = i;
  return least;
}

/** A binary heap of bins by key, for replacing the least key over and over. Ties: any. */
class MinQueue {
  private readonly heap: Int32Array;

  constructor(private readonly key: Float64Array) {
    this.heap = Int32Array.from(key, (_, i) => i);
    for (let k = (key.length >> 1) - 1; k >= 0; k--) this.sink(k);
  }

  first(): number {
    return this.heap[0];
  }

  replaceFirst(key: number): void {
    this.key[this.heap[0]] = key;
    this.sink(0);
  }

  private sink(from: number): void {
    const { heap, key } = this;
    let k = from;
    for (;;) {
      let least = k;
      for (const child of [2 * k + 1, 2 * k + 2]) {
        if (child < heap.length && key[heap[child]] < key[heap[least]]) least = child;
      }
      if (least === k) return;
      [heap[k], heap[least]] = [heap[least], heap[k]];
      k = least;
    }
  }
}
