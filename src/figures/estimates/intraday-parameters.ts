import { quantiles } from "../../numeric/quantiles";
import { short, span } from "../look/findings";
import type { Data, Layout, LayoutAxis } from "plotly.js";

import { checkFields } from "../../base/check-fields";
import { binAxis, logAxis, spansDecades } from "../look/axes";
import { checkOneABin } from "../look/one-a-bin";
import { COLORS, faded, figure, figureUnits, inkOf, type Figure, type FigureOptions } from "../look/theme";
import type { Noted } from "../../base/units";
import { expm1 } from "../../numeric/elementary";
import { Z95 } from "../../numeric/normal-quantile";

/** Estimates by bin; NaN where there is none. */
export interface IntradayParameters extends Noted {
  readonly bin?: readonly string[];
  readonly alpha: ArrayLike<number>;
  readonly beta: ArrayLike<number>;
  /** Standard errors of log alpha_i and beta_i; without them there are no error bars. */
  readonly seLogAlpha?: ArrayLike<number>;
  readonly seBeta?: ArrayLike<number>;
  /** Values to hold them against, as lines: the truth, another estimate. */
  readonly reference?: { readonly name: string; readonly alpha: ArrayLike<number>; readonly beta: ArrayLike<number> };
}

/**
 * Alpha and beta through the day, one above the other, with 95 % error bars: alpha_i exp(+-1.96 se(log alpha_i)) and
 * beta_i +- 1.96 se(beta_i).
 *
 * @param input estimates by bin, N values each: alpha in currency per share^beta, beta a pure number, their standard
 *   errors where known, and another pair to hold them against.
 * @param options of every figure: theme, title, units.
 * @returns two panels of dots; bins without a fit (NaN) are left out.
 * @throws InputError for other than one label or value a bin, and for options that break their rule.
 * @example
 * ```ts
 * import { intradayParametersFigure } from "../src";
 *
 * const truth = { name: "truth", alpha: [0.01, 0.02], beta: [1.5, 1.5] };
 * const estimates = { alpha: [0.011, 0.019], beta: [1.48, 1.52], seBeta: [0.02, 0.02], bin: ["10:00", "11:00"] };
 * intradayParametersFigure({ ...estimates, reference: truth }); // both betas within their bars of 1.5
 * ```
 */
export function intradayParametersFigure(input: IntradayParameters, options: FigureOptions = {}): Figure {
  checkFields("input", input, ["alpha", "beta"], "estimates by bin");
  const { currency, size } = figureUnits(input, options);
  const { alpha, beta, seLogAlpha, seBeta, bin, reference } = input;
  const { values, axis } = binAxis(alpha.length, bin, input);
  checkOneABin(alpha.length, { beta, seLogAlpha, seBeta });
  checkOneABin(alpha.length, { "reference.alpha": reference?.alpha, "reference.beta": reference?.beta });
  const errors = (se: ArrayLike<number> | undefined, of: (z: number, i: number) => number): number[] =>
    Array.from(se ?? [], (s, i) => (s >= 0 ? of(Z95 * s, i) : 0));
  const dots = (name: string, y: ArrayLike<number>, row: 1 | 2, up: number[], down: number[]): Data => {
    const color = row === 1 ? COLORS.optimum : COLORS.flagged;
    const interval = up.length > 0 ? " (+%{error_y.array:.2~g}, -%{error_y.arrayminus:.2~g})" : "";
    return {
      type: "scatter",
      mode: "markers",
      x: values,
      y: Array.from(y, (value) => (Number.isFinite(value) ? value : null)),
      name,
      yaxis: row === 1 ? "y" : "y2",
      marker: { color, size: 4 },
      error_y: {
        type: "data",
        symmetric: false,
        array: up,
        arrayminus: down,
        visible: up.length > 0,
        color: faded(color, 0.4),
        thickness: 1,
        width: 0,
      },
      hovertemplate: `%{x}<br>${name} %{y:.4~g}${interval}<extra></extra>`,
    };
  };
  const up = errors(seLogAlpha, (z, i) => alpha[i] * expm1(z));
  const down = errors(seLogAlpha, (z, i) => -alpha[i] * expm1(-z));
  const both = errors(seBeta, (z) => z);
  const data = [dots("alpha", alpha, 1, up, down), dots("beta", beta, 2, both, both)];
  const line = (y: ArrayLike<number>, row: 1 | 2, name: string): Data => ({
    type: "scatter",
    mode: "lines",
    x: values,
    y: Array.from(y),
    name,
    yaxis: row === 1 ? "y" : "y2",
    line: { color: inkOf(options), width: 1.5, shape: "hvh" },
    hovertemplate: `%{x}<br>${name} %{y:.4~g}<extra></extra>`,
  });
  if (reference !== undefined)
    data.unshift(line(reference.alpha, 1, reference.name), line(reference.beta, 2, reference.name));
  const alphaTitle = `alpha<br>(${currency} / ${size}<sup>beta</sup>)`;
  const alphaAxis: Partial<LayoutAxis> = spansDecades(alpha)
    ? logAxis(alphaTitle, alpha)
    : { title: { text: alphaTitle } };
  const layout: Partial<Layout> = {
    xaxis: { ...axis, anchor: "y2" },
    yaxis: { ...alphaAxis, domain: [0.54, 1] },
    yaxis2: { title: { text: "beta" }, domain: [0, 0.46], gridcolor: undefined },
    shapes: [
      {
        type: "line",
        xref: "paper",
        x0: 0,
        x1: 1,
        yref: "y2",
        y0: 1,
        y1: 1,
        line: { color: COLORS.line, width: 1.5, dash: "dash" },
      },
    ],
    annotations: [
      {
        xref: "paper",
        x: 1,
        xanchor: "right",
        yref: "y2",
        y: 1,
        yanchor: "top",
        text: "beta = 1",
        showarrow: false,
        font: { size: 11, color: COLORS.line },
      },
    ],
    showlegend: false,
    margin: { l: 78, r: 28, t: 60, b: 66 },
  };
  const known = Array.from(beta).filter(Number.isFinite);
  if (known.length === 0) return figure("No bin has a fit", data, layout, options);
  const [least, median, most] = quantiles(known, [0, 0.5, 1]);
  const concave = known.filter((b) => b <= 1).length;
  const below = concave === 0 ? "" : `, ${concave} of ${known.length} bins at or below 1`;
  return figure(`Exponents of ${span(least, most)}, median ${short(median)}${below}`, data, layout, options);
}
