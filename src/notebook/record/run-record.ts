/**
 * What a run leaves behind: the executed notebook, what it was run with and on, and how it ended.
 * The report is a function of this record alone.
 */
import type { Headline } from "./headline";
import type { Notebook } from "../notebook-document";
import type { ParameterValue } from "../parameters/literal";

export type { Headline } from "./headline";

export interface RunRecord {
  /** The notebook's path from the project's root, with "/" between its parts. */
  readonly source: string;
  /** The first Markdown heading, or the file's name. */
  readonly title: string;
  /** The executed notebook, as it was written. */
  readonly notebook: Notebook;
  readonly parameters: readonly RunParameter[];
  readonly headline: readonly Headline[];
  /** The failure that ended the run; null where it ran to its end. */
  readonly failure: CellFailure | null;
  readonly provenance: Provenance;
}

export interface RunParameter {
  readonly name: string;
  /** As declared: `number`, `"buy" | "sell"`, `number[]`. */
  readonly type: string;
  /** Undefined where the cell computes it: by `expression`, as the default is written. */
  readonly value?: ParameterValue;
  readonly default?: ParameterValue;
  readonly expression?: string;
  /** Whether the run gave a value of its own. */
  readonly given: boolean;
  readonly description: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly unit?: string;
}

/** "error": the cell threw or did not compile. "interrupted": by the user. */
export type FailureKind = "error" | "timeout" | "kernel-died" | "flood" | "interrupted";

export interface CellFailure {
  /** The cell's position in `notebook.cells`, from 0. */
  readonly cell: number;
  readonly id: string;
  readonly kind: FailureKind;
  readonly ename: string;
  readonly evalue: string;
  /** What happened, as a sentence that names the cell. */
  readonly message: string;
}

export interface Provenance {
  /** Nulls outside a repository, or where git is not installed. */
  readonly git: { readonly commit: string | null; readonly dirty: boolean | null };
  /** Every data file the cells read, by path from the project's root (absolute for one outside). */
  readonly data: readonly DataFile[];
  /** Every file the run wrote, those of its output folder as `output/NAME`; absent where there is none. */
  readonly written?: readonly DataFile[];
  /** The project's source files the notebook imports, with all they import, and one hash over them. */
  readonly code: { readonly sha256: string; readonly files: readonly FileHash[] };
  readonly packages: Readonly<Record<string, string>>;
  readonly node: string;
  /** The parameters whose names hold "seed". */
  readonly seeds: Readonly<Record<string, number>>;
  readonly tolerances: Readonly<Record<string, number>>;
  readonly times: RunTimes;
}

export interface FileHash {
  readonly path: string;
  readonly sha256: string;
}

export interface DataFile extends FileHash {
  readonly bytes: number;
}

export interface RunTimes {
  /** ISO 8601, UTC. */
  readonly started: string;
  readonly finished: string;
  /** Milliseconds of each cell of the notebook; null for one that did not run. */
  readonly cells: readonly (number | null)[];
}
