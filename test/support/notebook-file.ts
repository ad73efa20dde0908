/**
 * Notebooks for tests: nbformat documents of code cells.
 */
import { readFileSync, writeFileSync } from "node:fs";

import type { Notebook } from "../../src/notebook/notebook-document";

export interface CodeCell {
  cell_type: "code";
  id: string;
  execution_count: number | null;
  metadata: object;
  outputs: { output_type: string; data?: Record<string, unknown> }[];
  source: string;
}

/** A cell's code, or its code with tags, or Markdown. */
export type CellInput =
  string | { readonly code: string; readonly tags: readonly string[] } | { readonly markdown: string };

export function notebookOf(cells: readonly CellInput[]) {
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {
      kernelspec: { name: "impactlab", display_name: "TypeScript (impactlab)", language: "typescript" },
      language_info: { name: "typescript" },
    },
    cells: cells.map((cell, i) => {
      const id = `cell-${i}`;
      if (typeof cell !== "string" && "markdown" in cell)
        return { cell_type: "markdown", id, metadata: {}, source: cell.markdown };
      const { code, tags } = typeof cell === "string" ? { code: cell, tags: [] } : cell;
      const metadata = tags.length === 0 ? {} : { tags };
      return { cell_type: "code", id, execution_count: null, metadata, outputs: [], source: code };
    }),
  };
}

export function writeNotebook(file: string, cells: readonly CellInput[]): string {
  writeFileSync(file, JSON.stringify(notebookOf(cells), null, 1));
  return file;
}

export function readCells(file: string): CodeCell[] {
  return (JSON.parse(readFileSync(file, "utf8")) as { cells: CodeCell[] }).cells;
}

/** A notebook with all that nbformat has, keys out of order. */
export const EVERYTHING: Notebook = {
  nbformat: 4,
  nbformat_minor: 5,
  metadata: { zeta: 1, alpha: { b: [], a: {} } },
  cells: [
    {
      id: "m",
      cell_type: "markdown",
      source: "# é \u2028 title\r\n\n$x$",
      metadata: {},
      attachments: { "a.png": { "image/png": "aGk=" } },
    },
    {
      id: "c",
      cell_type: "code",
      source: "1\u000b2\n",
      metadata: { tags: ["parameters"] },
      execution_count: 3,
      outputs: [
        { output_type: "stream", name: "stdout", text: "a\nb\x85c" },
        {
          output_type: "display_data",
          data: { "text/html": "<b>\n</b>", "image/svg+xml": "<svg>\n</svg>", "image/png": "aGk=\n" },
          metadata: {},
        },
        {
          output_type: "execute_result",
          execution_count: 3,
          data: { "application/vnd.x+json": { b: ["x\ny"], a: null }, "text/plain": "" },
          metadata: {},
        },
        { output_type: "error", ename: "E", evalue: "v", traceback: ["one\ntwo"] },
      ],
    },
    { id: "r", cell_type: "raw", source: "", metadata: {} },
  ],
};
