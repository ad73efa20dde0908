/**
 * The look of every figure: a light and a dark template, colours that colour-blind readers can tell
 * apart (Okabe and Ito, Color Universal Design, 2008) and scales even in lightness (viridis, cividis).
 */
import type { Data, Layout, LayoutAxis, Template } from "plotly.js";

import { checkChoice } from "../../base/check-choice";
import { checkOptions, type OptionNames } from "../../base/check-options";
import { unitsOf, type Noted, type UnitOptions, type Units } from "../../base/units";

/** What Plotly draws: `Plotly.newPlot(div, figure.data, figure.layout)`. */
export interface Figure {
  readonly data: Data[];
  readonly layout: Partial<Layout>;
}

/** What every figure takes: `currency` and `sizeUnit` stand on its axes where the result's notes do not say. */
export interface FigureOptions extends UnitOptions {
  /** Default "light". */
  readonly theme?: "light" | "dark";
  /** Replaces the figure's own title. */
  readonly title?: string;
}

export const FIGURE_OPTIONS: OptionNames<FigureOptions> = { theme: true, title: true, currency: true, sizeUnit: true };

/** Checks a figure's options, `names` being all that it takes, and says what its sizes and costs are counted in. */
export function figureUnits(
  noted: Noted | undefined,
  options: FigureOptions,
  names: OptionNames<FigureOptions> = FIGURE_OPTIONS,
): Units {
  const { theme = "light" } = checkOptions(options, names);
  checkChoice("options.theme", theme, ["light", "dark"]);
  return unitsOf(noted, options);
}

/** Okabe and Ito's colours by what they stand for here. */
export const COLORS = {
  optimum: "#0072B2",
  twap: "#E69F00",
  vwap: "#009E73",
  flagged: "#D55E00",
  full: "#56B4E9",
  line: "#CC79A7",
} as const;

/** For categories in order. The palette's black is left out: it vanishes on dark paper. */
export const COLORWAY = ["#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#56B4E9", "#F0E442"];

const DASHES = ["solid", "dash", "dot", "dashdot", "longdash", "longdashdot"] as const;

/** Strategies that have the same colour in every figure. */
const OWN_COLORS: Readonly<Record<string, string | undefined>> = {
  optimum: COLORS.optimum,
  TWAP: COLORS.twap,
  "proportional to volume": COLORS.vwap,
};

/** Strokes of several lines by their names, told apart by colour and by dash. */
export function strokesOf(names: readonly string[]): { color: string; dash: (typeof DASHES)[number] }[] {
  const own = names.map((name) => (Object.hasOwn(OWN_COLORS, name) ? OWN_COLORS[name] : undefined));
  const free = COLORWAY.filter((color) => !own.includes(color));
  let taken = 0;
  return own.map((color, k) => ({ color: color ?? free[taken++ % free.length], dash: DASHES[k % DASHES.length] }));
}

/** Viridis at nine even steps. */
const VIRIDIS = ["#440154", "#472d7b", "#3b528b", "#2c728e", "#21918c", "#28ae80", "#5ec962", "#addc30", "#fde725"];

/** Colours for categories in order: the palette's, or, for more than it has, steps along viridis. */
export function categoryColors(count: number): string[] {
  if (count <= COLORWAY.length) return COLORWAY.slice(0, count);
  return Array.from({ length: count }, (_, k) => {
    const at = (k / (count - 1)) * (VIRIDIS.length - 1);
    const from = Math.min(Math.floor(at), VIRIDIS.length - 2);
    const channel = (c: number): number => {
      const [a, b] = [from, from + 1].map((step) => parseInt(VIRIDIS[step].slice(1 + 2 * c, 3 + 2 * c), 16));
      return Math.round(a + (b - a) * (at - from));
    };
    return `#${[0, 1, 2].map((c) => channel(c).toString(16).padStart(2, "0")).join("")}`;
  });
}

export const SEQUENTIAL = "Viridis";
export const DIVIDED = "Cividis";

/** Titles of axes are no louder than the text beside them. */
export const AXIS_TITLE = 13;

const INK = {
  light: { paper: "#ffffff", text: "#222222", grid: "#e3e3e3", zero: "#b8b8b8" },
  dark: { paper: "#16181c", text: "#e6e6e6", grid: "#33373d", zero: "#5c626b" },
};

/** The colour of text and rules on the theme's paper. */
export function inkOf({ theme = "light" }: FigureOptions): string {
  return INK[theme].text;
}

/** A translucent form of a `#rrggbb` colour. */
export function faded(color: string, opacity: number): string {
  const [r, g, b] = [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16));
  return `rgba(${r}, ${g}, ${b}, ${opacity})`;
}

/** A share as it is read: 0.95 as "95 %". */
export function percent(share: number): string {
  return `${Number((100 * share).toPrecision(3))} %`;
}

/** The area between two curves, faint behind the line of the same legend group. */
export function bandTrace(
  x: number[],
  [low, high]: readonly [number[], number[]],
  legendgroup: string,
  color: string,
  opacity: number,
): Data {
  return {
    type: "scatter",
    mode: "lines",
    x: [...x, ...[...x].reverse()],
    y: [...high, ...[...low].reverse()],
    fill: "toself",
    fillcolor: faded(color, opacity),
    line: { width: 0, color },
    hoverinfo: "skip",
    showlegend: false,
    legendgroup,
  };
}

/** A figure in its theme: title at the top left, legend on one line below it, room for both. */
export function figure(title: string, data: Data[], layout: Partial<Layout>, options: FigureOptions): Figure {
  return {
    data,
    layout: {
      title: {
        text: options.title ?? capital(title),
        x: 0.012,
        xanchor: "left",
        y: 0.97,
        yanchor: "top",
        font: { size: 17 },
      },
      legend: { orientation: "h", x: 0, xanchor: "left", y: 1.015, yanchor: "bottom" },
      margin: { l: 78, r: 28, t: 84, b: 66 },
      template: template(options),
      ...layout,
    },
  };
}

/** Titles may begin with a name. */
function capital(title: string): string {
  return `${title.charAt(0).toUpperCase()}${title.slice(1)}`;
}

function template({ theme = "light" }: FigureOptions): Template {
  const { paper, text, grid, zero } = INK[theme];
  const axis: Partial<LayoutAxis> = {
    gridcolor: grid,
    zerolinecolor: zero,
    linecolor: zero,
    ticks: "outside",
    tickcolor: zero,
    automargin: true,
    title: { font: { size: AXIS_TITLE } },
    // Working out what reaches past the plot takes a fifth of a redraw.
    ticklabeloverflow: "allow",
  };
  const sceneAxis = {
    gridcolor: grid,
    zerolinecolor: zero,
    linecolor: zero,
    backgroundcolor: paper,
    showbackground: true,
  };
  return {
    layout: {
      paper_bgcolor: paper,
      plot_bgcolor: paper,
      font: { family: "system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif", size: 13, color: text },
      colorway: COLORWAY,
      hoverlabel: { bgcolor: paper, bordercolor: zero, font: { color: text } },
      xaxis: axis,
      yaxis: axis,
      scene: { xaxis: sceneAxis, yaxis: sceneAxis, zaxis: sceneAxis },
    },
  };
}
