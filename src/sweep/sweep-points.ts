/** A sweep's points one by one, as plain objects to filter and to find among. */
import type { Outside } from "../estimates/fit-ranges";
import { REGIMES, type Regime } from "../solver/model/impact-model";
import type { SweepData } from "./sweep-result";
import { POINT_STATUSES, type PointStatus } from "./sweep-task";

export interface SweepPoint {
  /** S, shares. */
  readonly size: number;
  /** The value on the beta axis: a beta, a shift, a stretch, a model's place in a list. */
  readonly beta: number;
  /** C(x), currency; NaN where the point failed. */
  readonly cost: number;
  /** dC/dS, currency per share. */
  readonly lambda: number;
  /** Of TWAP, currency, NaN where it cannot trade the order; undefined unless the sweep was asked for it. */
  readonly twapCost: number | undefined;
  /** Bins at their caps; undefined without constraints. */
  readonly atCap: number | undefined;
  /** Shares of the order outside what the fits saw, and the ceiling of the cost, currency; see `SweepData`. */
  readonly outside: Outside | undefined;
  /** 1 / sum (x_i / S)^2. */
  readonly effectiveBins: number;
  /** undefined where the transform made no model. */
  readonly regime: Regime | undefined;
  /** The bin with beta <= 1 that carries volume, or -1. */
  readonly active: number;
  readonly status: PointStatus;
}

/** Every point, the sizes of the first beta first. */
export function sweepPoints(sweep: SweepData): SweepPoint[] {
  const { size, beta } = sweep.axes;
  const columns = size.values.length;
  return Array.from(sweep.cost, (cost, q) => ({
    size: size.values[q % columns],
    beta: beta.values[Math.floor(q / columns)],
    cost,
    lambda: sweep.lambda[q],
    twapCost: sweep.twapCost?.[q],
    atCap: sweep.atCap?.[q],
    outside:
      sweep.outside === undefined
        ? undefined
        : {
            below: sweep.outside.below[q],
            above: sweep.outside.above[q],
            filled: sweep.outside.filled[q],
            ceiling: sweep.outside.ceiling[q],
          },
    effectiveBins: sweep.effectiveBins[q],
    regime: REGIMES[sweep.regime[q]],
    active: sweep.active[q],
    status: POINT_STATUSES[sweep.status[q]],
  }));
}
