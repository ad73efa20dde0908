/** The baselines under caps: a rule of thumb fills bins as it would, and what a cap keeps out goes on to the others. */
import { must } from "../../base/input-error";
import { sum } from "../../numeric/sum";
import { TOLERANCES } from "../model/allocation";

/**
 * x_i = min(c_i, t w_i) with the t for which sum x = S: proportional to weights as far as the caps allow. The bins
 * are at their caps in the order of c_i / w_i. What is left once all bins of a weight are full is spread evenly
 * over the others.
 */
export function fillByWeight(weights: Float64Array, cap: Float64Array, size: number): Float64Array {
  const x = new Float64Array(weights.length);
  const weighted = [...weights.keys()]
    .filter((i) => weights[i] > 0 && cap[i] > 0)
    .sort((i, j) => cap[i] / weights[i] - cap[j] / weights[j] || i - j);
  let rest = size;
  let total = sum(weighted.map((i) => weights[i]));
  weighted.forEach((i, rank) => {
    const share = rank === weighted.length - 1 ? rest : (rest * weights[i]) / total;
    x[i] = Math.min(cap[i], share);
    rest -= x[i];
    total -= weights[i];
  });
  if (!(rest > TOLERANCES.feasibility * size)) return x;
  const others = weights.map((w, i) => (w > 0 ? 0 : cap[i]));
  must(
    others.some((c) => c > 0),
    "options.cap",
    "must leave room for the size",
    size,
  );
  const even = fillByWeight(
    others.map((c) => (c > 0 ? 1 : 0)),
    others,
    rest,
  );
  return x.map((xi, i) => xi + even[i]);
}

/** Fills bins to their caps in ascending order of a price, ties by index. */
export function fillInOrder(price: Float64Array, cap: Float64Array, size: number): Float64Array {
  const x = new Float64Array(price.length);
  let rest = size;
  for (const i of [...price.keys()].sort((a, b) => price[a] - price[b] || a - b)) {
    x[i] = Math.min(cap[i], rest);
    rest -= x[i];
  }
  return x;
}
