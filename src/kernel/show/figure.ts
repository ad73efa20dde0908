/**
 * Plotly figures, known by their shape alone, `{ data: [...], layout: {...} }`: as JSON for front
 * ends with a renderer of their own (VS Code, JupyterLab with plotly's extension), as a little HTML
 * that draws with the page's one copy of plotly, and as text.
 */
import { createHash } from "node:crypto";

import type { MimeBundle } from "../engine/engine";
import { escapeHtml } from "../../base/escape-html";
import { drawingScript, type PlotlySources } from "./plotly-script";

export interface Figure {
  readonly data: readonly object[];
  readonly layout: Readonly<Record<string, unknown>>;
  readonly frames?: unknown;
  readonly config?: unknown;
}

export const PLOTLY_MIME_TYPE = "application/vnd.plotly.v1+json";
/** Plotly's own default height in pixels. */
const HEIGHT = 450;

export function isFigure(value: unknown): value is Figure {
  if (typeof value !== "object" || value === null) return false;
  const { data, layout } = value as Record<string, unknown>;
  return (
    Array.isArray(data) &&
    data.every((trace) => typeof trace === "object" && trace !== null) &&
    typeof layout === "object" &&
    layout !== null &&
    !Array.isArray(layout)
  );
}

export function figureBundle(figure: Figure, options: PlotlySources): MimeBundle {
  const { data, layout, frames, config } = figure;
  const json = JSON.stringify({ data, layout, frames, config }, plainJson);
  const caption = describe(figure);
  return {
    data: {
      [PLOTLY_MIME_TYPE]: JSON.parse(json) as unknown,
      "text/html": html(json, caption, height(layout), options),
      "text/plain": caption,
    },
    metadata: {},
  };
}

/** What plotly reads: typed arrays as arrays, missing and infinite numbers as gaps. */
function plainJson(_key: string, value: unknown): unknown {
  if (ArrayBuffer.isView(value) && !(value instanceof DataView))
    return Array.from(value as unknown as ArrayLike<unknown>);
  if (typeof value === "bigint") return Number(value);
  return value;
}

/** The same figure has the same id, so that a notebook run again does not change. */
function html(json: string, caption: string, height: number, options: PlotlySources): string {
  const id = createHash("sha256").update(json).digest("hex").slice(0, 16);
  return [
    `<div data-figure="${id}" style="width:100%;min-height:${height}px">${escapeHtml(caption)}</div>`,
    `<script>${drawingScript(id, json, options)}</script>`,
  ].join("\n");
}

function height(layout: Figure["layout"]): number {
  return typeof layout.height === "number" && layout.height > 0 ? layout.height : HEIGHT;
}

function describe({ data, layout }: Figure): string {
  const { title } = layout;
  const text = typeof title === "object" && title !== null ? (title as { text?: unknown }).text : title;
  const types = new Set(data.map((trace) => String((trace as { type?: unknown }).type ?? "scatter")));
  const kinds = types.size > 0 ? `: ${[...types].join(", ")}` : "";
  const traces = `${data.length} trace${data.length === 1 ? "" : "s"}${kinds}`;
  return typeof text === "string" && text !== "" ? `Figure: ${text} (${traces})` : `Figure (${traces})`;
}
