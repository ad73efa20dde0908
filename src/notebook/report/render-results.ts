/** Results that come from no notebook as one HTML file in the look of the reports: figures, text, what was asked. */
import { escapeHtml } from "../../base/escape-html";
import { loadAssets, type Assets } from "./page/assets";
import { Figures } from "./page/figures";
import { pageHtml } from "./page/page";
import { barHtml } from "./summary";
import { textHtml } from "./text/text-tables";

const TEXT = `class="stream stdout"`;

export interface Results {
  readonly title: string;
  /** What they were made from: a file's name. */
  readonly source: string;
  /** As a terminal shows them. */
  readonly text: string;
  /** Plotly figures. */
  readonly figures: readonly object[];
  /** What was asked, as text: settings, versions, hashes. */
  readonly asked: string;
}

export function renderResults({ title, source, text, figures, asked }: Results, assets: Assets = loadAssets()): string {
  const placed = new Figures();
  const shown = figures.map((figure, k) => placed.place(figure, `Figure ${k + 1}`) ?? "");
  const body = [
    barHtml(`<code>${escapeHtml(source)}</code>`, { codeButton: false }),
    `<div class="page"><div class="contents"></div><main>`,
    `<h1>${escapeHtml(title)}</h1>`,
    `<div class="outputs">${textHtml(text, TEXT)}</div>`,
    ...shown,
    `<h2>What was asked</h2>`,
    `<div class="outputs">${textHtml(asked, TEXT)}</div>`,
    `</main></div>`,
  ].join("\n");
  return pageHtml({ title, kind: "report", body, data: placed.blocks(), plotly: placed.plotly }, assets);
}
