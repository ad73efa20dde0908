/**
 * Many bars side by side as one area each: they look the same, and Plotly, which styles every bar by itself, draws the
 * moved figure in half the time. What is read of a bin, and said of it, stays in a line that is not seen.
 */
import type { Data } from "plotly.js";

import type { Figure } from "../../figures/look/theme";

/** Bins from which a bar is too narrow to be told from its neighbours, or pointed at. */
const MANY = 100;

type Trace = Data & {
  readonly type?: string;
  readonly name?: string;
  readonly x?: readonly (string | number)[];
  readonly y?: readonly (number | null)[];
  readonly marker?: { readonly color?: unknown };
};

/** The figure as it is where it has no such bars, or bins that are neither times nor numbers. */
export function withAreas(figure: Figure): Figure {
  const { layout } = figure as { layout: { bargap?: number; barmode?: string } };
  const traces = figure.data as readonly Trace[];
  const bars = traces.filter(isBars);
  if (bars.length === 0 || layout.bargap !== 0 || layout.barmode !== "overlay") return figure;
  const [{ x: bins = [] }] = bars;
  const places = bins.map(placeOf);
  const width = places.slice(1).reduce((least, place, i) => Math.min(least, place - places[i]), Infinity);
  if (bins.length < MANY || !(width > 0 && width < Infinity) || bars.some(({ x }) => x !== bins)) return figure;
  // All traces along these bins: times that are numbers need not be read from text at every move.
  const data = traces.flatMap((trace): Data[] => {
    const placed = trace.x === bins ? ({ ...trace, x: places } as Trace) : trace;
    return isBars(trace) ? [area(trace, places, width), line(placed)] : [placed];
  });
  // Of bars Plotly draws no lines along.
  const xaxis = { ...figure.layout.xaxis, showgrid: false };
  return { data, layout: { ...figure.layout, xaxis } };
}

function isBars({ type, marker }: Trace): boolean {
  return type === "bar" && typeof marker?.color === "string";
}

/** A bin's place along its axis, as Plotly takes it: times as they read, their zone aside. */
function placeOf(bin: string | number): number {
  if (typeof bin === "number") return bin;
  return Date.parse(bin.replace(" ", "T").replace(/(?:Z|[+-]\d\d(?::?\d\d)?)?$/, "Z"));
}

function area({ name, y = [], marker }: Trace, places: readonly number[], width: number): Data {
  const outline: { x: (number | null)[]; y: (number | null)[] } = { x: [], y: [] };
  const to = (x: number | null, height: number | null): void => {
    outline.x.push(x);
    outline.y.push(height);
  };
  places.forEach((place, i) => {
    const height = y[i] ?? null;
    if (height === null) return;
    const [left, right] = [place - width / 2, place + width / 2];
    const joins = i > 0 && (y[i - 1] ?? null) !== null && place - places[i - 1] <= width;
    if (!joins) {
      if (outline.x.length > 0) to(null, null);
      to(left, 0);
    }
    to(left, height);
    to(right, height);
    const goesOn = i + 1 < places.length && (y[i + 1] ?? null) !== null && places[i + 1] - place <= width;
    if (!goesOn) to(right, 0);
  });
  return {
    type: "scatter",
    mode: "lines",
    ...outline,
    name,
    legendgroup: name,
    fill: "toself",
    fillcolor: marker?.color,
    line: { width: 0, color: marker?.color },
    hoverinfo: "skip",
  } as Data;
}

function line(trace: Trace): Data {
  const { marker, name, ...rest } = trace;
  const seen = { line: { width: 0, color: marker?.color }, showlegend: false, legendgroup: name };
  return { ...rest, name, type: "scatter", mode: "lines", ...seen } as Data;
}
