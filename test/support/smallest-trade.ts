/**
 * The least cost where a bin trades nothing or between a smallest trade and its cap, by trying every set of trading
 * bins: convex and linear bins are divided by bisection on the price; of concave ones each is at either end, or one is
 * in between, looked for on a grid and refined.
 */
import { exp, log, pow } from "../../src/numeric/elementary";

export interface SmallestTradeProblem {
  readonly alpha: readonly number[];
  readonly beta: readonly number[];
  readonly size: number;
  readonly minTrade: number;
  readonly cap?: readonly number[];
}

export function leastCostBySets({ alpha, beta, size, minTrade, cap }: SmallestTradeProblem): number {
  const n = alpha.length;
  const high = alpha.map((_, i) => Math.min(size, cap?.[i] ?? Infinity));
  const cost = (i: number, x: number): number => alpha[i] * pow(x, beta[i]);
  let least = Infinity;
  for (let set = 1; set < 1 << n; set++) {
    const bins = alpha.flatMap((_, i) => ((set >> i) & 1 ? [i] : []));
    if (bins.some((i) => high[i] < minTrade)) continue;
    const rising = bins.filter((i) => beta[i] >= 1);
    const concave = bins.filter((i) => beta[i] < 1);
    /** The least cost of a volume in the convex and linear bins of the set. */
    const pool = (volume: number): number => {
      const room = rising.reduce((sum, i) => sum + high[i], 0);
      const tolerance = 1e-13 * size;
      if (volume < rising.length * minTrade - tolerance || volume > room + tolerance) return Infinity;
      // One bin alone takes all of it: no price is to be found.
      if (rising.length === 1) return cost(rising[0], Math.min(high[rising[0]], Math.max(minTrade, volume)));
      const at = (u: number): number[] =>
        rising.map((i) => {
          const wanted =
            beta[i] > 1 ? exp((u - log(alpha[i] * beta[i])) / (beta[i] - 1)) : u >= log(alpha[i]) ? Infinity : 0;
          return Math.min(high[i], Math.max(minTrade, wanted));
        });
      let [low, top] = [-200, 200];
      for (let k = 0; k < 100; k++) {
        const middle = (low + top) / 2;
        if (at(middle).reduce((a, b) => a + b, 0) < volume) low = middle;
        else top = middle;
      }
      // A linear bin at the price takes what the jump of its volume leaves over.
      const [below, above] = [at(low), at(top)];
      const [a, b] = [below, above].map((x) => x.reduce((s, xi) => s + xi, 0));
      const part = b > a ? Math.min(1, Math.max(0, (volume - a) / (b - a))) : 0;
      return rising.reduce((sum, i, k) => sum + cost(i, below[k] + part * (above[k] - below[k])), 0);
    };
    for (let ends = 0; ends < 1 << concave.length; ends++) {
      const at = concave.map((i, k) => ((ends >> k) & 1 ? high[i] : minTrade));
      const paid = at.map((x, k) => cost(concave[k], x));
      const held = at.reduce((a, b) => a + b, 0);
      const total = paid.reduce((a, b) => a + b, 0);
      least = Math.min(least, total + pool(size - held));
      concave.forEach((i, k) => {
        const whole = (x: number): number => total - paid[k] + cost(i, x) + pool(size - held + at[k] - x);
        // Alone, it takes what is left; beside a pool, the best on a grid, refined.
        if (rising.length === 0) {
          const x = size - held + at[k];
          if (x >= minTrade && x <= high[i]) least = Math.min(least, total - paid[k] + cost(i, x));
          return;
        }
        // The pool at its least or its most.
        for (const pooled of [rising.length * minTrade, rising.reduce((sum, j) => sum + high[j], 0)]) {
          const x = size - held + at[k] - pooled;
          if (x >= minTrade && x <= high[i]) least = Math.min(least, whole(x));
        }
        const step = (high[i] - minTrade) / 24;
        for (let g = 0; g < 24; g++) {
          let [a, b] = [minTrade + g * step, minTrade + (g + 1) * step];
          for (let t = 0; t < 30; t++) {
            const [l, r] = [b - 0.618 * (b - a), a + 0.618 * (b - a)];
            if (whole(l) < whole(r)) b = r;
            else a = l;
          }
          least = Math.min(least, whole(a), whole(b));
        }
      });
    }
  }
  return least;
}
