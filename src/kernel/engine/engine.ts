/**
 * What the protocol needs of whatever compiles and runs cells. The session (in the thread that owns
 * the sockets) talks to this interface only; cells.ts implements it in the main thread and
 * engine-port.ts carries the calls between the two.
 */

/** One value in several formats: MIME type to data, as Jupyter's messages carry it. */
export interface MimeBundle {
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** An error as Jupyter's messages carry it. */
export interface Failure {
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
}

/** How a cell ended. `result` is the value of its last expression, where it has one to show. */
export type Outcome =
  { readonly status: "ok"; readonly result?: MimeBundle } | { readonly status: "error"; readonly failure: Failure };

export type StreamName = "stdout" | "stderr";

/** What a running cell, or something it left running, has to show. */
export type Output =
  | { readonly type: "stream"; readonly name: StreamName; readonly text: string }
  | { readonly type: "display"; readonly bundle: MimeBundle; readonly id?: string; readonly update: boolean }
  | { readonly type: "clear"; readonly wait: boolean }
  | { readonly type: "failure"; readonly failure: Failure };

/** Completions for `code`; start and end are UTF-16 offsets of the text they replace. */
export interface Completion {
  readonly matches: readonly string[];
  readonly start: number;
  readonly end: number;
  /** What is known of each match, in the same order. */
  readonly items?: readonly CompletionItem[];
}

export interface CompletionItem {
  readonly text: string;
  /** "function", "property", "class", "file": TypeScript's words. */
  readonly kind: string;
  /** Of the first ones. */
  readonly signature?: string;
  readonly documentation?: string;
}

export type Completeness =
  { readonly status: "complete" | "invalid" } | { readonly status: "incomplete"; readonly indent: string };

export interface Engine {
  /**
   * Runs one cell. `count` is its number in the notebook: `Cell [3]` in tracebacks. Output names the cell it
   * is of by its run: how many cells had been executed with it, from 1.
   */
  execute(code: string, count: number): Promise<Outcome>;
  /** Cursors are UTF-16 offsets into `code`. */
  complete(code: string, cursor: number): Promise<Completion>;
  /** The type and documentation of what stands at the cursor; undefined when nothing does. */
  inspect(code: string, cursor: number): Promise<MimeBundle | undefined>;
  isComplete(code: string): Promise<Completeness>;
  /** Type-checks cells that are to run one after the other: the errors of each, or null. */
  check(cells: readonly string[]): Promise<readonly (Failure | null)[]>;
  /** Waits until nothing that the cells left running is to come, for at most so many milliseconds. */
  settle(patience: number): Promise<void>;
  /** Holds back what cells show, and with it, where they show much, the cells; until called with false. */
  hold(on: boolean): void;
  /** Ends the running cell, whatever it is doing; without one, does nothing. */
  interrupt(): void;
}
