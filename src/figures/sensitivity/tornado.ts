import { short, span } from "../look/findings";
import type { Data } from "plotly.js";

import { checkFields } from "../../base/check-fields";
import type { Units } from "../../base/units";
import type { Tornado } from "../../sensitivity/model/tornado";
import { COLORS, figure, figureUnits, inkOf, type Figure, type FigureOptions } from "../look/theme";

/**
 * What one input at a time does to the output: bars from the output as estimated to f at the ends of the input's
 * range, the others held, and ticks at f + f_k (end - base_k), where the derivative f_k alone would put them.
 *
 * @param result what `tornado` returned: values in the output's unit.
 * @param options of every figure: theme, title, units.
 * @returns two bars an input, widest on top.
 * @throws InputError for options that break their rule.
 * @example
 * ```ts
 * import { modelStudy, tornado, tornadoFigure } from "../src";
 *
 * const study = modelStudy({ alpha: [0.01, 0.02], beta: [1.5, 1.6] }, 1000, [
 *   { name: "level", varies: "level", mean: 0, sd: 0.2 },
 *   { name: "size", varies: "size", low: 900, high: 1100 },
 * ]);
 * tornadoFigure(tornado(study)); // the level moves the cost most
 * ```
 */
export function tornadoFigure(result: Tornado, options: FigureOptions = {}): Figure {
  checkFields("result", result, ["output", "base", "bars"], "what tornado returned");
  const units = figureUnits(result, options);
  const { output, base, bars } = result;
  const words = output.replace(/-/g, " ").replace("per share", `per ${units.size}`);
  const unit = unitOf(output, units);
  const title = unit === undefined ? words : `${words} (${unit})`;
  const shown = [...bars].reverse(); // Plotly stacks categories upwards
  const names = shown.map(({ name }) => name);
  const side = (end: "low" | "high", color: string, label: string): Data => {
    const bar = {
      type: "bar",
      orientation: "h",
      y: names,
      x: shown.map((of) => of[end] - base),
      base,
      name: label,
      marker: { color },
      customdata: shown.map((of) => [end === "low" ? of.inputLow : of.inputHigh, of[end]]),
      hovertemplate: `%{y} at %{customdata[0]:.4~g}<br>${title} %{customdata[1]:.4~g}<extra></extra>`,
    };
    return bar as Data; // Plotly's types have no base
  };
  const data: Data[] = [
    side("high", COLORS.twap, "input at its high end"),
    side("low", COLORS.optimum, "input at its low end"),
  ];
  const linear = shown.filter((bar) => bar.linearLow !== undefined);
  if (linear.length > 0) {
    data.push({
      type: "scatter",
      mode: "markers",
      y: linear.flatMap(({ name }) => [name, name]),
      x: linear.flatMap(({ linearLow, linearHigh }) => [linearLow ?? NaN, linearHigh ?? NaN]),
      name: "by the derivative alone",
      marker: { symbol: "line-ns-open", size: 18, line: { width: 2 }, color: inkOf(options) },
      hovertemplate: "%{y}<br>the derivative alone says %{x:.4~g}<extra></extra>",
    });
  }
  const layout = {
    barmode: "group" as const, // both ends may lie on one side
    bargap: 0.3,
    legend: {
      orientation: "h" as const,
      x: 0,
      xanchor: "left" as const,
      y: 1.015,
      yanchor: "bottom" as const,
      traceorder: "reversed" as const,
    },
    xaxis: { title: { text: title }, zeroline: false },
    yaxis: { title: { text: "input", standoff: 14 }, type: "category" as const, automargin: true },
    shapes: [
      {
        type: "line" as const,
        yref: "paper" as const,
        y0: 0,
        y1: 1,
        x0: base,
        x1: base,
        line: { color: inkOf(options), width: 1 },
      },
    ],
  };
  const estimated = `${short(base)} as estimated`;
  const reach = ({ low, high }: (typeof bars)[number]): number => Math.abs(high - low);
  const whole = bars.filter((bar) => Number.isFinite(reach(bar)));
  const lost = bars.filter((bar) => !whole.includes(bar)).map(({ name }) => name);
  const lacks = lost.length === 0 ? "" : `; none at an end of ${lost.join(", ")}`;
  if (whole.length === 0) return figure(`No input moves the ${words}, ${estimated}${lacks}`, data, layout, options);
  const top = whole.reduce((a, b) => (reach(b) > reach(a) ? b : a));
  const ends = span(Math.min(top.low, top.high), Math.max(top.low, top.high));
  return figure(`${top.name} moves the ${words} most: ${ends}, ${estimated}${lacks}`, data, layout, options);
}

/** What the output is in; undefined of a pure number. */
function unitOf(output: string, { currency, size }: Units): string | undefined {
  const each = `${currency} a ${size}`;
  const units: Record<string, string> = {
    cost: currency,
    regret: currency,
    "cost-per-share": each,
    "shadow-price": each,
  };
  return units[output];
}
