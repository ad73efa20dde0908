/**
 * How outputs and Markdown show, as they do in the reports: nothing of them is run, whoever wrote the notebook.
 */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { IMarkdownViewerTracker } from "@jupyterlab/markdownviewer";
import {
  IRenderMimeRegistry,
  IMarkdownParser,
  RenderedCommon,
  RenderedHTMLCommon,
  renderHTML,
} from "@jupyterlab/rendermime";
import type { IRenderMime } from "@jupyterlab/rendermime-interfaces";

import { escapeHtml } from "../../../../base/escape-html";
import { latexHtml } from "../../../../notebook/report/text/markdown";
import { sanitiseHtml, showsSomething } from "../../../../notebook/report/text/sanitise-html";
import { headingsOf, renderPageMarkdown, showPictures } from "./markdown";
import { PLOTLY_MIME_TYPE, RenderedPlotly } from "./plotly-renderer";

type Options = IRenderMime.IRendererOptions;

/** HTML of our own making: safe as it is; its links open in the page, its pictures come from beside the file. */
abstract class RenderedOwnHtml extends RenderedHTMLCommon {
  protected abstract html(text: string, data: IRenderMime.IMimeModel["data"]): string;

  override render({ data }: IRenderMime.IMimeModel): Promise<void> {
    const { node: host, sanitizer, resolver, linkHandler } = this;
    const source = this.html(String(data[this.mimeType] ?? ""), data);
    return renderHTML({
      host,
      source,
      trusted: true,
      sanitizer,
      resolver,
      linkHandler,
      shouldTypeset: false,
      latexTypesetter: null,
    });
  }
}

class RenderedMarkdown extends RenderedOwnHtml {
  constructor(options: Options) {
    super(options);
    this.addClass("jp-RenderedMarkdown");
  }

  override async render(model: IRenderMime.IMimeModel): Promise<void> {
    await super.render(model);
    if (this.resolver !== null) await showPictures(this.node, this.resolver);
  }

  protected override html(text: string): string {
    return renderPageMarkdown(text);
  }
}

class RenderedLatex extends RenderedOwnHtml {
  protected override html(text: string): string {
    return latexHtml(text);
  }
}

class RenderedHtml extends RenderedOwnHtml {
  constructor(options: Options) {
    super(options);
    this.addClass("jp-RenderedHTML");
  }

  protected override html(text: string, data: IRenderMime.IMimeModel["data"]): string {
    const clean = sanitiseHtml(text);
    return showsSomething(clean) ? clean : `<pre>${escapeHtml(String(data["text/plain"] ?? ""))}</pre>`;
  }
}

/** As a picture: scripts in it do not run, and its styles stay its own. */
class RenderedSvg extends RenderedCommon {
  override render({ data }: IRenderMime.IMimeModel): Promise<void> {
    const image = document.createElement("img");
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(String(data[this.mimeType] ?? ""))}`;
    image.alt = String(data["text/plain"] ?? "");
    this.node.append(image);
    return Promise.resolve();
  }
}

const FACTORIES: readonly (readonly [string, number, new (options: Options) => IRenderMime.IRenderer])[] = [
  [PLOTLY_MIME_TYPE, 0, RenderedPlotly],
  ["text/html", 50, RenderedHtml],
  ["text/markdown", 60, RenderedMarkdown],
  ["text/latex", 70, RenderedLatex],
  ["image/svg+xml", 80, RenderedSvg],
];

export const renderers: JupyterFrontEndPlugin<void> = {
  id: "impactlab:renderers",
  description: "Shows outputs and Markdown as the reports do.",
  autoStart: true,
  requires: [IRenderMimeRegistry],
  // Which has a renderer of its own for Markdown: this comes after.
  optional: [IMarkdownViewerTracker],
  activate: (_app: JupyterFrontEnd, registry: IRenderMimeRegistry) => {
    for (const [mimeType, defaultRank, Rendered] of FACTORIES)
      registry.addFactory({
        safe: true,
        mimeTypes: [mimeType],
        defaultRank,
        createRenderer: (options) => new Rendered(options),
      });
    for (const script of ["application/javascript", "text/javascript"]) registry.removeMimeType(script);
  },
};

/** What the table of contents asks. */
export const markdownParser: JupyterFrontEndPlugin<IMarkdownParser> = {
  id: "impactlab:markdown",
  description: "Parses Markdown as the reports do.",
  autoStart: true,
  provides: IMarkdownParser,
  activate: () => ({
    render: (text: string) => Promise.resolve(renderPageMarkdown(text)),
    getHeadingTokens: (text: string) => Promise.resolve(headingsOf(text)),
  }),
};
