/**
 * A figure as a still picture can show it: on white, at a size of its own, and what is seen at an angle from above:
 * a surface as its contours. Without WebGL nothing else of it can be drawn.
 */
import type { Figure } from "../../kernel/show/figure";

type Json = Readonly<Record<string, unknown>>;

/** In pixels; the picture has more of them, see draw-still. */
export const STILL_WIDTH = 800;
const HEIGHT = 450;

export interface FlatFigure {
  readonly data: readonly object[];
  readonly layout: Json;
  readonly width: number;
  readonly height: number;
}

/** The figure that is drawn; undefined where nothing of it can be. */
export function flatFigure({ data, layout }: Figure): FlatFigure | undefined {
  const traces = data as readonly Json[];
  const solid = traces.filter(isSolid);
  const flat =
    solid.length === 0 ? traces : [...traces.filter((trace) => !isSolid(trace)), ...solid.flatMap(fromAbove)];
  if (flat.length === 0 || flat.some((trace) => !DRAWN.test(String(trace.type ?? "scatter")))) return undefined;
  const { height } = layout;
  const size = { width: STILL_WIDTH, height: isHeight(height) ? Math.round(height) : HEIGHT };
  const shown = solid.length === 0 ? layout : layoutFromAbove(layout);
  return { data: flat, layout: { ...shown, ...size, autosize: false }, ...size };
}

/** What the SVG side of plotly draws; its WebGL points are drawn as plain ones. */
const DRAWN =
  /^(scatter|scattergl|bar|box|violin|histogram|histogram2d|histogram2dcontour|heatmap|contour|pie|table|waterfall|funnel|indicator|sankey|sunburst|treemap|icicle|candlestick|ohlc|scatterpolar|barpolar|image)$/;

function isSolid({ type }: Json): boolean {
  return /^(surface|scatter3d|mesh3d|cone|streamtube|isosurface|volume)$/.test(String(type));
}

function fromAbove(trace: Json): Json[] {
  const { x, y, z, name, colorscale, showscale, colorbar, cmin, cmax, reversescale, mode, marker, line, hidesurface } =
    trace;
  if (trace.type === "surface" && hidesurface !== true) {
    // Of a surface over a grid of two lists; one over tables of places has no contours of its own.
    const isGrid = [x, y].every((axis) => axis === undefined || !Array.isArray((axis as unknown[])[0]));
    const kept = { x, y, z, name, colorscale, showscale, reversescale, zmin: cmin, zmax: cmax };
    return isGrid ? [defined({ ...kept, colorbar: upright(colorbar), type: "contour" })] : [];
  }
  if (trace.type !== "scatter3d") return [];
  return [
    defined({ type: "scatter", x, y, name, mode, marker: plainMarker(marker), line: thin(line), showlegend: false }),
  ];
}

const FROM_ABOVE = "as contours: a still picture of the 3-D figure, seen from above";

/** A scene's axes are the plot's own, and a line says what became of it. */
function layoutFromAbove(layout: Json): Json {
  const scene = (layout.scene ?? {}) as Json;
  const place = { xref: "paper", yref: "paper", x: 0, y: 1, xanchor: "left", yanchor: "bottom", showarrow: false };
  return {
    ...layout,
    scene: undefined,
    annotations: [{ ...place, text: FROM_ABOVE, yshift: 8, font: { size: 12 } }],
    xaxis: axisOf(scene.xaxis),
    yaxis: axisOf(scene.yaxis),
    margin: { l: 80, r: 80, t: 90, b: 70 },
  };
}

function axisOf(axis: unknown): Json {
  const { title, type, tickvals, ticktext, tickformat } = (axis ?? {}) as Json;
  return defined({ title, type, tickvals, ticktext, tickformat, automargin: true });
}

function upright(bar: unknown): Json {
  const { title, tickvals, ticktext, tickformat } = (bar ?? {}) as Json;
  return defined({ title, tickvals, ticktext, tickformat });
}

/** Sizes and colours by point hold in a plane, too; symbols of three dimensions do not. */
function plainMarker(marker: unknown): Json {
  const { size, color } = (marker ?? {}) as Json;
  return defined({ size, color });
}

/** Lines in a scene are drawn thick, to be seen at an angle. */
function thin(line: unknown): Json {
  const { color, dash } = (line ?? {}) as Json;
  return defined({ color: Array.isArray(color) ? undefined : color, dash, width: 2 });
}

function defined(object: Json): Json {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}

function isHeight(height: unknown): height is number {
  return typeof height === "number" && height >= 50 && height <= 2000;
}
