/**
 * Notebooks for tests: nbformat documents of code cells.
 */
import { readFileSync, writeFileSync } from "node:fs";

export interface CodeCell {
  cell_type: "code";
  id: string;
  execution_count: number | null;
  metadata: object;
  outputs: { output_type: string; data?: Record<string, unknown> }[];
  source: string;
}

export function writeNotebook(file: string, cells: readonly string[]): void {
  const notebook = {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {
      kernelspec: { name: "impactlab", display_name: "TypeScript (impactlab)", language: "typescript" },
      language_info: { name: "typescript" },
    },
    cells: cells.map((source, i): CodeCell => ({
      cell_type: "code",
      id: `cell-${i}`,
      execution_count: null,
      metadata: {},
      outputs: [],
      source,
    })),
  };
  writeFileSync(file, JSON.stringify(notebook, null, 1));
}

export function readCells(file: string): CodeCell[] {
  return (JSON.parse(readFileSync(file, "utf8")) as { cells: CodeCell[] }).cells;
}
