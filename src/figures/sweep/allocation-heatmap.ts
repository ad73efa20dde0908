import type { Data } from "plotly.js";

import type { SweepData } from "../../sweep/sweep-result";
import { binAxis, decadeBar, sharesAxis } from "../look/axes";
import { allocationsAlong } from "./kept-allocations";
import type { Cut } from "./kept-allocations";
import { wrap } from "./sweep-grid";
import { SEQUENTIAL, figure } from "../look/theme";
import type { Figure, FigureOptions } from "../look/theme";
import { unitsOf } from "../../base/units";

/** Below a thousandth of TWAP's share a bin counts as unused. */
const FLOOR = -3;

export interface AllocationHeatmapOptions extends FigureOptions, Cut {
  /** Labels of the model's N bins. */
  readonly bin?: readonly string[];
}

/**
 * The allocation by bin along the sizes or along the betas, as multiples of TWAP's x = S / N, so that rows
 * of every size can be compared.
 *
 * @throws RangeError for a sweep without allocations.
 */
export function allocationHeatmapFigure(sweep: SweepData, options: AllocationHeatmapOptions = {}): Figure {
  const { sizes } = unitsOf(sweep, options);
  const line = allocationsAlong(sweep, options, sizes);
  const { values, axis } = binAxis(
    line.bins.length,
    options.bin === undefined ? undefined : line.bins.map((i) => options.bin?.[i] ?? ""),
  );
  const multiples = line.x.map((x, k) => x.map((xi) => (xi * sweep.bins) / line.sizes[k]));
  const { size, beta } = sweep.axes;
  const top = Math.log10(sweep.bins);
  const trace = {
    type: "heatmap",
    x: options.bin === undefined ? line.bins : values,
    y: line.along === "size" ? line.values : (beta.labels ?? line.values),
    z: multiples.map((row) => row.map((m) => (Number.isNaN(m) ? null : Math.max(FLOOR, Math.log10(m))))),
    customdata: multiples.map((row, k) => row.map((m, i) => [line.x[k][i], m])),
    zmin: FLOOR,
    zmax: top,
    colorscale: SEQUENTIAL,
    colorbar: decadeBar("x as a multiple of TWAP's", FLOOR, top),
    hovertemplate: `%{x}<br>%{y}<br>x = %{customdata[0]:,.4~g} ${sizes}<br>%{customdata[1]:.3~g} times TWAP's<extra></extra>`,
  };
  const yaxis =
    line.along === "size"
      ? sharesAxis(size.title, size.scale, size.values)
      : {
          title: { text: wrap(beta.title) },
          type: beta.labels === undefined ? ("linear" as const) : ("category" as const),
        };
  const layout = { xaxis: axis, yaxis, margin: { l: 92, r: 20, t: 64, b: 66 } };
  return figure(
    `Allocation by bin and ${line.along === "size" ? "size" : "regime"}, ${line.held}`,
    [trace as unknown as Data],
    layout,
    options,
  );
}
