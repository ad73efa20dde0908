/**
 * A notebook document, nbformat 4.5.
 */
import type { NotebookOutput } from "../kernel/outputs";

export interface Notebook {
  nbformat: 4;
  nbformat_minor: number;
  metadata: Record<string, unknown>;
  cells: Cell[];
}

export interface Cell {
  id: string;
  cell_type: "code" | "markdown" | "raw";
  /** Its lines, joined. */
  source: string;
  metadata: Record<string, unknown>;
  outputs?: NotebookOutput[];
  execution_count?: number | null;
  attachments?: Record<string, Record<string, unknown>>;
}
