/** Sections that JupyterLab holds collapsed: the cells below such a heading fold away, up to the next of its rank. */
import type { Cell } from "../notebook-document";
import { counted } from "./text/format-value";

export interface PageCell {
  readonly html: string;
  /** Of the highest heading in it; undefined where there is none. */
  readonly level: number | undefined;
  /** Whether what is below its heading is folded. */
  readonly collapsed: boolean;
  readonly failed: boolean;
}

/** JupyterLab's mark, and that of Notebook 6's extension. */
export function isCollapsed({ metadata }: Cell): boolean {
  return metadata["jp-MarkdownHeadingCollapsed"] === true || metadata.heading_collapsed === true;
}

/** The HTML of a page's cells, in order. */
export function foldSections(cells: readonly PageCell[]): string {
  const parts: string[] = [];
  for (let i = 0; i < cells.length; i++) {
    const { html, level, collapsed } = cells[i];
    if (html !== "") parts.push(html);
    if (!collapsed || level === undefined) continue;
    const next = cells.findIndex((cell, j) => j > i && cell.level !== undefined && cell.level <= level);
    const section = cells.slice(i + 1, next < 0 ? undefined : next);
    const shown = section.filter((cell) => cell.html !== "").length;
    // A run that failed is told where it failed.
    const open = section.some(({ failed }) => failed) ? " open" : "";
    if (shown > 0)
      parts.push(
        `<details class="folded"${open}><summary>${counted(shown, "folded cell")}</summary>`,
        foldSections(section),
        `</details>`,
      );
    i += section.length;
  }
  return parts.join("\n");
}
