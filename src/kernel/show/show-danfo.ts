/**
 * What danfo's tables show of themselves, below the cell that asks for it. `df.plot("name").line()` draws into a
 * page's element and refuses to in Node: here it shows the same figure. danfo's own functions make the figure; only
 * where it goes is ours. `df.print()` writes lines and corners, wider than a page as soon as there are some columns:
 * here it shows the table, which front ends fit and programs read as text all the same.
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

/** Gives danfo's tables a `plot` and a `print` that show; `main` is the path danfo was loaded from. */
export function showDanfo(danfo: Danfo, main: string, show: (shown: object) => unknown): void {
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
  function print(this: object): void {
    show(this);
  }
  if (danfo?.DataFrame === undefined || danfo.Series === undefined) return;
  for (const { prototype } of [danfo.DataFrame, danfo.Series])
    for (const [name, value] of Object.entries({ plot, print }))
      Object.defineProperty(prototype, name, { value, configurable: true, writable: true });
}
