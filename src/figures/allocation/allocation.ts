import type { Data, LayoutAxis } from "plotly.js";

import { binAxis, sharesFormat } from "../look/axes";
import { COLORS, figure, inkOf } from "../look/theme";
import type { Figure, FigureOptions } from "../look/theme";
import { unitsOf, type Notes } from "../../base/units";

/** An allocation and what it is read beside; N values each. */
export interface AllocationInput {
  /** x_i, shares. */
  readonly x: ArrayLike<number>;
  /** Labels of the bins. */
  readonly bin?: readonly string[];
  /** Largest size each bin's estimate saw, shares: beyond it the curve is a guess. */
  readonly maxSize?: ArrayLike<number>;
  /** Volume profile, any unit; gives the line proportional to volume, where every bin has one. */
  readonly volume?: ArrayLike<number>;
  /** Of the estimates, for units. */
  readonly notes?: Notes;
}

/** The allocation by bin beside TWAP and proportional to volume; bins with x_i > max_size are flagged. */
export function allocationFigure(input: AllocationInput, options: FigureOptions = {}): Figure {
  const x = Array.from(input.x);
  const { values, axis } = binAxis(x.length, input.bin);
  const size = sum(x);
  const { sizes } = unitsOf(input, options);
  const flagged = x.map((xi, i) => xi > (input.maxSize?.[i] ?? Infinity));
  const shares = (label: string): string => `%{x}<br>${label} %{y:,.4~g} ${sizes}<extra></extra>`;
  const bars = (name: string, color: string, keep: (i: number) => boolean): Data => ({
    type: "bar",
    x: values,
    y: x.map((xi, i) => (keep(i) ? xi : null)),
    name,
    marker: { color, line: { width: 0 } },
    hovertemplate: shares(name),
  });
  const line = (name: string, y: number[], color: string): Data => ({
    type: "scatter",
    mode: "lines",
    x: values,
    y,
    name,
    line: { color, width: 1.8, shape: "hvh" },
    hovertemplate: shares(name),
  });
  const data = [bars("optimum", COLORS.optimum, (i) => !flagged[i])];
  if (flagged.includes(true))
    data.push(bars("optimum, above the largest fitted size", COLORS.flagged, (i) => flagged[i]));
  const profile = profileOf(input);
  if (profile !== undefined)
    data.push(
      line(
        "proportional to volume",
        profile.map((share) => size * share),
        COLORS.vwap,
      ),
    );
  data.push(
    line(
      "TWAP",
      x.map(() => size / x.length),
      options.theme === "dark" ? COLORS.twap : inkOf(options),
    ),
  );
  const layout = { xaxis: axis, yaxis: volumeAxis(x, sizes), bargap: 0, barmode: "overlay" as const };
  return figure(
    `Allocation of ${size.toLocaleString("en-US", { maximumSignificantDigits: 4 })} ${sizes} by bin`,
    data,
    layout,
    options,
  );
}

/** Each bin's share of the volume; undefined unless every bin has one: tables without volumes carry NaN. */
export function profileOf({ volume }: AllocationInput): number[] | undefined {
  if (volume === undefined) return undefined;
  const total = sum(volume);
  return total > 0 ? Array.from(volume, (v) => v / total) : undefined;
}

/** Logarithmic where a few bins dwarf the middle one; down to a millionth of the largest. */
export function volumeAxis(x: readonly number[], unit = "shares"): Partial<LayoutAxis> {
  const title = { text: `x (${unit})` };
  const most = x.reduce((a, b) => Math.max(a, b), 0);
  const sorted = x.filter((xi) => xi > 1e-6 * most).sort((a, b) => a - b);
  if (sorted.length < 3 || most < 30 * sorted[sorted.length >> 1])
    return { title, tickformat: "~s", rangemode: "tozero" };
  return {
    title,
    type: "log",
    tickformat: sharesFormat(sorted[0]),
    nticks: 8,
    range: [Math.log10(sorted[0]) - 0.3, Math.log10(most) + 0.15],
  };
}

function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i];
  return total;
}
