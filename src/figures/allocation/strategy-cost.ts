import type { Data } from "plotly.js";

import { logAxis, sharesAxis } from "../look/axes";
import { COLORWAY, figure } from "../look/theme";
import type { Figure, FigureOptions } from "../look/theme";
import { unitsOf, type Notes } from "../../base/units";

export interface StrategyCostInput {
  /** S, shares. */
  readonly sizes: ArrayLike<number>;
  /** Each strategy's cost at every size, currency. */
  readonly strategies: readonly { readonly name: string; readonly cost: ArrayLike<number> }[];
  /** Of the estimates, for units. */
  readonly notes?: Notes;
}

const DASHES = ["solid", "dash", "dot", "dashdot", "longdash", "longdashdot"] as const;

/** Cost against parent-order size for several strategies, on log axes; told apart by colour and by dash. */
export function strategyCostFigure(
  { sizes, strategies, notes }: StrategyCostInput,
  options: FigureOptions = {},
): Figure {
  const units = unitsOf({ notes }, options);
  const x = Array.from(sizes);
  const data = strategies.map(({ name, cost }, k): Data => ({
    type: "scatter",
    mode: "lines",
    x,
    y: Array.from(cost, (c) => (c > 0 && c < Infinity ? c : null)),
    name,
    line: { color: COLORWAY[k % COLORWAY.length], dash: DASHES[k % DASHES.length], width: 2.4 },
    hovertemplate: `${name}<br>S = %{x:,.4~g} ${units.sizes}<br>cost %{y:.4~g} ${units.currency}<extra></extra>`,
  }));
  const layout = {
    xaxis: sharesAxis(`parent order size S (${units.sizes})`, "log", x),
    yaxis: logAxis(
      `cost (${units.currency})`,
      strategies.flatMap(({ cost }) => Array.from(cost)),
    ),
  };
  return figure("Cost by strategy", data, layout, options);
}
