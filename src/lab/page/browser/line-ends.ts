/**
 * Lines of what is opened end as the page's editors count them: by one character. An editor reads "\r\n" as one, so
 * that in a cell that holds it what is typed would go elsewhere than where it shows; and JupyterLab writes a whole text
 * with the one line end that it has met, whatever the others were.
 */
import type { Contents } from "@jupyterlab/services";

/** The model with plain line ends, and whether that changes what a save writes. */
export function withPlainLines(model: Contents.IModel): { readonly model: Contents.IModel; readonly changed: boolean } {
  const { type, format, content } = model as { type: string; format: string | null; content: unknown };
  if (type === "notebook" && typeof content === "object" && content !== null) {
    let changed = false;
    const cells = (content as { cells: { source: string }[] }).cells.map((cell) => {
      if (!cell.source.includes("\r")) return cell;
      changed = true;
      return { ...cell, source: plain(cell.source) };
    });
    return changed ? { model: { ...model, content: { ...content, cells } }, changed } : { model, changed };
  }
  // Of one kind throughout they are written as they were read.
  if (format !== "text" || typeof content !== "string" || !content.includes("\r") || isUniform(content))
    return { model, changed: false };
  return { model: { ...model, content: plain(content) }, changed: true };
}

function plain(text: string): string {
  return text.replace(/\r\n?/g, "\n");
}

function isUniform(text: string): boolean {
  return !/\r(?!\n)|(?<!\r)\n/.test(text) || !text.includes("\n");
}
