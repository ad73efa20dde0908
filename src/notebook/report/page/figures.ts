/**
 * The figures of one page: the data of each once, however often it is shown, and a place where the
 * page's script draws it with the page's one copy of plotly.
 */
import { createHash } from "node:crypto";

import { escapeHtml } from "../../../base/escape-html";
import { isFigure, type Figure } from "../../../kernel/show/figure";
import type { PlotlyBundle } from "../../../kernel/show/plotly-script";
import { inScript, PageModules } from "./page-modules";

/** In pixels, where a figure states none: plotly's own, and more for what is seen at an angle. */
const HEIGHT = 450;
const SCENE_HEIGHT = 560;

export class Figures {
  readonly #json = new Map<string, string>();
  #flat = true;
  readonly modules = new PageModules();

  /** The element a figure is drawn in, or undefined where the value is no figure; `module` is what works upon it. */
  place(value: unknown, caption: string, module?: unknown): string | undefined {
    if (!isFigure(value)) return undefined;
    const id = this.add(value);
    const height = figureHeight(value);
    const label = escapeHtml(caption);
    const attributes = `data-figure="${id}" style="height:${height}px" role="img" aria-label="${label}"`;
    const frame = this.modules.frame(module);
    const open = `<figure class="plot"${frame === undefined ? "" : ` ${frame}`}>`;
    return `${open}<div ${attributes}><span>${label}</span></div></figure>`;
  }

  add(figure: Figure): string {
    const json = JSON.stringify(figure);
    const id = createHash("sha256").update(json).digest("hex").slice(0, 16);
    this.#json.set(id, json);
    if (!isFlat(figure)) this.#flat = false;
    return id;
  }

  /** The smallest of plotly's bundles that draws all of them; undefined where there is none to draw. */
  get plotly(): PlotlyBundle | undefined {
    if (this.count === 0) return undefined;
    return this.#flat ? "cartesian" : "full";
  }

  get count(): number {
    return this.#json.size;
  }

  /** The data, for the end of the page. */
  blocks(): string {
    return [...this.#json]
      .map(([id, json]) => `<script type="application/json" data-figure-data="${id}">${inScript(json)}</script>`)
      .join("\n");
  }
}

/** The traces of plotly's cartesian bundle, a third of the full one; what draws by WebGL is in none but that. */
const CARTESIAN =
  /^(scatter|bar|box|contour|heatmap|histogram|histogram2d|histogram2dcontour|image|pie|scatterternary|violin)$/;

function isFlat({ data, frames }: Figure): boolean {
  const more = (Array.isArray(frames) ? frames : []).flatMap((frame: { data?: readonly object[] } | null) =>
    Array.isArray(frame?.data) ? frame.data : [],
  );
  return [...data, ...more].every((trace) => CARTESIAN.test(String((trace as { type?: unknown }).type ?? "scatter")));
}

function figureHeight({ layout }: Figure): number {
  const { height } = layout;
  if (typeof height === "number" && height >= 50 && height <= 4000) return Math.round(height);
  return "scene" in layout ? SCENE_HEIGHT : HEIGHT;
}
