/**
 * Plotly figures, drawn by a copy of plotly that the page loads when the first one shows. A figure that takes the
 * place of one before it is drawn over it, without flicker.
 */
import { PageConfig, URLExt } from "@jupyterlab/coreutils";
import type { IRenderMime } from "@jupyterlab/rendermime-interfaces";
import { Widget } from "@lumino/widgets";
import type * as PlotlyModule from "plotly.js";

import { fitFigure } from "../../../../notebook/report/page/fit-figure";

type Plotly = typeof PlotlyModule;
type Figure = { readonly data: PlotlyModule.Data[]; readonly layout: Partial<PlotlyModule.Layout> } & {
  readonly config?: Partial<PlotlyModule.Config>;
  readonly frames?: Partial<PlotlyModule.Frame>[];
};

export const PLOTLY_MIME_TYPE = "application/vnd.plotly.v1+json";
/** Plotly's own, in pixels. */
const HEIGHT = 450;

let plotly: Promise<Plotly> | undefined;

export class RenderedPlotly extends Widget implements IRenderMime.IRenderer {
  readonly #mimeType: string;
  #drawn: Promise<void> = Promise.resolve();
  #isDrawn = false;
  #shown: { readonly figure: Figure; readonly caption: string } | undefined;
  /** A number a figure: while one shows, zoom and turn stay as they are. */
  #revision = 0;
  /** The theme and the width that it is drawn for. */
  #fit = "";

  constructor({ mimeType }: IRenderMime.IRendererOptions) {
    super();
    this.#mimeType = mimeType;
    this.addClass("il-Figure");
  }

  renderModel({ data }: IRenderMime.IMimeModel): Promise<void> {
    const figure = data[this.#mimeType] as unknown as Figure;
    if (!this.#isDrawn) this.node.style.minHeight = `${heightOf(figure)}px`;
    this.#shown = { figure, caption: String(data["text/plain"] ?? "Figure") };
    this.#revision++;
    return this.#next();
  }

  protected override onResize(): void {
    this.#again();
  }

  /** A change of theme hides the page for a moment. */
  protected override onAfterShow(): void {
    this.#again();
  }

  #again(): void {
    if (this.#isDrawn && this.isVisible && this.#fit !== this.#wanted()) void this.#next();
  }

  #wanted(): string {
    return `${theme()} ${this.node.clientWidth}`;
  }

  /** One after the other, each over the one before. */
  #next(): Promise<void> {
    return (this.#drawn = this.#drawn.then(() => this.#draw()));
  }

  protected override onBeforeDetach(): void {
    if (this.#isDrawn) void load().then(({ purge }) => purge(this.node as PlotlyModule.Root));
    this.#isDrawn = false;
  }

  async #draw(): Promise<void> {
    if (this.#shown === undefined) return;
    const { figure, caption } = this.#shown;
    try {
      const { react, addFrames } = await load();
      this.node.setAttribute("role", "img");
      this.node.setAttribute("aria-label", caption);
      // Plotly writes into what it is given: the notebook's own stays as it is.
      const { data, layout, config, frames } = this.#fitted(structuredClone(figure));
      await react(this.node, data, { uirevision: this.#revision, ...layout }, { responsive: false, ...config });
      this.#isDrawn = true;
      this.node.style.minHeight = "";
      if (frames !== undefined) await addFrames(this.node as PlotlyModule.Root, frames);
    } catch (error) {
      this.node.textContent = `${caption}: plotly could not draw it (${(error as Error).message}).`;
    }
  }

  /** In the theme's colours, to the width there is; out of sight there is none. */
  #fitted(figure: Figure): Figure {
    this.#fit = this.#wanted();
    const themed = fitFigure.dressed(figure, theme());
    const width = this.node.clientWidth;
    return width > 0 ? fitFigure.fitted(themed, width, heightOf(figure)) : themed;
  }
}

function theme(): "light" | "dark" {
  return document.body.dataset.jpThemeLight === "false" ? "dark" : "light";
}

/** The page's one copy of plotly. */
export function load(): Promise<Plotly> {
  return (plotly ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = URLExt.join(PageConfig.getBaseUrl(), "lab/static/plotly.min.js");
    script.onload = () => resolve((window as unknown as { Plotly: Plotly }).Plotly);
    script.onerror = () => {
      plotly = undefined;
      reject(new Error("its script did not load"));
    };
    document.head.append(script);
  }));
}

function heightOf({ layout }: Figure): number {
  return typeof layout?.height === "number" ? layout.height : HEIGHT;
}
