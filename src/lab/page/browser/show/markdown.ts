/**
 * Markdown as in the reports, with what a page adds: headings that the table of contents finds, links and pictures
 * that lead to the notebook's neighbours.
 */
import { createMarkdown } from "../../../../notebook/report/markdown";

export const pageMarkdown = newPageMarkdown();

interface Heading {
  readonly text: string;
  readonly line: number;
  readonly level: number;
  readonly raw: string;
}

/** The headings of a text at its top, by line. */
export function headingsOf(source: string): Heading[] {
  const lines = source.split("\n");
  return pageMarkdown.parse(source, {}).flatMap((token, i, tokens): Heading[] => {
    if (token.type !== "heading_open" || token.level > 0 || token.map === null) return [];
    const { content } = tokens[i + 1];
    const [from, to] = token.map;
    return [{ text: content, line: from, level: Number(token.tag.slice(1)), raw: lines.slice(from, to).join("\n") }];
  });
}

function newPageMarkdown(): ReturnType<typeof createMarkdown> {
  const markdown = createMarkdown();
  const { rules } = markdown.renderer;
  delete rules.image;
  delete rules.link_open;
  rules.heading_open = (tokens, i, options, _env, self) => {
    // As JupyterLab names a heading: by its text, with the formulas as they are written.
    tokens[i].attrSet("data-jupyter-id", headingId(tokens[i + 1].children ?? []));
    return self.renderToken(tokens, i, options);
  };
  return markdown;
}

function headingId(tokens: readonly { readonly type: string; readonly content: string }[]): string {
  const text = tokens.map(({ type, content }) => (type.startsWith("math") ? `$${content}$` : content)).join("");
  return text.replace(/ /g, "-");
}
