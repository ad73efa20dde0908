/**
 * Markdown cells as HTML, as Jupyter reads them: TeX by KaTeX, raw HTML without what can act, task lists, pictures
 * that the cell carries; headings are collected for the table of contents.
 */
import MarkdownIt from "markdown-it";

import { escapeHtml } from "../../../base/escape-html";
import type { Cell } from "../../notebook-document";
import { highlight, knownLanguage } from "./highlight";
import { Chunks, Equations, texHtml, withoutMath } from "./markdown-math";
import { isBeside, isImageData, sanitiseMarkdown } from "./sanitise-html";

export interface Heading {
  readonly level: number;
  readonly id: string;
  /** HTML of the heading's text. */
  readonly html: string;
}

type Attachments = Cell["attachments"];
type Token = ReturnType<MarkdownIt["parse"]>[number];

const md = createMarkdown();

interface Env {
  readonly attachments?: Attachments;
  /** Whether pictures stay that are beside the notebook, or of its cell, for a page that knows where they are. */
  readonly beside?: boolean;
  readonly chunks: Chunks;
}

/** Renders the cells of one page, in order. */
export class Markdown {
  readonly headings: Heading[] = [];
  readonly #slugs = new Map<string, number>();
  readonly #equations: Equations;

  /** `sources`: the Markdown of the page, whose equations may be referred to before they come. */
  constructor(sources: readonly string[] = []) {
    this.#equations = Equations.of(sources);
  }

  render(source: string, attachments?: Attachments): string {
    const { tokens, env } = this.#parse(source, attachments);
    return this.#renderTokens(tokens, env);
  }

  /** The first cell, with a heading it begins with apart: that is the page's title. */
  renderFirst(source: string, attachments?: Attachments): { title: string | undefined; html: string } {
    const { tokens, env } = this.#parse(source, attachments);
    if (tokens[0]?.type !== "heading_open") return { title: undefined, html: this.#renderTokens(tokens, env) };
    const title = inline(tokens[1], env);
    return { title, html: this.#renderTokens(tokens.slice(3), env) };
  }

  #parse(source: string, attachments?: Attachments): { tokens: Token[]; env: Env } {
    const env = { attachments, chunks: new Chunks() };
    return { tokens: md.parse(withoutMath(source, env.chunks, this.#equations), env), env };
  }

  #renderTokens(tokens: Token[], env: Env): string {
    tokens.forEach((token, i) => {
      if (token.type !== "heading_open" || token.level > 0) return;
      const id = this.#slug(env.chunks.sources(tokens[i + 1].content).replace(/<[^>]*>/g, " "));
      token.attrSet("id", id);
      this.headings.push({
        level: Number(token.tag.slice(1)),
        id,
        html: inline(tokens[i + 1], env).replace(/<\/?a\b[^>]*>/g, ""),
      });
    });
    return finished(md.renderer.render(tokens, md.options, env), env);
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

function inline(token: Token, env: Env): string {
  return finished(md.renderer.renderInline(token.children ?? [], md.options, env), env);
}

/** What Markdown made, with what can act taken out, and with the formulas in their places. */
function finished(html: string, { chunks, beside = false }: Env): string {
  return chunks.html(sanitiseMarkdown(html, beside));
}

/**
 * Markdown that an output holds: its headings do not belong into the table of contents. With `beside`, for a page that
 * knows where they are, pictures that are named by a path or as an attachment stay, by that name.
 */
export function markdownHtml(source: string, { beside = false }: { readonly beside?: boolean } = {}): string {
  const env: Env = { chunks: new Chunks(), beside };
  return finished(md.render(withoutMath(source, env.chunks, Equations.of([source])), env), env);
}

/** A notebook's title, which may hold code and formulas, to stand within a link. */
export function titleHtml(title: string): string {
  const env: Env = { chunks: new Chunks() };
  const html = md.renderInline(withoutMath(title, env.chunks, new Equations()), env);
  return finished(html, env).replace(/<\/?a\b[^>]*>/g, "");
}

/** A LaTeX output: the whole of it a formula, or text with formulas in it. */
export function latexHtml(latex: string): string {
  const text = latex.trim();
  const [, formula] =
    /^(?:\$\$([^]*)\$\$|\\\[([^]*)\\\])$/.exec(text)?.filter((part) => part !== undefined) ??
    /^\$([^$]*)\$$/.exec(text) ??
    [];
  if (formula === undefined && !text.startsWith("\\begin")) return markdownHtml(text);
  return `<p>${texHtml(Equations.of([]).numbered(formula ?? text), true)}</p>`;
}

/** The parser and its plain rules; those of links and pictures are for pages that stand alone. */
export function createMarkdown(): MarkdownIt {
  const made: MarkdownIt = new MarkdownIt({ html: true, linkify: false });
  const { validateLink } = made;
  // `//host` in a page opened from a file is another machine's file, which asking for says who reads it.
  made.validateLink = (url) => validateLink(url) && !/^\s*[/\\]{2}/.test(url);
  const { rules } = made.renderer;
  rules.table_open = () => `<div class="wide"><table>`;
  rules.table_close = () => `</table></div>\n`;
  rules.image = (tokens, i, _options, env: Env) => image(tokens[i], env);
  rules.fence = (tokens, i, _options, { chunks }: Env) => {
    const code = chunks.sources(tokens[i].content);
    return chunks.add(`<pre><code>${fence(code, tokens[i].info.trim().split(/\s/)[0])}</code></pre>`, code);
  };
  rules.code_block = (tokens, i, _options, { chunks }: Env) =>
    `<pre><code>${escapeHtml(chunks.sources(tokens[i].content))}</code></pre>`;
  rules.code_inline = (tokens, i, _options, { chunks }: Env) =>
    `<code>${escapeHtml(chunks.sources(tokens[i].content))}</code>`;
  rules.html_block = rules.html_inline = (tokens, i, _options, env: Env) =>
    tokens[i].content.replace(/(\bsrc\s*=\s*)(["'])attachment:([^"']*)\2/gi, (whole, src: string, _, name: string) =>
      env.beside === true ? whole : `${src}"${escapeHtml(attachmentUrl(env.attachments, decoded(name)))}"`,
    );
  made.core.ruler.push("tasks", ({ tokens }) => tasks(tokens));
  made.core.ruler.push("percent", ({ tokens }) => percentSigns(tokens));
  rules.link_open = (tokens, i, options, env: Env, self) => {
    const given = (tokens[i].attrGet("href") ?? "").replace(/%EF%B7%90(\d+)%EF%B7%91/g, "\ufdd0$1\ufdd1");
    const href = made.normalizeLink(env.chunks.sources(given));
    tokens[i].attrSet("href", href);
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

/** `- [x] done` as GitHub and JupyterLab have it: a box that shows, and cannot be ticked. */
function tasks(tokens: Token[]): void {
  tokens.forEach((token, i) => {
    const text = token.type === "inline" && tokens[i - 2]?.type === "list_item_open" ? token.children?.[0] : undefined;
    const box = text?.type === "text" ? /^\[([ xX])\](?=\s|$)/.exec(text.content) : null;
    if (text === undefined || box === null) return;
    tokens[i - 2].attrSet("class", "task");
    text.content = (box[1] === " " ? "\u2610" : "\u2611") + text.content.slice(3);
  });
}

/** "95 %" is not parted by the end of a line. */
function percentSigns(tokens: readonly Token[]): void {
  for (const text of tokens.flatMap(({ children }) => children ?? []).filter(({ type }) => type === "text"))
    text.content = text.content.replace(/(\d) %/g, "$1\u00a0%");
}

/** A picture the notebook carries; one that would have to be fetched is named instead. */
function image(token: Token, { attachments, chunks, beside = false }: Env): string {
  const alt = chunks.sources(token.content);
  const source = token.attrGet("src") ?? "";
  const attached = /^attachment:(.*)$/.exec(source);
  const url = attached === null || beside ? source : attachmentUrl(attachments, decoded(attached[1]));
  if (isImageData(url) || (beside && isBeside(url)))
    return chunks.add(`<img src="${escapeHtml(url)}" alt="${escapeHtml(alt)}">`, alt);
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
