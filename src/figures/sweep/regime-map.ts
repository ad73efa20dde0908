import type { Data } from "plotly.js";

import type { SweepData } from "../../sweep/sweep-result";
import { betaValues, mapAxes, matrixOf } from "./sweep-grid";
import { figure } from "../look/theme";
import type { Figure, FigureOptions } from "../look/theme";
import { unitsOf } from "../../base/units";

/** What a point can be, by Okabe and Ito's colours. Regime codes: 0 convex, 1 linear, 2 concave, 3 mixed. */
const KINDS = [
  { name: "convex: spread out", color: "#0072B2" },
  { name: "linear: one bin", color: "#F0E442" },
  { name: "concave: one bin", color: "#D55E00" },
  { name: "mixed: convex bins only", color: "#56B4E9" },
  { name: "mixed: one bin beside them", color: "#E69F00" },
  { name: "failed", color: "#8c8c8c" },
];

/** The regime at every point of (S, beta) and, where bins are mixed, whether one of beta <= 1 carries volume. */
export function regimeMapFigure(sweep: SweepData, options: FigureOptions = {}): Figure {
  const { sizes } = unitsOf(sweep, options);
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
      hovertemplate: `S = %{x:,.4~g} ${sizes}<br>beta axis %{y}<br>${name}<extra></extra>`,
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
  return figure("Regime of the optimum", data, { ...mapAxes(sweep), margin: { l: 92, r: 20, t: 84, b: 66 } }, options);
}
