import type { Data } from "plotly.js";

import { checkFields } from "../../base/check-fields";
import { must } from "../../base/input-error";
import { logAxis, sharesAxis } from "../look/axes";
import { short } from "../look/findings";
import { figure, figureUnits, strokesOf, type Figure, type FigureOptions } from "../look/theme";
import type { Noted } from "../../base/units";

/** Costs of strategies over sizes, with the notes of the model that they are of, for units. */
export interface StrategyCostInput extends Noted {
  /** S, shares. */
  readonly sizes: ArrayLike<number>;
  /** Each strategy's cost at every size, currency. */
  readonly strategies: readonly { readonly name: string; readonly cost: ArrayLike<number> }[];
}

/**
 * Cost C(S) against parent-order size for several strategies, on log axes; told apart by colour and by dash.
 *
 * @param input K sizes in shares, each strategy's name and its K costs in currency, and the model's notes, for units.
 * @param options of every figure: theme, title, units.
 * @returns a line a strategy; costs that are not positive and finite leave a gap.
 * @throws InputError for other than one cost a size, and for options that break their rule.
 * @example
 * ```ts
 * import { allocate, strategyCostFigure, twap } from "../src";
 *
 * const model = { alpha: [0.01, 0.02], beta: [1.5, 1.5] };
 * const sizes = [100, 1000, 10000];
 * const optimum = { name: "optimum", cost: sizes.map((size) => allocate(model, size).cost) };
 * const even = { name: "TWAP", cost: sizes.map((size) => twap(model, size).cost) };
 * strategyCostFigure({ sizes, strategies: [optimum, even] }); // two parallel lines of slope 1.5
 * ```
 */
export function strategyCostFigure(input: StrategyCostInput, options: FigureOptions = {}): Figure {
  const { sizes, strategies, notes } = checkFields(
    "input",
    input,
    ["sizes", "strategies"],
    "an object { sizes, strategies }",
  );
  const units = figureUnits({ notes }, options);
  const x = Array.from(sizes);
  strategies.forEach(({ cost }, k) =>
    must(cost?.length === x.length, `input.strategies[${k}].cost`, `must have one value a size (${x.length})`, cost),
  );
  const strokes = strokesOf(strategies.map(({ name }) => name));
  const data = strategies.map(({ name, cost }, k): Data => ({
    type: "scatter",
    mode: "lines",
    x,
    y: Array.from(cost, (c) => (c > 0 && c < Infinity ? c : null)),
    name,
    line: { ...strokes[k], width: 2.4 },
    hovertemplate: `${name}<br>S = %{x:,.4~g} ${units.sizes}<br>cost %{y:.4~g} ${units.currency}<extra></extra>`,
  }));
  const costs = strategies.flatMap(({ cost }) => Array.from(cost));
  const layout = {
    xaxis: sharesAxis(`parent order size S (${units.sizes})`, "log", x, costs),
    yaxis: logAxis(`cost (${units.currency})`, costs, x),
  };
  return figure(findingOf(input, units.sizes), data, layout, options);
}

/** The dearest against the cheapest, at the largest size. */
function findingOf({ sizes, strategies }: StrategyCostInput, unit: string): string {
  const last = sizes.length - 1;
  const ranked = strategies
    .map(({ name, cost }) => ({ name, cost: cost[last] }))
    .filter(({ cost }) => cost > 0 && cost < Infinity)
    .sort((a, b) => a.cost - b.cost);
  if (ranked.length < 2) return "Cost by parent order size";
  const [cheapest, dearest] = [ranked[0], ranked[ranked.length - 1]];
  const times = short(dearest.cost / cheapest.cost);
  const than = cheapest.name === "optimum" ? "the optimum" : `as much as ${cheapest.name}`;
  return `At ${short(sizes[last])} ${unit}, ${dearest.name} costs ${times} times ${than}`;
}
