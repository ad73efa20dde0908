/**
 * The price of a lot at which bins that trade whole lots, each relaxed to its convex envelope (a chord where it is
 * concave), trade an order, and what each takes there. No bound of the Lagrangian dual is better than that price's, and
 * from there the division into whole lots is a few steps, however many lots there are.
 */
import { bisect } from "../../numeric/bisect";
import { exp, log } from "../../numeric/elementary";
import { costIn, volumeByPrice, type SemiBin } from "../model/semi-bins";

export interface RelaxedLots {
  /** Currency a lot. */
  readonly price: number;
  /** Lots by the bins' index in the model. */
  readonly volumes: ReadonlyMap<number, number>;
}

export function relaxedLots(bins: readonly SemiBin[], lots: number): RelaxedLots {
  const volumes = new Map(bins.map(({ bin, low }) => [bin, low]));
  let [least, most] = [Infinity, -Infinity];
  for (const bin of bins) {
    const { low, high } = bin;
    if (high === low) continue;
    const between = (from: number, to: number): number => (costIn(bin, to) - costIn(bin, from)) / (to - from);
    for (const price of [between(low, low + 1), between(high - 1, high), between(low, high)]) {
      // Lots that cost more than doubles hold are taken at no price.
      if (!(price < Infinity)) continue;
      least = Math.min(least, log(price));
      most = Math.max(most, log(price));
    }
  }
  if (least === Infinity) return { price: 0, volumes };
  const byPrice = bins.map(volumeByPrice);
  const taken = (price: number): number => byPrice.reduce((total, volumeAt) => total + volumeAt(price), 0);
  const { low, high } = bisect(least - 1, most + 1, (u) => taken(exp(u)) < lots);
  const [below, above] = [exp(low), exp(high)];
  // Bins that the last bit of the price decides on, linear ones say, share what is left.
  let left = lots - taken(below);
  bins.forEach(({ bin }, k) => {
    const from = byPrice[k](below);
    const more = Math.max(0, Math.min(left, byPrice[k](above) - from));
    left -= more;
    volumes.set(bin, from + more);
  });
  return { price: above, volumes };
}
