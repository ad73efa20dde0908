/**
 * The shell of a page: one HTML file, unless it shares scripts, that asks nothing of any network. Its
 * Content-Security-Policy lets run exactly the scripts written here, by their hashes, and forbids every connection.
 */
import { createHash } from "node:crypto";

import { escapeHtml } from "../../../base/escape-html";
import type { PlotlyBundle } from "../../../kernel/show/plotly-script";
import type { Assets } from "./assets";
import { sharedList, type SharedScripts } from "./shared-scripts";

export interface Page {
  readonly title: string;
  /** What distinguishes the page's layout: "report", "index". */
  readonly kind: string;
  readonly body: string;
  /** Data blocks, in script elements that do not run. */
  readonly data: string;
  /** Which plotly draws its figures; none where there is no figure. */
  readonly plotly?: PlotlyBundle;
  /** Scripts of the modules that figures ask for. Default: none. */
  readonly modules?: readonly string[];
  /** Where all scripts lie but the one that every page has. Default: in the page. */
  readonly shared?: SharedScripts;
  /** Whether it may ask the server that it came from. Default: it may ask nobody. */
  readonly asks?: boolean;
}

export function pageHtml(page: Page, assets: Assets): string {
  const drawing = page.plotly === undefined ? [] : [assets.plotly(page.plotly), assets.plots];
  const more = [...drawing, ...(page.modules ?? [])].map(safeScript);
  const shared = more.length === 0 ? undefined : page.shared;
  const own = [assets.script, ...(shared === undefined ? [] : [assets.shared])].map(safeScript);
  const scripts = shared === undefined ? [...own, ...more] : own;
  const styles = [...(page.body.includes('class="katex') ? [assets.tex(page.body)] : []), assets.css];
  const policy = [
    "default-src 'none'",
    `script-src ${[...own, ...more].map(hashSource).join(" ")}`,
    // A page that is a file has no origin that all browsers take for its own.
    `style-src 'unsafe-inline'${shared === undefined ? "" : " 'self' file:"}`,
    "img-src data: blob:",
    "font-src data:",
    ...(page.asks === true ? ["connect-src 'self'"] : []),
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return [
    "<!doctype html>",
    `<html lang="en" class="${page.kind}">`,
    "<head>",
    `<meta charset="utf-8">`,
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    `<meta name="viewport" content="width=device-width, initial-scale=1">`,
    `<meta name="color-scheme" content="light dark">`,
    `<meta name="referrer" content="no-referrer">`,
    `<meta name="generator" content="impactlab">`,
    `<title>${escapeHtml(page.title)}</title>`,
    ...styles.map((style) => `<style>${style}</style>`),
    "</head>",
    "<body>",
    page.body,
    page.data,
    ...(shared === undefined ? [] : [sharedList(more.map((script) => shared.add(script)))]),
    ...scripts.map((script) => `<script>${script}</script>`),
    "</body>",
    "</html>",
    "",
  ].join("\n");
}

function hashSource(script: string): string {
  return `'sha256-${createHash("sha256").update(script).digest("base64")}'`;
}

/** Text that would end a script element, or hide its end, written so that JavaScript reads the same. */
function safeScript(script: string): string {
  return script.replace(/<(?=\/script|!--)/gi, "\\x3c");
}
