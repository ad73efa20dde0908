/**
 * `df.plot("name").line()` of danfo, which draws into a page's element and refuses to in Node: here it
 * shows the same figure below the cell. danfo's own functions make the figure; only where it goes is ours.
 */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** The charts danfo draws, and its functions for them. */
const CHARTS = {
  line: "linePlot",
  bar: "barPlot",
  scatter: "scatterPlot",
  hist: "histPlot",
  pie: "piePlot",
  box: "boxPlot",
  violin: "violinPlot",
  table: "tablePlot",
} as const;

interface PlotConfig {
  readonly config?: object;
  readonly layout?: object;
}

type Draw = (frame: unknown, name: string, config: PlotConfig, plotly: { newPlot: NewPlot }) => void;
type NewPlot = (name: string, data: unknown[], layout?: object) => void;

export interface Danfo {
  readonly DataFrame: { prototype: object };
  readonly Series: { prototype: object };
}

/** Gives danfo's tables a `plot` that shows; `main` is the path danfo was loaded from. */
export function plotByShowing(danfo: Danfo, main: string, show: (figure: object) => unknown): void {
  const plots = (): Record<string, Draw> =>
    createRequire(main)(join(dirname(main), "../../danfojs-base/plotting/plotly/index.js")) as Record<string, Draw>;
  const newPlot: NewPlot = (_, data, layout = {}) => void show({ data, layout });
  function plot(this: unknown, name = ""): object {
    const charts = Object.entries(CHARTS).map(([chart, draw]) => [
      chart,
      (given: PlotConfig = {}) => plots()[draw](this, name, { config: {}, layout: {}, ...given }, { newPlot }),
    ]);
    return Object.fromEntries(charts) as object;
  }
  if (danfo?.DataFrame === undefined || danfo.Series === undefined) return;
  for (const { prototype } of [danfo.DataFrame, danfo.Series])
    Object.defineProperty(prototype, "plot", { value: plot, configurable: true, writable: true });
}
