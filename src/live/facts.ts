/** What the panel of a live figure says of an answer in numbers. */
import { readable } from "../base/readable";
import { unitsOf } from "../base/units";
import { fitRanges, outsideOf } from "../estimates/fit-ranges";
import { extent } from "../figures/look/axes";
import { effectiveBins } from "../numeric/effective-bins";
import type { Allocation } from "../solver/model/allocation";
import { twap } from "../solver/baselines/baselines";
import { POINT_STATUSES } from "../sweep/sweep-task";
import type { SweepData } from "../sweep/sweep-result";
import type { FittedModel } from "../estimates/extrapolation";
import type { LiveModel } from "./live-data";

export interface Fact {
  readonly name: string;
  readonly value: number | string;
  readonly unit?: string;
  /** A residual: what it bounds is said, it is no result to compare. */
  readonly residual?: true;
}

/** Of an order: the cost, what it saves, where it goes, and the certificate. */
export function orderFacts(model: LiveModel, allocation: Allocation): Fact[] {
  const { size, cost, lambda, x, status, certificate, cap } = allocation;
  const { currency, size: one } = unitsOf(model);
  const ranges = fitRanges(model as FittedModel);
  const [alpha, beta] = [Float64Array.from(model.alpha), Float64Array.from(model.beta)];
  const outside = ranges === undefined ? undefined : outsideOf(alpha, beta, ranges)(x, size, cost);
  return [
    { name: "cost", value: cost, unit: currency },
    { name: `cost per ${one}`, value: size > 0 ? cost / size : 0, unit: currency },
    { name: "shadow price", value: lambda, unit: `${currency} per ${one}` },
    {
      name: "saving against TWAP",
      value: size > 0 ? 100 * (1 - cost / twap(model, size, { cap }).cost) : 0,
      unit: "%",
    },
    { name: "effective bins", value: size > 0 ? effectiveBins(x, size) : 0, unit: `of ${readable(x.length)}` },
    ...(outside === undefined ? [] : [{ name: "above the fitted sizes", value: 100 * outside.above, unit: "%" }]),
    { name: "status", value: status },
    { name: "sum x off by", value: certificate.feasibility, residual: true },
    { name: "marginal costs off by", value: certificate.stationarity, residual: true },
    { name: "duality gap", value: certificate.dualityGap, residual: true },
  ];
}

/** Of a sweep: its costs, and how many of its points are certified. */
export function sweepFacts({ cost, twapCost, status, effectiveBins: effective, bins, notes }: SweepData): Fact[] {
  const { currency } = unitsOf({ notes });
  const solved = extent(cost, Number.isFinite);
  const spread = extent(effective, Number.isFinite);
  const optimal = status.filter((code) => POINT_STATUSES[code] === "optimal").length;
  const saved = twapCost && cost.map((c, q) => 100 * (1 - c / twapCost[q]));
  const savings = saved && extent(saved, Number.isFinite);
  return [
    { name: "least cost", value: solved.least, unit: currency },
    { name: "largest cost", value: solved.most, unit: currency },
    ...(savings === undefined ? [] : [{ name: "largest saving against TWAP", value: savings.most, unit: "%" }]),
    { name: "fewest effective bins", value: spread.least, unit: `of ${readable(bins)}` },
    { name: "points proved optimal", value: optimal, unit: `of ${readable(status.length)}` },
  ];
}
