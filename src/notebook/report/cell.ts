/**
 * One cell of a report: prose as it is, code folded above its outputs.
 */
import { escapeHtml } from "../../base/escape-html";
import { hasTag, type Cell } from "../notebook-document";
import { Figures } from "./page/figures";
import { formatDuration } from "./text/format-value";
import { highlight } from "./text/highlight";
import type { Markdown } from "./text/markdown";
import { outputHtml } from "./output";

export interface CellContext {
  /** From 0. */
  readonly index: number;
  readonly failed: boolean;
  /** Milliseconds, where they are known. */
  readonly time: number | null;
  readonly figures: Figures;
  readonly markdown: Markdown;
}

/** Empty where there is nothing to show. */
export function cellHtml(cell: Cell, context: CellContext): string {
  const id = `cell-${context.index + 1}`;
  const shown = context.failed ? EVERYTHING : shownOf(cell);
  if (shown.cell === "removed") return "";
  const inner = (html: string): string => (shown.cell === "folded" ? folded("A folded cell", html) : html);
  if (cell.cell_type === "markdown") {
    const html = context.markdown.render(cell.source, cell.attachments);
    return `<section class="prose" id="${id}">${inner(html)}</section>`;
  }
  if (cell.cell_type === "raw")
    return cell.source.trim() === ""
      ? ""
      : `<section class="cell" id="${id}">${inner(`<pre class="result">${escapeHtml(cell.source)}</pre>`)}</section>`;
  const source = shown.source === "removed" ? "" : sourceHtml(cell, context, shown.source === "folded");
  const outputs = shown.outputs === "removed" ? "" : outputsHtml(cell, context, shown.outputs === "folded");
  if ((cell.source.trim() === "" || source === "") && outputs === "") return "";
  const html = inner([source, outputs].join("\n"));
  return [`<section class="cell${context.failed ? " failed" : ""}" id="${id}">`, html, `</section>`].join("\n");
}

/** Whether the page has a cell at all. */
export function isRemoved(cell: Cell): boolean {
  return shownOf(cell).cell === "removed";
}

type Shown = "shown" | "folded" | "removed";

interface CellShown {
  readonly cell: Shown;
  readonly source: Shown;
  readonly outputs: Shown;
}

const EVERYTHING: CellShown = { cell: "shown", source: "shown", outputs: "shown" };

/**
 * What a notebook says is to be seen of a cell: Jupyter Book's tags, and what was folded in JupyterLab or Notebook. A
 * verification compares all of it, and a cell that failed is seen whole.
 */
function shownOf(cell: Cell): CellShown {
  const { jupyter, collapsed } = cell.metadata as {
    jupyter?: { source_hidden?: unknown; outputs_hidden?: unknown } | null;
    collapsed?: unknown;
  };
  const of = (part: string, isFolded: boolean): Shown => {
    const tagged = (verb: string): boolean => hasTag(cell, `${verb}-${part}`) || hasTag(cell, `${verb}_${part}`);
    return tagged("remove") ? "removed" : isFolded || tagged("hide") ? "folded" : "shown";
  };
  return {
    cell: of("cell", false),
    source: of("input", jupyter?.source_hidden === true),
    outputs: of("output", jupyter?.outputs_hidden === true || collapsed === true),
  };
}

function outputsHtml(cell: Cell, { figures }: CellContext, isFolded: boolean): string {
  const outputs = (cell.outputs ?? []).map((output) => outputHtml(output, figures)).join("\n");
  if (outputs === "") return "";
  return `<div class="outputs">${isFolded ? folded("Folded output", outputs) : outputs}</div>`;
}

function folded(summary: string, html: string): string {
  return `<details class="folded"><summary>${summary}</summary>${html}</details>`;
}

/** All code is folded; what the notebook folds stays so when all the rest is opened. */
function sourceHtml(cell: Cell, { failed, time }: CellContext, stays: boolean): string {
  const first = cell.source.split("\n").find((line) => line.trim() !== "") ?? "";
  const prompt = cell.execution_count === null || cell.execution_count === undefined ? "" : `[${cell.execution_count}]`;
  return [
    `<details class="source${stays ? " stays" : ""}"${failed ? " open" : ""}><summary>`,
    `<span class="prompt">${prompt}</span><code class="first">${label(cell) ?? escapeHtml(first.trim())}</code>`,
    time === null ? "" : `<time datetime="PT${(time / 1000).toFixed(3)}S">${formatDuration(time)}</time>`,
    `</summary><pre tabindex="0"><code>${highlight(cell.source, "typescript")}</code></pre></details>`,
  ].join("");
}

function label({ metadata }: Cell): string | undefined {
  const tags = Array.isArray(metadata.tags) ? metadata.tags : [];
  if (tags.includes("injected-parameters")) return "parameters given to this run";
  return tags.includes("parameters") ? "parameters of this run" : undefined;
}
