/**
 * How far an allocation leaves what its estimates saw. A curve was fitted to sizes from `minSize` to
 * `maxSize`; beyond, on either side, it is a guess:
 *
 * - above, the optimum piles into the bin with the luckiest exponent, and the guess is of any quality;
 * - below, a power law with beta > 1 promises slippage that vanishes with the size, where in truth every
 *   share pays at least the half spread. Walking a book never gets cheaper a share with size, so the
 *   cost of x < minSize is at most x times the cost a share of minSize: the `ceiling`.
 *
 * And what trades in a bin whose curve its neighbours lent rests on what was never seen there at all, and in a
 * `persistent` one on few independent looks.
 */
import { must } from "../base/input-error";
import { type Noted, unitsOf } from "../base/units";
import { pow } from "../numeric/elementary";
import { costOf } from "../solver/model/cost";
import type { ImpactModel } from "../solver/model/impact-model";
import { type BinStatus, curveOrigin } from "./table/impact-estimates";

/** Some of the bins that trade. */
export interface TradedBins {
  /** The bins, by index. */
  readonly bins: readonly number[];
  /** Their share of the parent order. */
  readonly share: number;
  /** Their share of the cost. */
  readonly costShare: number;
}

export interface Beyond extends TradedBins {
  /** The largest of x_i / maxSize_i (above) or minSize_i / x_i (below); 1 where there are none. */
  readonly farthest: number;
}

/** A model with what is known of its fits, where it is. */
export interface FittedModel extends ImpactModel {
  readonly minSize?: ArrayLike<number>;
  readonly maxSize?: ArrayLike<number>;
  readonly status?: readonly string[];
}

export interface Extrapolation {
  readonly above: Beyond;
  /** Bins that trade, but less than the smallest size their fit saw. */
  readonly below: Beyond;
  /** Bins that trade by a curve which their neighbours lent (status `filled`). */
  readonly filled: TradedBins;
  /** Bins that trade by a curve of which their book gave few independent looks (status `persistent`). */
  readonly persistent: TradedBins;
  /** C(x) by the curves, currency. */
  readonly cost: number;
  /** C(x) where what lies below minSize pays minSize's cost a share instead, currency. */
  readonly ceiling: number;
}

/**
 * Measures an allocation by its estimates' fitted ranges. Bins whose range is not stated count as within. The
 * ceiling is sum_i max(g_i(x_i), x_i g_i(minSize_i) / minSize_i) over the bins below their range, and g_i(x_i)
 * over the others.
 *
 * @param estimates N bins with `minSize` and `maxSize`, shares.
 * @param x N sizes >= 0, shares.
 * @returns bins and shares of order and cost `above` and `below` what the fits saw; cost and ceiling, currency.
 * @throws InputError where x has not one finite value >= 0 a bin, or sums to 0.
 * @example
 * ```ts
 * import { allocate, extrapolation, loadEstimates } from "../src";
 * const { model } = await loadEstimates("../data/synthetic-equity-day.csv");
 * const { above, cost, ceiling } = extrapolation(model, allocate(model, 250_000).x);
 * console.log(above.bins.length, cost, ceiling); // bins asked for more than their fit saw
 * ```
 */
export function extrapolation(estimates: FittedModel, x: ArrayLike<number>): Extrapolation {
  const cost = costOf(estimates, x);
  must(cost > 0, "x", "must trade something", x);
  const { minSize = [], maxSize = [], status = [] } = estimates;
  const [alpha, beta] = [Float64Array.from(estimates.alpha), estimates.beta];
  const size = Array.from(x).reduce((a, b) => a + b, 0);
  const costs = alpha.map((a, i) => (x[i] > 0 ? a * pow(x[i], beta[i]) : 0));
  const all = [...costs.keys()];
  const traded = (bins: number[]): TradedBins => ({
    bins,
    share: bins.reduce((sum, i) => sum + x[i], 0) / size,
    costShare: bins.reduce((sum, i) => sum + costs[i], 0) / cost,
  });
  const beyond = (bins: number[], distance: (i: number) => number): Beyond => ({
    ...traded(bins),
    farthest: bins.reduce((most, i) => Math.max(most, distance(i)), 1),
  });
  const below = all.filter((i) => x[i] > 0 && x[i] < minSize[i]);
  // At beta < 1 the curve is the dearer of the two, and stays.
  const lifted = below.reduce(
    (sum, i) => sum + Math.max(0, x[i] * alpha[i] * pow(minSize[i], beta[i] - 1) - costs[i]),
    0,
  );
  return {
    above: beyond(
      all.filter((i) => x[i] > maxSize[i]),
      (i) => x[i] / maxSize[i],
    ),
    below: beyond(below, (i) => minSize[i] / x[i]),
    filled: traded(all.filter((i) => x[i] > 0 && curveOrigin((status[i] ?? "") as BinStatus | "") === "filled")),
    persistent: traded(all.filter((i) => x[i] > 0 && status[i] === "persistent")),
    cost,
    ceiling: cost + lifted,
  };
}

/** What is told of an allocation in numbers: `allocate --json`, a study's JSON. */
export function extrapolationJson(found: Extrapolation): Record<string, unknown> {
  const { above, below, filled, persistent, cost, ceiling } = found;
  const of = ({ bins, share, costShare, ...rest }: TradedBins & { farthest?: number }): Record<string, unknown> => ({
    bins: bins.length,
    share,
    costShare,
    ...rest,
  });
  return { above: of(above), below: of(below), filled: of(filled), persistent: of(persistent), cost, ceiling };
}

/** What there is to say of each bin that trades outside what its fit saw: `below min_size`. */
export function outsideByBin({ above, below, filled, persistent }: Extrapolation): Map<number, string> {
  const words = new Map<number, string>();
  const add = (bins: readonly number[], word: string): void =>
    bins.forEach((i) => words.set(i, words.has(i) ? `${words.get(i)}, ${word}` : word));
  add(filled.bins, "filled");
  add(persistent.bins, "persistent");
  add(below.bins, "below min_size");
  add(above.bins, "above max_size");
  return words;
}

/**
 * What a promise rests on that no fit saw, a sentence for each that there is: none where all is within.
 *
 * @param model that the allocation is of, for its units.
 */
export function describeExtrapolation(found: Extrapolation, model: Noted): string[] {
  const { above, below, filled, persistent, cost, ceiling } = found;
  const { currency } = unitsOf(model);
  const unit = currency === "currency" ? "" : ` ${currency}`;
  const of = ({ bins, share }: TradedBins): string =>
    `${percent(share)} of the order, in ${bins.length} ${bins.length === 1 ? "bin" : "bins"},`;
  const dearer = ceiling > cost ? `: it costs up to ${brief(ceiling)}${unit}, not ${brief(cost)}` : "";
  return [
    ...(below.bins.length === 0
      ? []
      : [`${of(below)} trades below the smallest size that the fits saw (min_size)${dearer}`]),
    ...(above.bins.length === 0
      ? []
      : [
          `${of(above)} trades above the largest size that the fits saw (max_size), up to ${brief(above.farthest)} ` +
            "times as much: the curves are a guess there",
        ]),
    ...(filled.bins.length === 0
      ? []
      : [`${of(filled)} trades where there was no fit, by curves of neighbouring bins`]),
    ...(persistent.bins.length === 0
      ? []
      : [`${of(persistent)} trades by curves with few independent looks in a bin (persistent): wider bins hold more`]),
  ];
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(3))} %`;
}

function brief(value: number): string {
  return String(Number(value.toPrecision(4)));
}
