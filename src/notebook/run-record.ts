/**
 * What a run of a notebook leaves behind: the executed notebook, and where every number came from.
 */
import type { Notebook } from "./notebook-document";

export interface RunRecord {
  /** The notebook's path from the project's root, with "/". */
  source: string;
  /** The first Markdown heading, else the file's name. */
  title: string;
  /** As executed and written. */
  notebook: Notebook;
  parameters: RunParameter[];
  headline: Headline[];
  failure: CellFailure | null;
  provenance: Provenance;
}

export interface RunParameter {
  name: string;
  /** As declared: "number", "boolean", '"buy" | "sell"', "number[]". */
  type: string;
  value: unknown;
  default: unknown;
  given: boolean;
  description: string;
  minimum?: number;
  maximum?: number;
  unit?: string;
}

export interface Headline {
  name: string;
  value: number | string;
  unit?: string;
}

export interface CellFailure {
  /** Index in the notebook's cells. */
  cell: number;
  id: string;
  kind: "error" | "timeout" | "kernel-died" | "flood";
  ename: string;
  evalue: string;
  message: string;
}

export interface FileHash {
  path: string;
  sha256: string;
}

export interface Provenance {
  git: { commit: string | null; dirty: boolean | null };
  data: (FileHash & { bytes: number })[];
  code: { sha256: string; files: FileHash[] };
  packages: Record<string, string>;
  node: string;
  seeds: Record<string, number>;
  tolerances: Record<string, number>;
  /** ISO times; milliseconds a cell. */
  times: { started: string; finished: string; cells: (number | null)[] };
}
