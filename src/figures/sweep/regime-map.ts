import type { Data } from "plotly.js";

import type { SweepData } from "../../sweep/sweep-result";
import { short } from "../look/findings";
import { betaValues, mapAxes, matrixOf, pointText } from "./sweep-grid";
import { figure, figureUnits, type Figure, type FigureOptions } from "../look/theme";

/** What a point can be, by Okabe and Ito's colours. Regime codes: 0 convex, 1 linear, 2 concave, 3 mixed. */
const KINDS = [
  { name: "convex: spread out", told: "convex", color: "#0072B2" },
  { name: "linear: one bin", told: "linear", color: "#F0E442" },
  { name: "concave: one bin", told: "concave", color: "#D55E00" },
  { name: "mixed: convex bins only", told: "mixed with the convex bins alone in use", color: "#56B4E9" },
  { name: "mixed: one bin beside them", told: "mixed with one bin of beta ≤ 1 in use", color: "#E69F00" },
  { name: "failed", told: "without an answer", color: "#8c8c8c" },
];

/**
 * The regime at every point of (S, beta): convex (all beta_i > 1), linear (all 1), concave (all below 1) or mixed, and
 * where bins are mixed, whether one of beta_i <= 1 carries volume.
 *
 * @param sweep what `sweep` returned, M betas x K sizes, shares.
 * @param options of every figure: theme, title, units.
 * @returns a map with one colour a regime; points that failed are grey.
 * @throws InputError for options that break their rule.
 * @example
 * ```ts
 * import { regimeMapFigure, shiftBeta, sweep } from "../src";
 *
 * const model = { alpha: [0.01, 0.02, 0.03], beta: [1.2, 1.4, 1.6] };
 * const result = await sweep(model, { sizes: [10, 100, 1000], betas: shiftBeta([-0.7, -0.3, 0], 20) });
 * regimeMapFigure(result); // concave, mixed and convex
 * ```
 */
export function regimeMapFigure(sweep: SweepData, options: FigureOptions = {}): Figure {
  const { sizes } = figureUnits(sweep, options);
  const kindOf = (q: number): number => {
    const regime = sweep.regime[q];
    if (!(regime <= 3) || Number.isNaN(sweep.cost[q])) return KINDS.length - 1;
    return regime === 3 && sweep.active[q] >= 0 ? 4 : regime;
  };
  const kinds = matrixOf(sweep, kindOf);
  const x = Array.from(sweep.axes.size.values);
  const y = betaValues(sweep);
  // One heatmap a kind, each in one colour: so that the legend names them.
  const present = KINDS.map((kind, code) => ({ ...kind, code })).filter(({ code }) =>
    kinds.some((row) => row.includes(code)),
  );
  const data = present.flatMap(({ name, color, code }) => [
    {
      type: "heatmap",
      x,
      y,
      z: kinds.map((row) => row.map((kind) => (kind === code ? 1 : null))),
      colorscale: [
        [0, color],
        [1, color],
      ],
      showscale: false,
      name,
      hovertemplate: pointText(sizes, name),
    } as unknown as Data,
    {
      type: "scatter",
      mode: "markers",
      x: [null],
      y: [null],
      name,
      marker: { color, symbol: "square", size: 12 },
    } as unknown as Data,
  ]);
  const points = kinds.flat();
  const shares = present
    .map(({ told, code }) => ({ told, share: (100 * points.filter((kind) => kind === code).length) / points.length }))
    .sort((a, b) => b.share - a.share)
    .slice(0, 2)
    .map(({ told, share }, k) => `${short(share)} %${k === 0 ? " of the map is" : ""} ${told}`);
  return figure(shares.join(", "), data, { ...mapAxes(sweep, sizes), margin: { l: 92, r: 20, t: 84, b: 66 } }, options);
}
