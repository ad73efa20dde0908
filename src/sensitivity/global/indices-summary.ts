/** What indices and effects show of themselves; the largest first. */
import { brief, briefRange, type Summary } from "../../base/summary";

interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export function sobolSummary(result: {
  readonly inputs: readonly string[];
  readonly first: readonly Interval[];
  readonly total: readonly Interval[];
  readonly basePoints: number;
  readonly mean: number;
  readonly variance: number;
  readonly confidence: number;
  readonly convergence: { readonly converged: boolean };
}): Summary {
  const { inputs, first, total, mean, variance } = result;
  const order = [...inputs.keys()].sort((a, b) => total[b].value - total[a].value);
  const rows = order.map((k) => [
    inputs[k],
    ...[first[k], total[k]].flatMap((index) => [percentOf(index), within(index)]),
  ]);
  const spread = `mean ${brief(mean)}, standard deviation ${brief(Math.sqrt(variance))}`;
  const verdict = result.convergence.converged ? "converged" : "not converged";
  const level = `${brief(100 * result.confidence)} %`;
  return {
    title: `Sobol indices, ${verdict} at N = ${brief(result.basePoints)}: ${spread}`,
    head: ["input", "alone", level, "with interactions", level],
    rows,
  };
}

function percentOf({ value }: Interval): string {
  return `${brief(100 * value)} %`;
}

function within({ low, high }: Interval): string {
  return briefRange(100 * low, 100 * high);
}

/** The largest first; NaN, which no sort can place, as 0. */
export function byMuStar(a: { readonly muStar: number }, b: { readonly muStar: number }): number {
  return (b.muStar || 0) - (a.muStar || 0);
}

export function morrisSummary(result: {
  readonly effects: readonly { readonly name: string; readonly muStar: number; readonly sigma: number }[];
  readonly trajectories: number;
}): Summary {
  const order = [...result.effects].sort(byMuStar);
  return {
    title: `Elementary effects over ${brief(result.trajectories)} paths`,
    head: ["input", "mu*", "sigma"],
    rows: order.map(({ name, muStar, sigma }) => [name, brief(muStar), brief(sigma)]),
  };
}
