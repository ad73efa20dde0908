/**
 * Bins that trade nothing or something between a least and a most volume, in shares or in lots, and what each is worth
 * at a price theta of volume:
 *
 *     psi(theta) = min_{low <= v <= high} cost(v) - theta v
 */
import { exp, log } from "../../numeric/elementary";
import { powerOf } from "../../numeric/loops/over-arrays";

export interface SemiBin {
  readonly bin: number;
  readonly alpha: number;
  readonly beta: number;
  readonly low: number;
  readonly high: number;
  /** Shares a unit of volume, and shares beside: x = unit v + beside. */
  readonly unit: number;
  readonly beside: number;
  /** Whether volumes are whole. */
  readonly whole: boolean;
}

export function costIn({ alpha, beta, unit, beside }: SemiBin, volume: number): number {
  return powerOf(alpha, beta, unit * volume + beside);
}

/** The volume that is worth most at a price. */
export function volumeAtPrice(bin: SemiBin, theta: number): number {
  return volumeByPrice(bin)(theta);
}

/** The same for many prices of one bin. */
export function volumeByPrice(bin: SemiBin): (theta: number) => number {
  const { alpha, beta, low, high, unit, beside, whole } = bin;
  if (!(beta > 1)) {
    const more = costIn(bin, high) - costIn(bin, low);
    return (theta) => (more < theta * (high - low) ? high : low);
  }
  const level = log(alpha * beta);
  return (theta) => {
    const x = theta > 0 ? exp((log(theta / unit) - level) / (beta - 1)) : 0;
    const wanted = Math.min(high, Math.max(low, (x - beside) / unit));
    if (!whole) return wanted;
    const [below, above] = [Math.floor(wanted), Math.min(high, Math.floor(wanted) + 1)];
    if (below < low) return low;
    return costIn(bin, above) - costIn(bin, below) < theta * (above - below) ? above : below;
  };
}
