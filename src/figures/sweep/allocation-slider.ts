import type { Data, Layout } from "plotly.js";

import type { SweepData } from "../../sweep/sweep-result";
import { volumeAxis } from "../allocation/allocation";
import { binAxis } from "../look/axes";
import { allocationsAlong } from "./kept-allocations";
import type { Cut } from "./kept-allocations";
import { COLORS, figure } from "../look/theme";
import type { Figure, FigureOptions } from "../look/theme";
import { unitsOf } from "../../base/units";

export interface AllocationSliderOptions extends FigureOptions, Cut {
  /** Labels of the model's N bins. */
  readonly bin?: readonly string[];
}

/**
 * The allocation by bin, moved by a slider over S or beta. Every step carries its own numbers, so the
 * figure works in a saved page, with no kernel behind it.
 *
 * @throws RangeError for a sweep without allocations.
 */
export function allocationSliderFigure(sweep: SweepData, options: AllocationSliderOptions = {}): Figure {
  const { sizes } = unitsOf(sweep, options);
  const line = allocationsAlong(sweep, options, sizes);
  const { values, axis } = binAxis(
    line.bins.length,
    options.bin === undefined ? undefined : line.bins.map((i) => options.bin?.[i] ?? ""),
  );
  const places = options.bin === undefined ? line.bins : values;
  const twap = (k: number): number[] => line.bins.map(() => line.sizes[k] / sweep.bins);
  const first = line.names.length >> 1;
  const data: Data[] = [
    {
      type: "bar",
      x: places,
      y: line.x[first],
      name: "optimum",
      marker: { color: COLORS.optimum, line: { width: 0 } },
      hovertemplate: `%{x}<br>%{y:,.4~g} ${sizes}<extra></extra>`,
    },
    {
      type: "scatter",
      mode: "lines",
      x: places,
      y: twap(first),
      name: "TWAP",
      line: { color: COLORS.twap, width: 2 },
      hovertemplate: `TWAP %{y:,.4~g} ${sizes}<extra></extra>`,
    },
  ];
  const title = (k: number): string => `Allocation at ${line.names[k]}, ${line.held}`;
  // Each step also sets the axis: allocations of other sizes live on other decades.
  const axisAt = (k: number): Record<string, unknown> => {
    const { type = "linear", range, tickformat } = volumeAxis(line.x[k], sizes);
    return {
      "yaxis.type": type,
      "yaxis.tickformat": tickformat,
      ...(range === undefined ? { "yaxis.autorange": true } : { "yaxis.range": range }),
    };
  };
  const steps = line.labels.map((label, k) => ({
    label,
    method: "update" as const,
    args: [{ y: [line.x[k], twap(k)] }, { "title.text": title(k), ...axisAt(k) }],
  }));
  const layout = {
    xaxis: axis,
    yaxis: volumeAxis(line.x[first], sizes),
    bargap: 0,
    margin: { l: 78, r: 28, t: 84, b: 150 },
    sliders: [
      {
        active: first,
        steps,
        x: 0,
        len: 1,
        y: -0.2,
        yanchor: "top",
        pad: { t: 20, b: 8 },
        currentvalue: { visible: false },
        ticklen: 4,
        font: { size: 11 },
      },
    ],
  };
  return figure(title(first), data, layout as unknown as Partial<Layout>, options);
}
