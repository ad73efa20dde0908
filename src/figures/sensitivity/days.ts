import type { Data } from "plotly.js";

import { checkFields } from "../../base/check-fields";
import { readable } from "../../base/readable";
import { Z95 } from "../../numeric/normal-quantile";
import type { ComparedDays } from "../../sensitivity/days/compare-days";
import { formatFromZero } from "../look/axes";
import { COLORS, faded, figure, figureUnits, inkOf, type Figure, type FigureOptions } from "../look/theme";

/**
 * The cost of the same order on each of several days, with 95 % error bars from the day's own estimates, beside TWAP's
 * on that day, where it has room for all of the order, and as a band the mean over the days with the standard deviation
 * between them: where dots lie further apart than their bars reach, days differ by more than noise.
 *
 * @param compared what `compareDays` returned.
 * @param options of every figure: theme, title, units.
 * @returns dots by day, in currency.
 * @throws InputError for anything else, and for options that break their rule.
 * @example
 * ```ts
 * import { compareDays, compareDaysFigure, syntheticEquityDay } from "../src";
 * compareDaysFigure(compareDays([1, 2, 3].map((seed) => syntheticEquityDay(seed)), 250_000));
 * ```
 */
export function compareDaysFigure(compared: ComparedDays, options: FigureOptions = {}): Figure {
  checkFields("compared", compared, ["days", "typical", "cost"], "what compareDays returned");
  const { currency, sizes } = figureUnits(compared, options);
  const { days, cost, size } = compared;
  const names = days.map(({ name }) => name);
  const hovertemplate = (of: string): string => `%{x}<br>${of} %{y:,.5~g} ${currency}<extra></extra>`;
  const reach = days.map(({ standardError }) => Z95 * standardError);
  const known = reach.every((bar) => bar >= 0);
  const dots = (name: string, y: number[], color: string, symbol: string): Data => ({
    type: "scatter",
    mode: "markers",
    x: names,
    y,
    name,
    marker: { color, symbol, size: 9 },
    hovertemplate: hovertemplate(name),
  });
  const optimum = dots(
    known ? "optimum, with its 95 % interval" : "optimum",
    days.map((day) => day.cost),
    COLORS.optimum,
    "circle",
  );
  const bars = { type: "data", array: reach, color: faded(COLORS.optimum, 0.6), thickness: 2, width: 5 } as const;
  const twaps = dots(
    "TWAP",
    days.map(({ twapCost }) => twapCost),
    COLORS.twap,
    "diamond-open",
  );
  const ink = inkOf(options);
  const costs = days.flatMap((day) => [day.cost, day.twapCost]).filter(Number.isFinite);
  const [low, high] = [cost.mean - cost.overDays, cost.mean + cost.overDays];
  const rule = (y0: number, y1: number, more: object) =>
    ({ type: "rect", layer: "below", xref: "paper", x0: 0, x1: 1, yref: "y", y0, y1, ...more }) as const;
  const layout = {
    xaxis: { type: "category" as const, title: { text: "day" } },
    yaxis: { title: { text: `cost (${currency})` }, tickformat: formatFromZero(costs), rangemode: "tozero" as const },
    shapes: [
      rule(low, high, { fillcolor: faded(COLORS.optimum, 0.14), line: { width: 0 } }),
      rule(cost.mean, cost.mean, { line: { color: ink, width: 1, dash: "dot" } }),
    ],
    annotations: [
      {
        xref: "paper" as const,
        x: 1,
        xanchor: "right" as const,
        yref: "y" as const,
        y: high,
        yanchor: "bottom" as const,
        text: "mean of the days ± standard deviation",
        showarrow: false,
        font: { size: 11, color: ink },
      },
    ],
  };
  const data = [known ? { ...optimum, error_y: bars } : optimum, twaps] as Data[];
  return figure(`${readable(size, 4)} ${sizes} on ${days.length} days`, data, layout, options);
}
