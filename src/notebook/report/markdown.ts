/**
 * Markdown cells as HTML: TeX by KaTeX, raw HTML shown as the text it is, headings collected for the
 * table of contents.
 */
import katexPlugin from "@vscode/markdown-it-katex";
import katex from "katex";
import MarkdownIt from "markdown-it";

import { escapeHtml } from "../../base/escape-html";
import type { Cell } from "../notebook-document";
import { highlight, knownLanguage } from "./highlight";
import { isImageData } from "./sanitise-html";

export interface Heading {
  readonly level: number;
  readonly id: string;
  /** HTML of the heading's text. */
  readonly html: string;
}

type Attachments = Cell["attachments"];
type Token = ReturnType<MarkdownIt["parse"]>[number];

const TEX_OPTIONS = { throwOnError: false, trust: false, strict: "ignore", maxSize: 20, maxExpand: 500 } as const;

const md = createMarkdown();

/** Renders the cells of one page, in order. */
export class Markdown {
  readonly headings: Heading[] = [];
  readonly #slugs = new Map<string, number>();

  render(source: string, attachments?: Attachments): string {
    const tokens = md.parse(source, { attachments });
    return this.#renderTokens(tokens, { attachments });
  }

  /** The first cell, with a heading it begins with apart: that is the page's title. */
  renderFirst(source: string, attachments?: Attachments): { title: string | undefined; html: string } {
    const env = { attachments };
    const tokens = md.parse(source, env);
    if (tokens[0]?.type !== "heading_open") return { title: undefined, html: this.#renderTokens(tokens, env) };
    const title = this.#inline(tokens[1], env);
    return { title, html: this.#renderTokens(tokens.slice(3), env) };
  }

  #renderTokens(tokens: Token[], env: object): string {
    tokens.forEach((token, i) => {
      if (token.type !== "heading_open" || token.level > 0) return;
      const id = this.#slug(tokens[i + 1].content);
      token.attrSet("id", id);
      this.headings.push({
        level: Number(token.tag.slice(1)),
        id,
        html: this.#inline(tokens[i + 1], env).replace(/<\/?a\b[^>]*>/g, ""),
      });
    });
    return md.renderer.render(tokens, md.options, env);
  }

  #inline(token: Token, env: object): string {
    return md.renderer.renderInline(token.children ?? [], md.options, env);
  }

  /** A heading's name in links, its own even where two headings read the same. */
  #slug(text: string): string {
    const words = text
      .toLowerCase()
      .normalize("NFKD")
      .replace(/[^\p{L}\p{N}]+/gu, "-")
      .replace(/^-+|-+$/g, "");
    const base = `s-${words.slice(0, 60) || "section"}`;
    const count = (this.#slugs.get(base) ?? 0) + 1;
    this.#slugs.set(base, count);
    return count === 1 ? base : `${base}-${count}`;
  }
}

/** Markdown that an output holds: its headings do not belong into the table of contents. */
export function markdownHtml(source: string): string {
  return md.render(source);
}

/** A notebook's title, which may hold code and formulas, to stand within a link. */
export function titleHtml(title: string): string {
  return md.renderInline(title).replace(/<\/?a\b[^>]*>/g, "");
}

/** A LaTeX output: the whole of it a formula, or text with formulas in it. */
export function latexHtml(latex: string): string {
  const text = latex.trim();
  const [, formula] =
    /^(?:\$\$([^]*)\$\$|\\\[([^]*)\\\])$/.exec(text)?.filter((part) => part !== undefined) ??
    /^\$([^$]*)\$$/.exec(text) ??
    [];
  if (formula === undefined && !text.startsWith("\\begin")) return md.render(text);
  return `<p class="katex-block">${katex.renderToString(formula ?? text, { ...TEX_OPTIONS, displayMode: true })}</p>`;
}

/** The parser and its plain rules; those of links and pictures are for pages that stand alone. */
export function createMarkdown(): MarkdownIt {
  const made: MarkdownIt = new MarkdownIt({ html: false, linkify: false, highlight: fence });
  made.use(katexPlugin, { ...TEX_OPTIONS, katex, enableBareBlocks: true });
  const { validateLink } = made;
  // `//host` in a page opened from a file is another machine's file, which asking for says who reads it.
  made.validateLink = (url) => validateLink(url) && !/^\s*[/\\]{2}/.test(url);
  const { rules } = made.renderer;
  rules.table_open = () => `<div class="wide"><table>`;
  rules.table_close = () => `</table></div>\n`;
  rules.image = (tokens, i, _options, env: { attachments?: Attachments }) => image(tokens[i], env.attachments);
  rules.link_open = (tokens, i, options, _env, self) => {
    const href = tokens[i].attrGet("href") ?? "";
    // Reports stand beside each other as their notebooks do.
    if (/^[^/:?#]+\.ipynb(#|$)/.test(href)) tokens[i].attrSet("href", href.replace(/\.ipynb(?=#|$)/, ".html"));
    if (/^[a-z]+:/i.test(href)) tokens[i].attrSet("rel", "noopener noreferrer");
    return self.renderToken(tokens, i, options);
  };
  return made;
}

function fence(code: string, name: string): string {
  const language = knownLanguage(name);
  return language === undefined ? escapeHtml(code) : highlight(code, language);
}

/** A picture the notebook carries; one that would have to be fetched is named instead. */
function image(token: Token, attachments: Attachments): string {
  const alt = token.content;
  const source = token.attrGet("src") ?? "";
  const attached = /^attachment:(.*)$/.exec(source);
  const url = attached === null ? source : attachmentUrl(attachments, decoded(attached[1]));
  if (isImageData(url)) return `<img src="${escapeHtml(url)}" alt="${escapeHtml(alt)}">`;
  return `<span class="missing">[picture${alt === "" ? "" : `: ${escapeHtml(alt)}`}]</span>`;
}

function attachmentUrl(attachments: Attachments, name: string): string {
  const [type, content] = Object.entries(attachments?.[name] ?? {})[0] ?? ["", ""];
  return `data:${type};base64,${String(content).replace(/\s/g, "")}`;
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name; // a percent sign of its own
  }
}
