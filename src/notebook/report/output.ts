/**
 * One output of a cell as HTML: of the formats it comes in, the richest that a page without scripts
 * from outside can show.
 */
import { escapeHtml } from "../../base/escape-html";
import type { NotebookOutput } from "../../kernel/client/outputs";
import { PLOTLY_MIME_TYPE } from "../../kernel/show/figure";
import { HEADLINE_MIME_TYPE } from "../record/headline";
import { Figures } from "./page/figures";
import { highlight } from "./text/highlight";
import { LONGEST, longTextHtml } from "./text/long-text";
import { latexHtml, markdownHtml } from "./text/markdown";
import { MODULE_MIME_TYPE } from "./page/page-modules";
import { sanitiseHtml, showsSomething } from "./text/sanitise-html";
import { tidyTable } from "./text/tidy-table";

type Bundle = Readonly<Record<string, unknown>>;

const PICTURES = ["image/png", "image/jpeg", "image/gif", "image/webp"];
/** Lines of JSON that are shown unfolded. */
const JSON_LINES = 24;

export function outputHtml(output: NotebookOutput, figures: Figures): string {
  switch (output.output_type) {
    case "stream": {
      const name = output.name === "stderr" ? "stderr" : "stdout";
      const label = name === "stderr" ? ` aria-label="standard error"` : "";
      return longTextHtml(joined(output.text), `class="stream ${name}"${label}`);
    }
    case "error": {
      const text = output.traceback.length > 0 ? output.traceback.join("\n") : `${output.ename}: ${output.evalue}`;
      return longTextHtml(text, `class="traceback"`);
    }
    case "display_data":
    case "execute_result":
      return bundleHtml(output.data, figures);
  }
}

function bundleHtml(data: Bundle, figures: Figures): string {
  for (const show of [headline, figure, html, markdown, latex, svg, picture, json]) {
    const shown = show(data, figures);
    if (shown !== undefined) return shown;
  }
  return longTextHtml(textOf(data), `class="result"`);
}

/** Once a page: a second table of the same numbers, rounded otherwise, makes a reader look for a difference. */
function headline(data: Bundle): string | undefined {
  if (data[HEADLINE_MIME_TYPE] === undefined) return undefined;
  return `<p class="note"><a href="#headline">The numbers at the head of this page</a></p>`;
}

function figure(data: Bundle, figures: Figures): string | undefined {
  const value = data[PLOTLY_MIME_TYPE];
  const placed = figures.place(value, textOf(data), data[MODULE_MIME_TYPE]);
  if (placed !== undefined || value === undefined || Object.keys(data).length > 1) return placed;
  const rule = `a figure has a list "data" of traces and a "layout"`;
  return `<p class="left-out">This output says it is a Plotly figure, and is none: ${rule}.</p>`;
}

function html(data: Bundle): string | undefined {
  if (data["text/html"] === undefined) return undefined;
  const source = joined(data["text/html"]);
  // HTML that draws by script shows little without it; the same output's still picture is better.
  if (/<script\b/i.test(source) && [...PICTURES, "image/svg+xml"].some((type) => type in data)) return undefined;
  const clean = sanitiseHtml(source);
  return showsSomething(clean) ? `<div class="wide html" tabindex="0">${tidyTable(clean)}</div>` : undefined;
}

function markdown(data: Bundle): string | undefined {
  const source = data["text/markdown"];
  return source === undefined ? undefined : `<div class="prose">${markdownHtml(joined(source))}</div>`;
}

function latex(data: Bundle): string | undefined {
  const source = data["text/latex"];
  return source === undefined ? undefined : `<div class="prose wide">${latexHtml(joined(source))}</div>`;
}

/** As a picture: scripts in it do not run, and its styles stay its own. */
function svg(data: Bundle): string | undefined {
  const source = data["image/svg+xml"];
  if (source === undefined) return undefined;
  return imageHtml(`data:image/svg+xml;base64,${Buffer.from(joined(source)).toString("base64")}`, data);
}

function picture(data: Bundle): string | undefined {
  const type = PICTURES.find((name) => name in data);
  const bytes = joined(data[type ?? ""]).replace(/\s/g, "");
  if (type === undefined || bytes.length % 4 !== 0 || /[^A-Za-z0-9+/=]/.test(bytes)) return undefined;
  return imageHtml(`data:${type};base64,${bytes}`, data);
}

function imageHtml(url: string, data: Bundle): string {
  return `<div class="image"><img src="${url}" alt="${escapeHtml(textOf(data).slice(0, 200))}"></div>`;
}

function json(data: Bundle): string | undefined {
  const value = data["application/json"];
  if (value === undefined) return undefined;
  const text = JSON.stringify(value, null, 2);
  const lines = text.split("\n").length;
  const short = text.length <= LONGEST.characters && lines <= LONGEST.lines;
  const block = short
    ? `<pre class="result" tabindex="0"><code>${highlight(text, "json")}</code></pre>`
    : longTextHtml(text, `class="result"`);
  return lines <= JSON_LINES
    ? block
    : `<details class="json"><summary>JSON, ${lines} lines</summary>${block}</details>`;
}

function textOf(data: Bundle): string {
  return joined(data["text/plain"] ?? "");
}

/** nbformat keeps text as a string or as a list of its lines. */
function joined(text: unknown): string {
  return Array.isArray(text) ? text.join("") : String(text);
}
