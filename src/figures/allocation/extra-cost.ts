import type { Data } from "plotly.js";

import { checkFields } from "../../base/check-fields";
import { must } from "../../base/input-error";
import type { Noted } from "../../base/units";
import { extent } from "../look/axes";
import { settled, short } from "../look/findings";
import { COLORS, figure, figureUnits, type Figure, type FigureOptions } from "../look/theme";

/** What plans cost beside one of them, with the notes of the model that they are of, for units. */
export interface ExtraCostInput extends Noted {
  /** The plan that the others are held against: its name, and its cost, currency. */
  readonly base: { readonly name: string; readonly cost: number };
  /** The others, from top to bottom. `reference` marks one that is there to compare: TWAP. */
  readonly plans: readonly { readonly name: string; readonly cost: number; readonly reference?: boolean }[];
}

/**
 * What each of several plans costs more than one of them, in %, as bars side by side: what a constraint costs, what
 * TWAP does. The numbers stand beside the bars; hover text has them in currency.
 *
 * @param input the plan to hold against, and the others, with their costs in currency.
 * @param options of every figure: theme, title, units.
 * @returns a bar a plan, in the order given, the first on top.
 * @throws InputError where the base costs nothing, there is no plan beside it, a plan has no cost or another's name, or
 *   an option breaks its rule.
 * @example
 * ```ts
 * import { allocate, extraCostFigure, twap } from "../src";
 *
 * const model = { alpha: [0.01, 0.02, 0.04], beta: [1.5, 1.5, 1.5] };
 * const base = { name: "without constraints", cost: allocate(model, 1000).cost };
 * const capped = { name: "at most 500 a bin", cost: allocate(model, 1000, { cap: 500 }).cost };
 * extraCostFigure({ base, plans: [capped, { name: "TWAP", cost: twap(model, 1000).cost, reference: true }] });
 * ```
 */
export function extraCostFigure(input: ExtraCostInput, options: FigureOptions = {}): Figure {
  const { base, plans } = checkFields("input", input, ["base", "plans"], "an object { base, plans }");
  const { currency } = figureUnits(input, options);
  const isBase = typeof base.cost === "number" && base.cost > 0 && base.cost < Infinity;
  must(isBase, "input.base.cost", "must be a finite number above 0", base.cost);
  must(Array.isArray(plans) && plans.length > 0, "input.plans", "must be at least one plan", plans);
  plans.forEach(({ name, cost }, k) => {
    const isCost = typeof cost === "number" && cost >= 0 && cost < Infinity;
    must(isCost, `input.plans[${k}].cost`, "must be a finite number, 0 or above", cost);
    const before = plans.findIndex((other) => other.name === name);
    must(before === k, `input.plans[${k}].name`, `must not be that of plan ${before}`, name);
  });
  const extra = plans.map(({ cost }) => 100 * (cost / base.cost - 1));
  const { least, most } = extent([0, ...extra]);
  const bars: Data = {
    type: "bar",
    orientation: "h",
    x: extra,
    y: plans.map(({ name }) => name),
    marker: { color: plans.map(({ reference }) => (reference === true ? COLORS.twap : COLORS.optimum)) },
    text: extra.map((value) => `${value < 0 ? "" : "+"}${short(settled(value))} %`),
    textposition: "outside",
    cliponaxis: false,
    customdata: plans.map(({ cost }) => cost - base.cost),
    hovertemplate: `%{y}<br>costs %{x:.4~g} %, %{customdata:,.4~g} ${currency}, more than ${base.name}<extra></extra>`,
  };
  const layout = {
    xaxis: { title: { text: "extra cost (%)" }, range: [1.4 * least, 1.4 * most || (least < 0 ? 0 : 1)] },
    yaxis: { title: { text: "plan", standoff: 14 }, type: "category" as const, autorange: "reversed" as const },
    bargap: 0.35,
    showlegend: false,
    margin: { l: 78, r: 28, t: 60, b: 66 },
  };
  const top = extra.indexOf(extra.reduce((a, b) => Math.max(a, b)));
  const finding = `${plans[top].name} costs ${short(settled(extra[top]))} % more than ${base.name}`;
  return figure(finding, [bars], layout, options);
}
