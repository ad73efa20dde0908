/**
 * One cell of a report: prose as it is, code folded above its outputs.
 */
import { escapeHtml } from "../../base/escape-html";
import type { Cell } from "../notebook-document";
import { Figures } from "./figures";
import { formatDuration } from "./format-value";
import { highlight } from "./highlight";
import type { Markdown } from "./markdown";
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
  if (cell.cell_type === "markdown")
    return `<section class="prose" id="${id}">${context.markdown.render(cell.source, cell.attachments)}</section>`;
  if (cell.cell_type === "raw")
    return cell.source.trim() === ""
      ? ""
      : `<section class="cell" id="${id}"><pre class="result">${escapeHtml(cell.source)}</pre></section>`;
  const outputs = (cell.outputs ?? []).map((output) => outputHtml(output, context.figures)).join("\n");
  if (cell.source.trim() === "" && outputs === "") return "";
  return [
    `<section class="cell${context.failed ? " failed" : ""}" id="${id}">`,
    sourceHtml(cell, context),
    outputs === "" ? "" : `<div class="outputs">${outputs}</div>`,
    `</section>`,
  ].join("\n");
}

function sourceHtml(cell: Cell, { failed, time }: CellContext): string {
  const first = cell.source.split("\n").find((line) => line.trim() !== "") ?? "";
  const prompt = cell.execution_count === null || cell.execution_count === undefined ? "" : `[${cell.execution_count}]`;
  return [
    `<details class="source"${failed ? " open" : ""}><summary>`,
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
