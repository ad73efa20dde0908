import type { Data } from "plotly.js";

import { profileOf } from "./allocation";
import type { AllocationInput } from "./allocation";
import { binAxis } from "../look/axes";
import { COLORS, figure } from "../look/theme";
import type { Figure, FigureOptions } from "../look/theme";
import { unitsOf } from "../../base/units";

/** Shares traded by the end of each bin, cumulated, for the optimum, TWAP and proportional to volume. */
export function executionScheduleFigure(input: AllocationInput, options: FigureOptions = {}): Figure {
  const { values, axis } = binAxis(input.x.length, input.bin);
  const { sizes } = unitsOf(input, options);
  const done = cumulate(input.x);
  const size = done[done.length - 1];
  const line = (name: string, y: number[], color: string, dash: "solid" | "dash" | "dot"): Data => ({
    type: "scatter",
    mode: "lines",
    x: values,
    y,
    customdata: y.map((shares) => (100 * shares) / size),
    name,
    line: { color, dash, width: 2.4 },
    hovertemplate: `%{x}<br>${name}: %{y:,.5~g} ${sizes}, %{customdata:.1f} %<extra></extra>`,
  });
  const data = [line("optimum", done, COLORS.optimum, "solid")];
  data.push(
    line(
      "TWAP",
      done.map((_, i) => (size * (i + 1)) / done.length),
      COLORS.twap,
      "dash",
    ),
  );
  const profile = profileOf(input);
  if (profile !== undefined)
    data.push(
      line(
        "proportional to volume",
        cumulate(profile).map((share) => size * share),
        COLORS.vwap,
        "dot",
      ),
    );
  const yaxis = { title: { text: `traded so far (${sizes})` }, tickformat: "~s", rangemode: "tozero" as const };
  return figure("Execution schedule", data, { xaxis: axis, yaxis }, options);
}

function cumulate(values: ArrayLike<number>): number[] {
  let total = 0;
  return Array.from(values, (value) => (total += value));
}
