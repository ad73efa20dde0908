/**
 * The top of a report: what it is, whether it failed, the headline numbers and the parameters.
 */
import { escapeHtml } from "../../base/escape-html";
import { logoSvg } from "../../kernel/install/kernelspec";
import type { CellFailure, FailureKind, Headline, Provenance, RunParameter } from "../record/run-record";
import { plain, valueHtml } from "./text/format-value";

const LOGO = logoSvg().trim().replace("<svg ", '<svg aria-hidden="true" ');

/** The bar above every page. `codeButton` is for pages with code to fold. */
export function barHtml(where: string, { codeButton }: { codeButton: boolean }): string {
  return [
    `<header class="bar">`,
    `<a class="brand" href="index.html" title="All reports of this folder">${LOGO}<b>impactlab</b></a>`,
    `<span class="where">${where}</span>`,
    `<span class="buttons">`,
    codeButton ? `<button type="button" id="toggle-code" aria-pressed="false">Show code</button>` : "",
    `<button type="button" id="toggle-theme" aria-label="Light or dark">◐</button>`,
    `</span></header>`,
  ].join("");
}

export function bylineHtml(source: string, { git, times }: Provenance): string {
  const hash = git.commit === null ? "" : `<code>${escapeHtml(git.commit.slice(0, 10))}</code>`;
  const dirty = git.dirty === true ? " with uncommitted changes" : "";
  const commit = hash === "" ? "" : ` at commit <a href="#provenance">${hash}</a>${dirty}`;
  return `<p class="byline"><code>${escapeHtml(source)}</code>${commit}, run ${timeHtml(times.started)}</p>`;
}

const FAILURES: Record<FailureKind, string> = {
  error: "stopped with an error",
  timeout: "took too long",
  "kernel-died": "ended with the death of its kernel",
  flood: "wrote more than a report can hold",
  interrupted: "was interrupted",
};

export function failureHtml(failure: CellFailure | null, cells: number): string {
  if (failure === null) return "";
  const { cell, kind, ename, evalue } = failure;
  const error = [ename, evalue].filter((text) => text !== "").join(": ");
  return [
    `<section class="failure" role="alert">`,
    `<h2>This run is incomplete: cell ${cell + 1} of ${cells} ${FAILURES[kind]}</h2>`,
    kind === "error" ? `<pre>${escapeHtml(error)}</pre>` : `<p>${escapeHtml(evalue)}</p>`,
    `<p><a href="#cell-${cell + 1}">Go to the cell</a>. What follows is what the cells before it found.</p>`,
    `</section>`,
  ].join("");
}

export function headlineHtml(headline: readonly Headline[]): string {
  if (headline.length === 0) return "";
  const cards = headline.map(
    ({ name, value, unit }) => `<div><dt>${escapeHtml(name)}</dt><dd>${valueHtml(value, unit, 4)}</dd></div>`,
  );
  // Rows that are full, as far as there are so many.
  const tiles = cards.length <= 4 ? cards.length : cards.length % 4 === 0 || cards.length % 3 !== 0 ? 4 : 3;
  const style = `style="--tiles:${cards.length === 5 ? 3 : tiles}"`;
  return `<dl class="headline" id="headline" ${style} aria-label="Headline numbers">${cards.join("")}</dl>`;
}

export function parametersHtml(parameters: readonly RunParameter[]): string {
  if (parameters.length === 0) return "";
  const rows = parameters.map((parameter) => {
    const { name, value, unit, given, description, expression } = parameter;
    const shown = (one: unknown): string =>
      one === undefined ? `<code>${escapeHtml(expression ?? "")}</code>` : valueHtml(one, unit);
    const origin = given ? `<span class="given">given</span> default ${shown(parameter.default)}` : `default`;
    return [
      `<tr><th scope="row"><code>${escapeHtml(name)}</code></th><td class="value">${shown(value)}</td>`,
      `<td class="origin">${origin}</td>`,
      `<td>${escapeHtml(description)} <span class="rule">${ruleHtml(parameter)}</span></td></tr>`,
    ].join("");
  });
  return [
    `<section class="parameters"><h2>Parameters</h2><div class="wide"><table>`,
    `<thead><tr>${["Name", "Value", "Origin", "Meaning"].map((name) => `<th scope="col">${name}</th>`).join("")}`,
    `</tr></thead>`,
    `<tbody>${rows.join("")}</tbody></table></div></section>`,
  ].join("");
}

/** What the declaration allows: the range of a number, the names of a choice. */
function ruleHtml({ type, minimum, maximum }: RunParameter): string {
  if (minimum !== undefined && maximum !== undefined) return `${plain(minimum)} to ${plain(maximum)}`;
  if (minimum !== undefined) return `at least ${plain(minimum)}`;
  if (maximum !== undefined) return `at most ${plain(maximum)}`;
  return /["']/.test(type) ? escapeHtml(type.replace(/["']/g, "").replace(/\s*\|\s*/g, " or ")) : "";
}

/** An ISO time to the minute, in UTC. */
export function timeHtml(iso: string, more = ""): string {
  const minute = iso.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d).*$/, "$1 $2 UTC");
  return `<time datetime="${escapeHtml(iso)}">${escapeHtml(minute + more)}</time>`;
}
