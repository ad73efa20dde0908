import type { Data, LayoutAxis } from "plotly.js";

import { checkFields } from "../../base/check-fields";
import { readable } from "../../base/readable";
import { binAxis, extent, formatFromZero } from "../look/axes";
import { short, whereItGoes } from "../look/findings";
import { checkOneABin } from "../look/one-a-bin";
import { COLORS, figure, figureUnits, inkOf, type Figure, type FigureOptions } from "../look/theme";
import type { Noted } from "../../base/units";
import { sum } from "../../numeric/sum";
import { hasRoomForLot } from "../../solver/model/lot-grid";

/** An allocation and what it is read beside; N values each. */
export interface AllocationInput extends Noted {
  /** x_i, shares. */
  readonly x: ArrayLike<number>;
  /** Labels of the bins. */
  readonly bin?: readonly string[];
  /** Largest size each bin's estimate saw, shares: beyond it the curve is a guess. */
  readonly maxSize?: ArrayLike<number>;
  /** The most each bin may trade, shares, as `allocate` returns it; Infinity where there is no cap. */
  readonly cap?: ArrayLike<number>;
  /** Shares a lot, as `allocate` returns it: a bin without room for one more is at its cap. */
  readonly lot?: number;
  /** Volume profile, any unit; gives the line proportional to volume, where every bin has one. */
  readonly volume?: ArrayLike<number>;
}

/**
 * The allocation x_i by bin beside TWAP's S / N and, where volumes V_i are known, S V_i / sum V. Bins with x_i above
 * the largest size that their estimate saw are set apart: there the curve is a guess; and so, where caps bind, are the
 * bins at their caps, with the caps as a line. A peak of the volume far above all bars is cut, and written.
 *
 * @param input x, N values in shares, and what it is read beside: a model spread under an allocation has it all.
 * @param options of every figure: theme, title, units.
 * @returns bars by bin from 0; the title says how many bins carry half of the order.
 * @throws InputError for other than one label or value a bin, and for options that break their rule.
 * @example
 * ```ts
 * import { allocate, allocationFigure } from "../src";
 *
 * const model = { alpha: [0.01, 0.02, 0.01], beta: [1.5, 1.5, 1.5], bin: ["10:00", "11:00", "12:00"] };
 * allocationFigure({ ...model, ...allocate(model, 900) }); // 400, 100 and 400, beside 300 of TWAP
 * ```
 */
export function allocationFigure(input: AllocationInput, options: FigureOptions = {}): Figure {
  checkFields("input", input, ["x"], "an allocation, with what its figure shows beside it");
  const { sizes } = figureUnits(input, options);
  const x = Array.from(input.x);
  const { volume, maxSize, cap } = input;
  checkOneABin(x.length, { volume, maxSize, cap });
  const { values, axis } = binAxis(x.length, input.bin, input);
  const size = sum(x);
  const flagged = x.map((xi, i) => xi > (input.maxSize?.[i] ?? Infinity));
  const { lot = 0 } = input;
  const full = x.map((xi, i) => {
    const cap = input.cap?.[i] ?? Infinity;
    return xi > 0 && (lot > 0 ? !hasRoomForLot(xi, cap, lot) : xi >= cap);
  });
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
  const data = [bars("optimum", COLORS.optimum, (i) => !flagged[i] && !full[i])];
  if (full.includes(true)) data.push(bars("at its cap", COLORS.full, (i) => full[i] && !flagged[i]));
  if (flagged.includes(true)) data.push(bars("above the largest fitted size", COLORS.flagged, (i) => flagged[i]));
  if (full.includes(true)) data.push(capLine(values, input.cap as ArrayLike<number>, shares("cap")));
  const profile = profileOf(input);
  const inProportion = profile?.map((share) => size * share);
  const even = x.map(() => size / x.length);
  const own = extent([...x, ...even]).most;
  const peak = extent(inProportion ?? []).most;
  // Caps and a volume's peak may be far above all that trades: they are cut off where they say nothing.
  const top = full.includes(true) || peak > TOWERS * own ? 1.08 * own : Infinity;
  if (inProportion !== undefined) {
    const name = "proportional to volume";
    // No longer than the other: a longer legend would take the title's room.
    const cut = peak > top ? { name: `by volume, up to ${short(peak)}` } : {};
    data.push({ ...line(name, inProportion, COLORS.vwap), ...cut });
  }
  data.push(line("TWAP", even, options.theme === "dark" ? COLORS.twap : inkOf(options)));
  const yaxis = volumeAxis(sizes, x);
  if (top < Infinity && yaxis.range === undefined) yaxis.range = [0, top];
  const layout = { xaxis: axis, yaxis, bargap: 0, barmode: "overlay" as const };
  const order = readable(size, 4);
  return figure(whereItGoes(x, `${order} ${sizes}`), data, layout, options);
}

/** So many times what trades in any bin, the volume's peak would flatten the bars. */
const TOWERS = 3;

function capLine(x: (string | number)[], cap: ArrayLike<number>, hovertemplate: string): Data {
  return {
    type: "scatter",
    mode: "lines",
    x,
    y: Array.from(cap, (c) => (c < Infinity ? c : null)),
    name: "cap",
    line: { color: COLORS.full, width: 1, shape: "hvh", dash: "dot" },
    hovertemplate,
  };
}

/** Each bin's share of the volume; undefined unless every bin has one: tables without volumes carry NaN. */
export function profileOf({ volume }: AllocationInput): number[] | undefined {
  if (volume === undefined) return undefined;
  const total = sum(volume);
  return total > 0 ? Array.from(volume, (v) => v / total) : undefined;
}

/** Linear and from 0, so that the area of the bars is the volume. */
export function volumeAxis(unit: string, x: ArrayLike<number>): Partial<LayoutAxis> {
  return { title: { text: `x (${unit})` }, tickformat: formatFromZero(x), rangemode: "tozero" };
}
