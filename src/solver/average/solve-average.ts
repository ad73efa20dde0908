/**
 * The shadow price of a mean over many models: with y_i(u) the inverse of h_i and m_i = min(1, c_i / S),
 *
 *     sum_i min(m_i, exp(y_i(u))) = 1
 *
 * over the bins whose marginal cost rises, by Newton's method within a bracket. Bins whose every draw is linear are
 * pieces of constant price: those below lambda are full, one at lambda takes what is left.
 */
import { exp, log } from "../../numeric/elementary";
import { evaluate, invert, LEAST, type MeanBin } from "./mean-bins";

const MOST_PASSES = 100;

export interface Solved {
  readonly u: number;
  /** The linear bin that takes what is left, or -1. */
  readonly active: number;
  readonly passes: number;
  readonly converged: boolean;
}

/** Solves sum w = 1 for u, 0 <= w_i <= most_i <= 1; the shares go to `w`. */
export function solveAverage(bins: readonly MeanBin[], most: Float64Array, w: Float64Array): Solved {
  const at = { h: 0, slope: 0 };
  const level = (i: number, y: number): number => {
    evaluate(bins[i], y, at);
    return at.h;
  };
  const open = [...bins.keys()].filter((i) => most[i] > 0);
  const rising = open.filter((i) => !bins[i].flat);
  const flat = open.filter((i) => bins[i].flat).sort((i, j) => level(i, 0) - level(j, 0) || i - j);
  const full = bins.map((bin, i) => (most[i] > 0 && !bin.flat ? level(i, log(most[i])) : Infinity));
  const y = new Float64Array(bins.length);
  const elasticity = new Float64Array(bins.length);
  const volumeAt = (u: number): { total: number; slope: number } => {
    let total = 0;
    let slope = 0;
    for (const i of rising) {
      const isFull = most[i] < 1 && full[i] <= u;
      if (!isFull) y[i] = invert(bins[i], u, y[i], at);
      w[i] = isFull ? most[i] : y[i] > LEAST ? Math.min(most[i], exp(y[i])) : 0;
      elasticity[i] = !isFull && w[i] > 0 ? 1 / at.slope : 0;
      total += w[i];
      slope += w[i] * elasticity[i];
    }
    return { total, slope };
  };

  let passes = 0;
  let need = 1;
  let ceiling = Infinity;
  for (const i of flat) {
    passes++;
    const price = level(i, 0);
    const left = need - volumeAt(price).total;
    if (!(left > 0)) {
      ceiling = price;
      break;
    }
    w[i] = Math.min(most[i], left);
    if (w[i] === left) return { u: price, active: i, passes, converged: true };
    need -= w[i];
  }

  // At `high` some bin alone would trade all, or every bin is full; at `low` none more than its part of it.
  const uncapped = rising.every((i) => most[i] === 1);
  const highest = rising.reduce(
    (so, i) => (uncapped ? Math.min(so, full[i]) : Math.max(so, full[i])),
    uncapped ? Infinity : -Infinity,
  );
  let high = Math.min(ceiling, highest);
  let low = rising.reduce((least, i) => Math.min(least, level(i, log(need) - log(rising.length))), high);
  let u = high;
  for (; passes < MOST_PASSES; passes++) {
    const { total, slope } = volumeAt(u);
    if (total > need) high = u;
    else low = u;
    const step = slope > 0 ? (-log(total / need) * total) / slope : NaN;
    // Nothing can respond: every bin is full, and they are all that is needed.
    const settled = slope === 0 && Math.abs(total - need) <= 4 * Number.EPSILON * rising.length;
    if (settled || Math.abs(step) <= 4 * Number.EPSILON * Math.max(1, Math.abs(u))) {
      // What rounding left goes where it moves the marginal cost least.
      const widest = rising.reduce(
        (best, i) => (w[i] * elasticity[i] > w[best] * elasticity[best] ? i : best),
        rising[0],
      );
      w[widest] = Math.min(most[widest], w[widest] + (need - total));
      return { u, active: -1, passes: passes + 1, converged: true };
    }
    const next = u + step;
    u = next > low && next < high ? next : low + (high - low) / 2;
  }
  return { u, active: -1, passes, converged: false };
}
