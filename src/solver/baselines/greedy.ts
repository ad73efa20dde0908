/** Greedy by marginal cost, lot by lot. */
import type { OptionNames } from "../../base/check-options";
import { InputError } from "../../base/input-error";
import { pow } from "../../numeric/elementary";
import { sum } from "../../numeric/sum";
import { marginalCost } from "../model/cost";
import { fillInOrder } from "./fill-to-caps";
import type { CheckedModel, ImpactModel } from "../model/impact-model";
import { BASELINE_OPTIONS, pose, strategy, type BaselineOptions, type Strategy } from "./strategy";

export interface GreedyOptions extends BaselineOptions {
  /** Lots the order is cut into, an integer >= 1. Default 1000. */
  readonly lots?: number;
}

const OPTIONS: OptionNames<GreedyOptions> = { ...BASELINE_OPTIONS, lots: true };

/**
 * Greedy in lots of S / lots: each goes to the bin where it adds least to the cost. Optimal in lots
 * where every bin is convex; myopic where one is concave, as it never sees the later lots' discount.
 *
 * @param model alpha (currency per share^beta) and beta (dimensionless), N values each.
 * @param size S >= 0, shares.
 * @param options `lots`, and `cap`: once no bin has room for a whole lot, the rest fills bins up to their caps.
 * @returns x (N shares) and its cost (currency).
 * @throws InputError for a model, a size or an option that breaks its rule.
 * @example
 * ```ts
 * import { greedy } from "../src";
 * console.log(greedy({ alpha: [0.01, 0.02], beta: [2, 2] }, 300, { lots: 3 }).x); // [200, 100]
 * ```
 */
export function greedy(model: ImpactModel, size: number, options: GreedyOptions = {}): Strategy {
  const posed = pose(model, size, options, OPTIONS);
  const { checked, S, cap } = posed;
  const { alpha, beta } = checked;
  const { lots = 1000 } = options;
  if (!Number.isSafeInteger(lots) || !(lots >= 1))
    throw new InputError("options.lots", "must be an integer of 1 or more", lots);
  const lot = S / lots;
  const held = new Float64Array(alpha.length);
  const volume = (): Float64Array => held.map((count) => count * lot);
  const nextCost = (i: number): number =>
    cap !== undefined && (held[i] + 1) * lot > cap[i]
      ? Infinity
      : alpha[i] * (pow((held[i] + 1) * lot, beta[i]) - pow(held[i] * lot, beta[i]));
  const queue = new MinQueue(alpha.map((_, i) => nextCost(i)));
  for (let k = 0; k < lots; k++) {
    const i = queue.first();
    if (cap !== undefined && nextCost(i) === Infinity) return strategy(posed, topUp(checked, volume(), cap, S));
    held[i] += 1;
    queue.replaceFirst(nextCost(i));
  }
  return strategy(posed, volume());
}

/** What is left once no bin has room for a whole lot: to each bin's cap, in order of the marginal cost there. */
function topUp({ alpha, beta }: CheckedModel, x: Float64Array, cap: Float64Array, size: number): Float64Array {
  const prices = alpha.map((a, i) => marginalCost(a, beta[i], Math.min(cap[i], size)));
  const more = fillInOrder(
    prices,
    cap.map((c, i) => Math.max(0, c - x[i])),
    size - sum(x),
  );
  return x.map((xi, i) => xi + more[i]);
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
