/** A sweep's points as the matrices and lines that maps and surfaces draw. */
import { checkFields } from "../../base/check-fields";
import type { LayoutAxis } from "plotly.js";

import { must } from "../../base/input-error";
import { unitsOf } from "../../base/units";
import { log10 } from "../../numeric/elementary";
import { REGIMES } from "../../solver/model/impact-model";
import type { SweepData } from "../../sweep/sweep-result";
import { extent, sharesAxis } from "../look/axes";
import { span } from "../look/findings";

/** One value a point, as rows along the beta axis and columns along the sizes; null where there is none. */
export type Matrix = (number | null)[][];

export function matrixOf(sweep: SweepData, value: (point: number) => number): Matrix {
  const columns = checkFields("sweep", sweep, ["axes", "cost"], "what sweep returned").axes.size.values.length;
  return Array.from(sweep.axes.beta.values, (_, row) =>
    Array.from(sweep.axes.size.values, (_size, column) => {
      const at = value(row * columns + column);
      return Number.isFinite(at) ? at : null;
    }),
  );
}

/** Of one row or one column Plotly draws neither contours nor a surface. */
export function checkPlane({ axes }: SweepData): void {
  const [sizes, betas] = [axes.size.values.length, axes.beta.values.length];
  const rule = "must have two sizes and two betas or more to be drawn so (strategyCostFigure draws costs along sizes)";
  must(sizes > 1 && betas > 1, "sweep", rule, `${sizes} x ${betas}`);
}

/** log10 of every value. */
export function logMatrix(matrix: Matrix): Matrix {
  return matrix.map((row) => row.map((value) => (value !== null && value > 0 ? log10(value) : null)));
}

/** The least and the largest value; 0 and 1 where there is none. */
export function extentOf(matrix: Matrix): { least: number; most: number } {
  const { least, most } = extent(matrix.flat());
  return least <= most ? { least, most } : { least: 0, most: 1 };
}

/** What a title says of the values' range; where no point has one, that. */
export function findingOf(matrix: Matrix, says: (range: string) => string, none = "No point has an answer"): string {
  const { least, most } = extent(matrix.flat());
  return least <= most ? says(span(least, most)) : none;
}

/** What stands along the beta axis: numbers, or the names of listed models. */
export function betaValues(sweep: SweepData): (number | string)[] {
  const { values, labels } = sweep.axes.beta;
  return labels === undefined ? Array.from(values) : [...labels];
}

/** Sizes to the right, counted in `unit`, and the beta axis upwards. */
export function mapAxes(sweep: SweepData, unit: string): Record<"xaxis" | "yaxis", Partial<LayoutAxis>> {
  const { size, beta } = sweep.axes;
  // The pivot of a shift is told in the sweep's own unit, on a line of its own: the title runs along the short side.
  const title = beta.title.replace(` ${unitsOf(sweep).sizes} `, ` ${unit} `).replace(" (", "<br>(");
  return {
    xaxis: sharesAxis(`parent order size S (${unit})`, size.scale, size.values),
    yaxis: { title: { text: title }, type: beta.labels === undefined ? "linear" : "category" },
  };
}

/** Hover text of a point on a map. */
export function pointText(unit: string, says: string): string {
  return `S = %{x:,.4~g} ${unit}<br>beta axis %{y}<br>${says}<extra></extra>`;
}

/**
 * Where bins turn linear on the beta axis: one value for a common beta or a stretch; for a shift, where
 * the first and the last bin do.
 */
export function linearAt(sweep: SweepData): { values: number[]; label: string } {
  const { name, values } = sweep.axes.beta;
  const within = (v: number): boolean => v >= values[0] && v <= values[values.length - 1];
  if (name === "common_beta") return { values: [1].filter(within), label: "beta = 1" };
  if (name === "stretch_of_beta") return { values: [0].filter(within), label: "beta = 1 in every bin" };
  if (name !== "shift_of_beta") return { values: [], label: "" };
  // Regime codes: 0 convex, 2 concave, between them mixed.
  const columns = sweep.axes.size.values.length;
  const regimes = Array.from(values, (_, row) => sweep.regime[row * columns]);
  const differ = (row: number, regime: number): boolean => (regimes[row - 1] === regime) !== (regimes[row] === regime);
  // Beside a row of no models nobody knows whether a bin turns.
  const known = (row: number): boolean => Math.max(regimes[row - 1], regimes[row]) < REGIMES.length;
  const turns = [...regimes.keys()].slice(1).filter((row) => known(row) && (differ(row, 2) || differ(row, 0)));
  const ends = turns.map((row) => (values[row - 1] + values[row]) / 2);
  return { values: ends, label: ends.length > 1 ? "first and last bin at beta = 1" : "a first bin at beta = 1" };
}
