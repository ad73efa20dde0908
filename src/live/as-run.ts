/** What was run, faint in the figure of what was moved. */
import type { Data } from "plotly.js";

import type { Figure } from "../figures/look/theme";

/** Seen on light and on dark paper. */
const GREY = "#8a919b";

type Trace = Data & {
  readonly type?: string;
  readonly mode?: string;
  readonly x?: readonly unknown[];
  readonly y?: readonly (number | null)[];
  readonly marker?: object;
  readonly line?: object;
};

/** The moved figure with the run's own marks in grey: bars as their outline, lines dashed, surfaces as a veil. */
export function withAsRun(moved: Figure, asRun: Figure): Figure {
  const traces = asRun.data as readonly Trace[];
  const bars = traces.filter(({ type }) => type === "bar");
  const ghosts: Data[] = [];
  if (bars.length > 0) ghosts.push(outline(bars));
  for (const trace of traces) {
    const ghost = ghostOf(trace);
    if (ghost !== undefined) ghosts.push(ghost);
  }
  const named = ghosts.map((ghost, k) => ({ ...ghost, showlegend: k === 0 }) as Data);
  return { data: [...moved.data, ...named], layout: withRoomFor(bars, moved.layout) };
}

/** An axis that ends at the bars as moved has to reach those as run. */
function withRoomFor(bars: readonly Trace[], layout: Figure["layout"]): Figure["layout"] {
  const { range } = layout.yaxis ?? {};
  if (range === undefined) return layout;
  const most = bars.flatMap(({ y }) => y ?? []).reduce<number>((top, yi) => Math.max(top, yi ?? 0), 0);
  return { ...layout, yaxis: { ...layout.yaxis, range: [range[0], Math.max(range[1] as number, 1.08 * most)] } };
}

/** Bars of several colours stand side by side or in one another's gaps: their tops are one line. */
function outline(bars: readonly Trace[]): Data {
  const y = (bars[0].y ?? []).map((_, i) => bars.reduce<number>((sum, bar) => sum + (bar.y?.[i] ?? 0), 0));
  return {
    type: "scatter",
    mode: "lines",
    x: bars[0].x,
    y,
    name: "as run",
    line: { color: GREY, width: 1.2, shape: "hvh" },
    hoverinfo: "skip",
  } as Data;
}

/** Of the optimum alone: TWAP and other lines beside it are not what was decided. */
function ghostOf(trace: Trace): Data | undefined {
  const { type, mode, name } = trace as Trace & { name?: string };
  const common = { name: "as run", legendgroup: "as run", hoverinfo: "skip" };
  if (type === "surface")
    return {
      ...trace,
      ...common,
      showscale: false,
      opacity: 0.35,
      colorscale: [
        [0, GREY],
        [1, GREY],
      ],
    } as Data;
  if (type === "contour")
    return {
      ...trace,
      ...common,
      hovertemplate: undefined,
      showscale: false,
      contours: { ...(trace as { contours?: object }).contours, coloring: "lines", showlabels: false },
      colorscale: [
        [0, GREY],
        [1, GREY],
      ],
      line: { width: 1, dash: "dot" },
    } as Data;
  if (type !== "scatter" || !/optimum|shadow price/.test(name ?? "")) return undefined;
  if (mode === "lines")
    return {
      ...trace,
      ...common,
      hovertemplate: undefined,
      line: { ...trace.line, color: GREY, dash: "dot", width: 1.6 },
    } as Data;
  return {
    ...trace,
    ...common,
    hovertemplate: undefined,
    marker: { ...trace.marker, color: GREY, opacity: 0.5 },
  } as Data;
}
