/** A surface over (S, beta) in 3-D on log axes, with the beta = 1 line drawn on it. */
import type { Camera, Data, Layout } from "plotly.js";

import type { SweepData } from "../../sweep/sweep-result";
import { decadeBar, decadeTicks } from "../look/axes";
import { betaValues, checkPlane, extentOf, linearAt, logMatrix, type Matrix } from "./sweep-grid";
import { AXIS_TITLE, SEQUENTIAL, figure, inkOf, type Figure, type FigureOptions } from "../look/theme";
import { unitsOf } from "../../base/units";
import { log10 } from "../../numeric/elementary";

/**
 * @param matrix positive values; heights are their log10, as WebGL's single precision and lighting want.
 * @param quantity what they are, with its unit, for the axis and the hover text.
 */
export function sweepSurface(
  title: string,
  sweep: SweepData,
  matrix: Matrix,
  quantity: string,
  options: FigureOptions,
): Figure {
  checkPlane(sweep);
  const heights = logMatrix(matrix);
  const { least, most } = extentOf(heights);
  const logSizes = Array.from(sweep.axes.size.values, log10);
  const sizes = Array.from(sweep.axes.size.values);
  const beta = betaValues(sweep);
  const unit = unitsOf(sweep, options).sizes;
  const at = `S = %{customdata[0]:,.4~g} ${unit}<br>${sweep.axes.beta.name.replace(/_/g, " ")} = %{y}`;
  const surface = {
    type: "surface",
    x: logSizes,
    y: beta,
    z: heights,
    customdata: matrix.map((row) => row.map((value, column) => [sizes[column], value])),
    colorscale: SEQUENTIAL,
    colorbar: { ...decadeBar(quantity, least, most), len: 0.8 },
    hovertemplate: `${at}<br>%{customdata[1]:.4~g} ${quantity}<extra></extra>`,
  };
  const ticks = (from: number, to: number): object => {
    const { values, texts } = decadeTicks(from, to, 7);
    return { tickmode: "array", tickvals: values, ticktext: texts };
  };
  // Upright text keeps clear of the title beside it.
  const axis = (text: string): object => ({ title: { text, font: { size: AXIS_TITLE } }, tickangle: 0, nticks: 5 });
  const layout: Partial<Layout> = {
    scene: {
      xaxis: { ...axis(`S (${unit})`), ...ticks(logSizes[0], logSizes[logSizes.length - 1]) },
      yaxis: axis(sweep.axes.beta.title.split(" (")[0].replace("- 1", "− 1")),
      // What it counts stands beside the colours.
      zaxis: { ...axis(""), ...ticks(least, most) },
      // Sizes run along the width: a figure is twice as wide as it is high. Parallel lines stay so: in perspective the
      // surface comes forward and hides the labels of the axis below it.
      camera: {
        projection: { type: "orthographic" },
        eye: { x: -0.8, y: -1.96, z: 1.2 },
        center: { x: 0.03, y: 0, z: -0.07 },
      } as Partial<Camera>, // plotly's types lack the projection
      aspectmode: "manual",
      aspectratio: { x: 2.4, y: 1.35, z: 0.95 },
    },
    margin: { l: 0, r: 0, t: 72, b: 0 },
  };
  return figure(title, [surface as Data, ...linearRidge(sweep, heights, logSizes, inkOf(options))], layout, options);
}

/** The line where bins are linear, a hair above the surface so that it is not buried in it. */
function linearRidge(sweep: SweepData, heights: Matrix, logSizes: number[], color: string): Data[] {
  const { values, label } = linearAt(sweep);
  const rows = sweep.axes.beta.values;
  return values.map((v, k) => {
    const found = rows.findIndex((value) => value >= v);
    const above = Math.max(found, Math.min(1, rows.length - 1));
    const below = Math.max(0, above - 1);
    const share = rows[above] === rows[below] ? 0 : (v - rows[below]) / (rows[above] - rows[below]);
    const z = logSizes.map((_, column) => {
      const [from, to] = [heights[below][column], heights[above][column]];
      return from === null || to === null ? null : from + share * (to - from) + 0.01;
    });
    const y = logSizes.map(() => v);
    return {
      type: "scatter3d",
      mode: "lines",
      x: logSizes,
      y,
      z,
      name: label,
      line: { color, width: 6 },
      hoverinfo: "name",
      showlegend: k === 0,
    } as Data;
  });
}
