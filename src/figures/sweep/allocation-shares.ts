import type { Data } from "plotly.js";

import type { SweepData } from "../../sweep/sweep-result";
import { sharesAxis } from "../look/axes";
import { allocationsAlong } from "./kept-allocations";
import type { Cut } from "./kept-allocations";
import { wrap } from "./sweep-grid";
import { categoryColors, figure } from "../look/theme";
import type { Figure, FigureOptions } from "../look/theme";
import { unitsOf } from "../../base/units";

export interface AllocationSharesOptions extends FigureOptions, Cut {
  /** Names of the model's N bins. Default "bin 0", "bin 1", ... */
  readonly bin?: readonly string[];
}

/**
 * Each kept bin's share of the order, x_i / S, along the sizes or along the betas, one stacked on the
 * other: for a dozen bins at most. Where a bin takes over, its band jumps.
 *
 * @throws RangeError for a sweep without allocations.
 */
export function allocationSharesFigure(sweep: SweepData, options: AllocationSharesOptions = {}): Figure {
  const { sizes } = unitsOf(sweep, options);
  const line = allocationsAlong(sweep, options, sizes);
  const { size, beta } = sweep.axes;
  const along = line.along === "size" ? line.values : (beta.labels ?? line.values);
  const colors = categoryColors(line.bins.length);
  const data = line.bins.map((bin, k): Data => {
    const name = options.bin?.[bin] ?? `bin ${bin}`;
    return {
      type: "scatter",
      mode: "lines",
      stackgroup: "order",
      x: [...along],
      y: line.x.map((x, p) => (100 * x[k]) / line.sizes[p]),
      name,
      line: { width: 0.5, color: colors[k] },
      hovertemplate: `${name}: %{y:.3~g} % of S<extra></extra>`,
    };
  });
  const xaxis =
    line.along === "size"
      ? sharesAxis(size.title, size.scale, size.values)
      : {
          title: { text: wrap(beta.title) },
          type: beta.labels === undefined ? ("linear" as const) : ("category" as const),
        };
  const layout = {
    xaxis,
    yaxis: { title: { text: "share of the order (%)" }, range: [0, 100] },
    hovermode: "x unified" as const,
  };
  return figure(`Who trades how much of the order, ${line.held}`, data, layout, options);
}
