/** What a sweep shows of itself. */
import { brief, briefEnds, briefRange, type Summary } from "../base/summary";
import { unitsOf } from "../base/units";
import type { SweepData } from "./sweep-result";
import { POINT_STATUSES } from "./sweep-task";

export function sweepSummary(sweep: SweepData): Summary {
  const { axes, bins, cost, twapCost, effectiveBins, status } = sweep;
  const { currency, sizes } = unitsOf(sweep);
  const ends = (values: Float64Array): string => briefEnds(values, "-");
  const [S, beta] = [axes.size.values, axes.beta.values];
  const over =
    axes.beta.labels === undefined ? `${beta.length} of ${axes.beta.name.replace(/_/g, " ")}` : modelsOf(beta);
  const counts = POINT_STATUSES.map((name, code) => ({ name, count: status.filter((s) => s === code).length }));
  const rows = [
    ["S", `${briefRange(S[0], S[S.length - 1])} ${sizes}`],
    ...(axes.beta.labels === undefined
      ? [[axes.beta.name.replace(/_/g, " "), briefRange(beta[0], beta[beta.length - 1])]]
      : []),
    ["cost", `${ends(cost)} ${currency}`],
    ["effective bins", `${ends(effectiveBins)} of ${bins}`],
    ...(twapCost === undefined ? [] : [["saving against TWAP", briefEnds(savings(cost, twapCost), "-", " %")]]),
    [
      "points",
      counts
        .filter(({ count }) => count > 0)
        .map(({ name, count }) => `${brief(count)} ${name}`)
        .join(", "),
    ],
  ];
  return { title: `Sweep of ${S.length} sizes x ${over}, ${bins} bins`, rows };
}

/** 100 (1 - C / C_TWAP), in %. */
function savings(cost: Float64Array, twapCost: Float64Array): Float64Array {
  return cost.map((c, q) => 100 * (1 - c / twapCost[q]));
}

function modelsOf(rows: ArrayLike<number>): string {
  return `${rows.length} model${rows.length === 1 ? "" : "s"}`;
}
