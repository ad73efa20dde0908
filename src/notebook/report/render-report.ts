/**
 * A run as one HTML file: summary, contents, cells, provenance.
 */
import { escapeHtml } from "../../base/escape-html";
import type { Cell } from "../notebook-document";
import type { RunRecord } from "../record/run-record";
import { loadAssets, type Assets } from "./page/assets";
import { cellHtml, isRemoved } from "./cell";
import { embeddedRun } from "./page/embedded-run";
import { Figures } from "./page/figures";
import { foldSections, isCollapsed, type PageCell } from "./folded-sections";
import { Markdown, titleHtml, type Heading } from "./text/markdown";
import { neighboursHtml, type Neighbours } from "./neighbours";
import { pageHtml } from "./page/page";
import { provenanceHtml } from "./provenance";
import { sealed } from "./seal";
import type { SharedScripts } from "./page/shared-scripts";
import { barHtml, bylineHtml, failureHtml, headlineHtml, parametersHtml } from "./summary";

export interface ReportContext extends Neighbours {
  readonly assets?: Assets;
  /** The folder beside the page that holds what the run left in its output folder; without, it has no links. */
  readonly files?: string;
  /** Where scripts lie that other pages have, too. Default: in the page. */
  readonly shared?: SharedScripts;
  /** The script of a page that is served, and loads itself again. */
  readonly reload?: string;
}

export function renderReport(record: RunRecord, context: ReportContext = {}): string {
  const { assets = loadAssets(), files, reload, shared } = context;
  const { notebook, failure, provenance } = record;
  const figures = new Figures();
  const texts = notebook.cells.filter(({ cell_type }) => cell_type === "markdown").map(({ source }) => source);
  const markdown = new Markdown(texts);
  let title: string | undefined;
  const htmlOf = (cell: Cell, index: number, failed: boolean): string => {
    if (index === 0 && cell.cell_type === "markdown" && !isRemoved(cell)) {
      const first = markdown.renderFirst(cell.source, cell.attachments);
      title = first.title;
      return `<section class="prose lead" id="cell-1">${first.html}</section>`;
    }
    const time = provenance.times.cells[index] ?? null;
    return cellHtml(cell, { index, failed, time, figures, markdown });
  };
  const cells = notebook.cells.map((cell, index): PageCell => {
    const failed = failure?.cell === index;
    const before = markdown.headings.length;
    const html = htmlOf(cell, index, failed);
    const levels = markdown.headings.slice(before).map(({ level }) => level);
    const level = levels.length === 0 ? undefined : Math.min(...levels);
    return { html, level, collapsed: isCollapsed(cell), failed };
  });
  const body = [
    barHtml(`<code>${escapeHtml(record.source)}</code>`, { codeButton: true }),
    `<div class="page">`,
    contentsHtml(markdown.headings),
    `<main>`,
    `<h1>${title ?? titleHtml(record.title)}</h1>`,
    bylineHtml(record.source, provenance),
    failureHtml(failure, notebook.cells.length),
    headlineHtml(record.headline),
    parametersHtml(record.parameters),
    foldSections(cells),
    neighboursHtml(context),
    provenanceHtml(record, files),
    `</main></div>`,
  ]
    .filter((part) => part !== "")
    .join("\n");
  const data = [embeddedRun(record, figures), figures.blocks(), figures.modules.blocks(record.parameters)].join("\n");
  const page = { title: record.title, kind: "report", body, data, plotly: figures.plotly };
  const modules = [...figures.modules.scripts(), ...(reload === undefined ? [] : [reload])];
  return sealed(pageHtml({ ...page, modules, shared, asks: reload !== undefined }, assets));
}

function contentsHtml(headings: readonly Heading[]): string {
  const shown = headings.filter(({ level }) => level <= 3);
  if (shown.length < 2) return `<div class="contents"></div>`;
  const top = Math.min(...shown.map(({ level }) => level));
  const items = shown.map(
    ({ level, id, html }) => `<li class="depth-${Math.min(2, level - top)}"><a href="#${id}">${html}</a></li>`,
  );
  const list = `<nav aria-label="Contents"><ol>${items.join("")}</ol></nav>`;
  return `<details class="contents" open><summary>Contents</summary>${list}</details>`;
}
