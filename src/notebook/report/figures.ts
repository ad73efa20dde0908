/**
 * The figures of one page: the data of each once, however often it is shown, and a place where the
 * page's script draws it with the page's one copy of plotly.
 */
import { createHash } from "node:crypto";

import { escapeHtml } from "../../base/escape-html";
import { isFigure, type Figure } from "../../kernel/show/figure";
import { inScript, PageModules } from "./page-modules";

/** In pixels, where a figure states none: plotly's own, and more for what is seen at an angle. */
const HEIGHT = 450;
const SCENE_HEIGHT = 560;

export class Figures {
  readonly #json = new Map<string, string>();
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
    return id;
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

function figureHeight({ layout }: Figure): number {
  const { height } = layout;
  if (typeof height === "number" && height >= 50 && height <= 4000) return Math.round(height);
  return "scene" in layout ? SCENE_HEIGHT : HEIGHT;
}
