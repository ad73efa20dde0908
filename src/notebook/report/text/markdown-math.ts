/**
 * The formulas of a Markdown cell, told from its text as Jupyter does it: before any Markdown is read, outside
 * code alone. What stands for one meanwhile is a mark that no text holds, so that `_`, `|` and `\\` in it are its own.
 * Numbers and labels of equations run through the page: `\label`, `\tag`, `\ref` and `\eqref` as in MathJax.
 */
import katex from "katex";

import { escapeHtml } from "../../../base/escape-html";

export const TEX_OPTIONS = {
  throwOnError: false,
  trust: false,
  strict: "ignore",
  maxSize: 20,
  maxExpand: 500,
} as const;

/** Not characters: no text is to hold them. */
const [OPEN, CLOSE] = ["\ufdd0", "\ufdd1"];
export const MARK = /\ufdd0(\d+)\ufdd1/g;

/** What stands behind a mark: HTML, and the text that it was made of. */
export interface Chunk {
  readonly html: string;
  readonly source: string;
}

/** Chunks of HTML behind marks in a text. */
export class Chunks {
  readonly #chunks: Chunk[] = [];

  add(html: string, source: string): string {
    this.#chunks.push({ html, source });
    return OPEN + String(this.#chunks.length - 1) + CLOSE;
  }

  /** The text with the sources of its marks. */
  sources(text: string): string {
    return text.replace(MARK, (mark, at: string) => this.#chunks[Number(at)]?.source ?? mark);
  }

  /** HTML with that of its marks; within a tag, in an attribute, their text. */
  html(text: string): string {
    // A line may end after a formula, but no line begins with the comma behind it: a joiner holds it.
    return text.replace(/<[^>]*>|\ufdd0\d+\ufdd1(?=([.,;:!?)])?)/g, (part, stop?: string) => {
      if (part.startsWith("<")) return part.replace(MARK, (mark) => escapeHtml(this.sources(mark)));
      const html = part.replace(MARK, (mark, at: string) => this.#chunks[Number(at)]?.html ?? mark);
      return stop !== undefined && html.startsWith(`<span class="katex">`) ? `${html}\u2060` : html;
    });
  }
}

/** Numbers of equations in the order of the page, and which label has which. */
export class Equations {
  #count = 0;
  readonly #own = new Map<string, string>();

  /** `labels` of all of the page, as references may lead ahead; none while they are collected. */
  constructor(readonly labels: ReadonlyMap<string, string> = new Map()) {}

  /** The labels of these Markdown texts, from first to last. */
  static of(sources: readonly string[]): Equations {
    const first = new Equations();
    for (const source of sources) withoutMath(source, new Chunks(), first);
    return new Equations(first.#own);
  }

  /** An equation with its number where it has one, and without what KaTeX does not know. */
  numbered(tex: string): string {
    const rows = tex.replace(
      /\\begin\{(equation|align|gather)\}([^]*?)\\end\{\1\}/g,
      (_, name: string, body: string) => {
        const lines = name === "equation" ? [body] : body.split(/\\\\(?!\[)/);
        const told = lines.map((line) => (line.trim() === "" ? line : this.#row(line)));
        // Starred: KaTeX would count for itself.
        return `\\begin{${name}*}${told.join("\\\\")}\\end{${name}*}`;
      },
    );
    return this.#referring(rows === tex ? this.#labelled(tex) : rows);
  }

  reference(label: string, brackets: boolean): string {
    const tag = this.labels.get(label.trim()) ?? "???";
    return brackets ? `(${tag})` : tag;
  }

  #row(row: string): string {
    if (/\\(notag|nonumber)\b/.test(row)) return row.replace(/\\(notag|nonumber)\b/g, "");
    return /\\tag\b/.test(row) ? this.#labelled(row) : this.#labelled(`${row}\\tag{${String(++this.#count)}}`);
  }

  /** A formula that names itself but has no number gets the next one. */
  #labelled(tex: string): string {
    const label = /\\label\s*\{([^{}]*)\}/.exec(tex)?.[1].trim();
    if (label === undefined) return tex;
    const bare = tex.replace(/\\label\s*\{[^{}]*\}/g, "");
    const tag = /\\tag\*?\s*\{([^{}]*)\}/.exec(bare)?.[1] ?? String(++this.#count);
    this.#own.set(label, tag);
    return /\\tag\b/.test(bare) ? bare : `${bare}\\tag{${tag}}`;
  }

  #referring(tex: string): string {
    return tex.replace(/\\(eq)?ref\s*\{([^{}]*)\}/g, (_, eq: string | undefined, label: string) => {
      return `\\text{${this.reference(label, eq !== undefined)}}`;
    });
  }
}

const LINES = "(?:(?!\\n[ \\t]*\\n)[^])";
const INNER = "(?!\\n[ \\t]*\\n)[^$\\\\]";
const SOLID = "(?:[^\\s$\\\\]|\\\\[^\\n])";
const PARTS = new RegExp(
  [
    "(?<code>(?<=^|\\n) {0,3}(?<fence>`{3,}|~{3,})[^\\n]*(?:\\n[^]*?(?:\\n {0,3}\\k<fence>[`~]*[ \\t]*(?=\\n|$)|$)|$)" +
      `|(?<tick>\`+)(?!\`)${LINES}*?(?<!\`)\\k<tick>(?!\`))`,
    `\\$\\$(?<block>${LINES}+?)\\$\\$`,
    `\\\\\\\\\\[(?<square>${LINES}+?)\\\\\\\\\\]`,
    `\\\\\\\\\\((?<round>${LINES}+?)\\\\\\\\\\)`,
    "(?<bare>\\\\begin\\{(?<name>[a-zA-Z]+\\*?)\\}[^]*?\\\\end\\{\\k<name>\\})",
    "\\\\(?<eq>eq)?ref\\{(?<label>[^{}\\n]+)\\}",
    "\\\\[^]",
    // One character, or several between two that are no space, or with a space at both ends.
    `\\$(?<line>${SOLID}|${SOLID}(?:\\\\[^\\n]|${INNER})*?${SOLID}| (?:\\\\[^\\n]|${INNER})+? )\\$(?!\\d)`,
  ].join("|"),
  "g",
);

/** The text with marks in place of its formulas. */
export function withoutMath(text: string, chunks: Chunks, equations: Equations): string {
  return text.replace(/[\ufdd0\ufdd1]/g, "").replace(PARTS, (part: string, ...more: unknown[]) => {
    const found = more[more.length - 1] as Readonly<Record<string, string | undefined>>;
    const { block, square, round, bare, line, label, eq } = found;
    const display = block ?? square ?? bare;
    if (display !== undefined) return chunks.add(texHtml(equations.numbered(display), true), part);
    const inline = round ?? line;
    if (inline !== undefined) return chunks.add(texHtml(equations.numbered(inline), /\\tag\b/.test(inline)), part);
    if (label !== undefined) return chunks.add(escapeHtml(equations.reference(label, eq !== undefined)), part);
    return part;
  });
}

export function texHtml(tex: string, displayMode: boolean): string {
  const html = katex.renderToString(tex.trim(), { ...TEX_OPTIONS, displayMode });
  return displayMode ? `<span class="katex-block">${html}</span>` : html;
}
