/**
 * The page's HTML.
 */
import { escapeHtml } from "../../base/escape-html";

export interface PageConfig {
  /** Begins and ends with "/". */
  readonly baseUrl: string;
  /** The file to open, relative to the served folder, or "". */
  readonly treePath: string;
  /** What the inline scripts of this one answer carry as their attribute `nonce`. */
  readonly nonce: string;
}

export function labPage({ baseUrl, treePath }: PageConfig): string {
  const config = JSON.stringify({ baseUrl, treePath }).replaceAll("<", "\\u003c");
  return [
    `<!doctype html>`,
    `<html lang="en"><head><meta charset="utf-8"><title>impactlab</title>`,
    `<script id="jupyter-config-data" type="application/json">${config}</script>`,
    `</head><body>${escapeHtml(treePath)}</body></html>`,
    ``,
  ].join("\n");
}
