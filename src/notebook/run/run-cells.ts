/**
 * Runs the cells of a notebook one after the other in a kernel of their own, up to the first failure.
 */
import type { KernelClient } from "../../kernel/client/client";
import { SETTLE_REQUEST } from "../../kernel/protocol/session";
import type { Failure } from "../../kernel/engine/engine";
import type { NotebookOutput } from "../../kernel/client/outputs";
import { hasTag, type Cell, type Notebook } from "../notebook-document";
import { failCell, runCell, type CellEnd, type FailedEnd } from "./run-cell";
import type { CellFailure } from "../record/run-record";
import { startRecorded, type RecordedKernel } from "./recorded-kernel";

export interface CellsOptions {
  /** Seconds a cell may take, 600 by default; 0 for no limit. */
  readonly timeout?: number;
  /** Goes on after a cell that throws; one that hangs, floods or kills the kernel ends the run still. */
  readonly allowErrors?: boolean;
  /** Type-checks all cells before it runs any; not where it would go on after errors. Default: false. */
  readonly check?: boolean;
  /** Ends the run; what ran is kept. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: RunProgress) => void;
}

export interface RunProgress {
  /** The position of the cell that begins, from 0, and how many there are. */
  readonly cell: number;
  readonly cells: number;
  readonly source: string;
}

export interface CellsRun {
  readonly failure: CellFailure | null;
  /** Milliseconds of each cell; null for one that did not run. */
  readonly times: (number | null)[];
}

/** Milliseconds that are waited for what cells left running, once all have ended. */
const SETTLE = 5000;

/** Milliseconds a kernel may take to load its compiler, before any cell's clock starts. */
const PATIENCE = 180_000;

/** Seconds a cell may take, by default. */
export const TIMEOUT = 600;

/** Runs the cells of `notebook` in place; the files they open are noted in `log`, what they leave goes to `output`. */
export async function runCells(
  notebook: Notebook,
  folder: string,
  places: { readonly log: string; readonly output: string },
  options: CellsOptions,
): Promise<CellsRun> {
  let recorded: RecordedKernel;
  try {
    recorded = await startRecorded(folder, places);
  } catch (error) {
    return notStarted(notebook, error, options.signal?.aborted === true);
  }
  try {
    return await runIn(recorded, notebook, options);
  } finally {
    await recorded.kernel.shutdown();
  }
}

/**
 * Runs the cells of `notebook` in place, in a kernel that lives on.
 *
 * @param from the cells before this one ran in the kernel already, and are left as they are; `times` of theirs.
 */
export async function runIn(
  recorded: RecordedKernel,
  notebook: Notebook,
  options: CellsOptions,
  from = 0,
  times: readonly (number | null)[] = [],
): Promise<CellsRun> {
  const { kernel, log } = recorded;
  const settings = { signal: options.signal, log };
  const run: Run = (cell, code, outputs) =>
    runCell(kernel, code, outputs, {
      ...settings,
      timeout: 1000 * (options.timeout ?? TIMEOUT),
      mayRaise: options.allowErrors === true || hasTag(cell, "raises-exception"),
    });
  const info = await kernel.request("kernel_info_request", {});
  notebook.metadata.language_info = info.content.language_info;
  // An empty cell has the kernel load its compiler: that is no part of the first cell's time.
  const { failure } = await runCell(kernel, "", [], { ...settings, timeout: PATIENCE, mayRaise: true, silent: true });
  if (failure !== undefined) return notStarted(notebook, failure.evalue, options.signal?.aborted === true);
  const wrong =
    options.check === true && options.allowErrors !== true ? await checkCells(notebook, kernel, options, from) : [];
  if (wrong.length > 0) return notRun(notebook, wrong, times);
  const ran = await runEach(notebook, run, options, from, times);
  if (options.signal?.aborted !== true) await settle(kernel);
  return { ...ran, failure: lateFailure(notebook.cells, ran, options.allowErrors === true) ?? ran.failure };
}

type Run = (cell: Cell, code: string, outputs: NotebookOutput[]) => Promise<CellEnd>;

async function runEach(
  { cells }: Notebook,
  run: Run,
  { onProgress }: CellsOptions,
  from: number,
  before: readonly (number | null)[],
): Promise<CellsRun> {
  const times = cells.map((_, i) => (i < from ? (before[i] ?? null) : null));
  for (const [i, cell] of cells.entries()) {
    if (i < from || !isRun(cell)) continue;
    onProgress?.({ cell: i, cells: cells.length, source: cell.source });
    const begun = performance.now();
    const { executionCount, failure } = await run(cell, cell.source, (cell.outputs = []));
    times[i] = Math.round(performance.now() - begun);
    cell.execution_count = executionCount;
    if (failure !== undefined) return { failure: markFailed(cell, i, failure), times };
  }
  return { failure: null, times };
}

/** Waits for what cells left running: what it shows is theirs, and is to be the same in every run. */
async function settle(kernel: KernelClient): Promise<void> {
  const request = kernel.request(SETTLE_REQUEST, { patience: SETTLE }).catch(() => undefined);
  let timer: NodeJS.Timeout | undefined;
  // A kernel that computes still does not answer.
  const late = new Promise((resolve) => (timer = setTimeout(resolve, 2 * SETTLE)));
  await Promise.race([request, kernel.exited, late]);
  clearTimeout(timer);
}

/**
 * The failure of the first cell that failed after it had ended: a promise nobody awaited, a timer. The run
 * goes on all the same, since which cell it would stop at is chance.
 */
function lateFailure(cells: readonly Cell[], { failure, times }: CellsRun, allowErrors: boolean): CellFailure | null {
  if (allowErrors) return null;
  const before = failure === null ? cells.length : failure.cell;
  for (const [i, cell] of cells.slice(0, before).entries()) {
    const error = cell.outputs?.find((output) => output.output_type === "error");
    if (times[i] === null || error === undefined || hasTag(cell, "raises-exception")) continue;
    return markFailed(cell, i, { kind: "error", ename: error.ename, evalue: error.evalue });
  }
  return null;
}

/** The cells that do not pass the compiler, with what it says; none where the check did not come to its end. */
async function checkCells(
  { cells }: Notebook,
  kernel: KernelClient,
  { signal }: CellsOptions,
  from: number,
): Promise<{ readonly index: number; readonly failure: Failure }[]> {
  const indices = [...cells.keys()].filter((i) => i >= from && isRun(cells[i]));
  const stopped = new Promise<[]>((resolve) => {
    signal?.addEventListener("abort", () => resolve([]), { once: true });
    if (signal?.aborted === true) resolve([]);
  });
  // A kernel that dies of it dies of the first cell as well, which is where it is told.
  const checked = kernel.check(indices.map((i) => cells[i].source)).catch(() => []);
  const failures = await Promise.race([checked, stopped]);
  return failures.flatMap((failure, i) => {
    const index = indices[i];
    if (failure === null || hasTag(cells[index], "raises-exception")) return [];
    return [{ index, failure: named(failure, cells.slice(0, from).filter(isRun).length) }];
  });
}

/** The kernel counts the cells that it is given to check; above them `before` ran already. */
function named(failure: Failure, before: number): Failure {
  const name = (text: string): string => text.replace(/Cell \[(\d+)\]/g, (_, n) => `Cell [${Number(n) + before}]`);
  return { ...failure, evalue: name(failure.evalue), traceback: failure.traceback.map(name) };
}

/** Shows the type errors of cells below them: none was run. */
function notRun(
  { cells }: Notebook,
  wrong: readonly { readonly index: number; readonly failure: Failure }[],
  before: readonly (number | null)[],
): CellsRun {
  for (const { index, failure } of wrong)
    cells[index].outputs = [{ output_type: "error", ...failure, traceback: [...failure.traceback] }];
  const [{ index, failure }] = wrong;
  const { ename, evalue } = failure;
  const told = markFailed(cells[index], index, { kind: "error", ename, evalue });
  // Its place among all cells, and by which number the error speaks of it, as of a cell that failed.
  const place = `cell ${index + 1} [${cells.slice(0, index + 1).filter(isRun).length}]`;
  const message = `${place} does not pass the type check, so that none was run: ${ename}: ${evalue}`;
  return { failure: { ...told, message }, times: cells.map((_, i) => before[i] ?? null) };
}

/** A kernel that does not come up fails the first cell it was to run. */
function notStarted({ cells }: Notebook, error: unknown, stopped: boolean): CellsRun {
  const times = cells.map(() => null);
  const first = cells.findIndex(isRun);
  if (first < 0) return { failure: null, times };
  const evalue = stopped
    ? "the run was stopped before this cell ran"
    : `the kernel did not start: ${error instanceof Error ? error.message : String(error)}`;
  const outputs = (cells[first].outputs = []);
  const { failure } = failCell(outputs, null, stopped ? "interrupted" : "kernel-died", evalue);
  return { failure: markFailed(cells[first], first, failure), times };
}

/** Whether a cell is one to run: nbclient's rule. */
export function isRun(cell: Cell): boolean {
  return cell.cell_type === "code" && cell.source.trim() !== "" && !hasTag(cell, "skip-execution");
}

function markFailed(cell: Cell, index: number, failure: FailedEnd["failure"]): CellFailure {
  const { kind, ename, evalue } = failure;
  const number = typeof cell.execution_count === "number" ? ` [${cell.execution_count}]` : "";
  cell.metadata = { ...cell.metadata, impactlab: { failed: kind } };
  const what = kind === "error" ? `${ename}: ${evalue}` : evalue;
  return { cell: index, id: cell.id, ...failure, message: `cell ${index + 1}${number} failed: ${what}` };
}
