/**
 * Markdown as in the reports, with what a page adds: headings that the table of contents finds, and links that lead to
 * the notebooks beside.
 */
import type { IRenderMime } from "@jupyterlab/rendermime-interfaces";
import MarkdownIt from "markdown-it";

import { markdownHtml } from "../../../../notebook/report/text/markdown";
import { isImageData } from "../../../../notebook/report/text/sanitise-html";

/** Where headings are, formulas and all, is told without rendering them. */
const plain = new MarkdownIt();

/** The attribute by which a picture says what it is called beside the notebook. */
const BESIDE = "data-beside";

/** Shows the pictures that are beside the notebook, or that its cell carries. */
export async function showPictures(host: HTMLElement, resolver: IRenderMime.IResolver): Promise<void> {
  for (const image of host.querySelectorAll<HTMLImageElement>(`img[${BESIDE}]`)) {
    const name = image.getAttribute(BESIDE) ?? "";
    const url = await resolver.resolveUrl(name).then((path) => resolver.getDownloadUrl(path));
    // What is not among the attachments stays a name.
    if (url.startsWith("attachment:")) image.replaceWith(`[picture: ${image.alt || name}]`);
    else image.src = url;
  }
}

interface Heading {
  readonly text: string;
  readonly line: number;
  readonly level: number;
  readonly raw: string;
}

export function renderPageMarkdown(source: string): string {
  const names = headingsOf(source).map(({ text }) => text.replace(/ /g, "-"));
  const page = new DOMParser().parseFromString(markdownHtml(source, { beside: true }), "text/html");
  // By a name that no browser asks for: where the picture is, is told later.
  page.querySelectorAll("img[src]").forEach((image) => {
    const src = image.getAttribute("src") ?? "";
    if (isImageData(src)) return;
    image.setAttribute(BESIDE, src);
    image.removeAttribute("src");
  });
  // As JupyterLab names a heading: by its text, with the formulas as they are written.
  page.querySelectorAll("h1, h2, h3, h4, h5, h6").forEach((heading, i) => {
    if (names[i] !== undefined) heading.setAttribute("data-jupyter-id", names[i]);
  });
  // Reports lead to reports; a page leads to notebooks.
  page.querySelectorAll("a[href]").forEach((link) => {
    const [, name, rest] = /^([^/:?#]+)\.html(#.*)?$/.exec(link.getAttribute("href") ?? "") ?? [];
    if (name !== undefined && source.includes(`(${name}.ipynb`))
      link.setAttribute("href", `${name}.ipynb${rest ?? ""}`);
  });
  return page.body.innerHTML;
}

/** The headings of a text at its top, by line. */
export function headingsOf(source: string): Heading[] {
  const lines = source.split("\n");
  return plain.parse(source, {}).flatMap((token, i, tokens): Heading[] => {
    if (token.type !== "heading_open" || token.level > 0 || token.map === null) return [];
    const { children } = tokens[i + 1];
    const [from, to] = token.map;
    const text = (children ?? []).map(({ content }) => content).join("");
    return [{ text, line: from, level: Number(token.tag.slice(1)), raw: lines.slice(from, to).join("\n") }];
  });
}
