/**
 * TypeScript and JSON as highlighted HTML, and text with ANSI colours.
 */
import { AnsiUp } from "ansi_up";
import hljs from "highlight.js/lib/core";
import json from "highlight.js/lib/languages/json";
import typescript from "highlight.js/lib/languages/typescript";

hljs.registerLanguage("typescript", typescript);
hljs.registerLanguage("json", json);

export function highlight(code: string, language: "typescript" | "json"): string {
  return hljs.highlight(code, { language, ignoreIllegals: true }).value;
}

/** The language a Markdown fence names, where it is one of those known here. */
export function knownLanguage(name: string): "typescript" | "json" | undefined {
  if (/^(typescript|ts|javascript|js)$/i.test(name)) return "typescript";
  return /^json$/i.test(name) ? "json" : undefined;
}

/** Text that a terminal's screen holds: colours as classes. */
export function terminalHtml(text: string): string {
  const terminal = new AnsiUp();
  terminal.use_classes = true;
  terminal.url_allowlist = {};
  return terminal.ansi_to_html(text);
}
