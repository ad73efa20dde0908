/**
 * A notebook that is run again and again in one kernel: after an edit the first cell that differs from what ran, and
 * all below it, as a person would by hand. What is above stays as it is, outputs and variables.
 */
import { hasTag, type Cell, type Notebook } from "../notebook-document";
import type { ParameterSet } from "../parameters/parameter-sets";
import { fileHash } from "../provenance/data-reads";
import type { FileHash, RunRecord } from "../record/run-record";
import { prepareRun } from "../run/prepare-run";
import { startRecorded, type RecordedKernel } from "../run/recorded-kernel";
import { isRun, runIn, type CellsOptions } from "../run/run-cells";
import { beginning, makeWorkspace, recordRun } from "../run/run-notebook";

export interface WatchedOptions extends Omit<CellsOptions, "check" | "allowErrors"> {
  readonly parameters?: ParameterSet;
  readonly tolerances?: Readonly<Record<string, number>>;
}

/** A cell that ran to its end in the kernel that lives. */
interface Ran {
  readonly cell: Cell;
  readonly time: number | null;
}

export class WatchedRun {
  readonly #path: string;
  readonly #workspace = makeWorkspace();
  #recorded: Promise<RecordedKernel> | undefined;
  #ran: readonly Ran[] = [];
  /** The source and data that they stood on. */
  #stood: readonly FileHash[] = [];

  constructor(path: string) {
    this.#path = path;
  }

  /**
   * Runs what is to be run of the notebook as its file is now. A cell that does not pass the compiler keeps the ones
   * below from running, and is told with its line.
   *
   * @throws InputError where the file is no notebook, or a parameter is not what it declares
   */
  async update(options: WatchedOptions): Promise<RunRecord> {
    const prepared = prepareRun(this.#path, options.parameters);
    const { notebook, folder, root } = prepared;
    const begun = beginning(prepared);
    // The kernel reads a file anew where a cell imports or loads it.
    if (await isAnyChanged(this.#stood, root)) this.#ran = [];
    const recorded = await (this.#recorded ??= this.#start(folder));
    const from = keepOutputs(notebook, this.#ran);
    const times = this.#ran.slice(0, from).map(({ time }) => time);
    const ran = await runIn(recorded, notebook, { ...options, check: true }, from, times);
    const failed = ran.failure?.cell ?? notebook.cells.length;
    const done = notebook.cells.slice(0, failed).findIndex((cell, i) => isRun(cell) && ran.times[i] === null);
    const whole = notebook.cells.slice(0, done < 0 ? failed : done);
    this.#ran = whole.map((cell, i) => ({ cell, time: ran.times[i] }));
    const record = await recordRun(prepared, ran, begun, this.#workspace, options.tolerances);
    this.#stood = [...record.provenance.code.files, ...record.provenance.data];
    return record;
  }

  /** Ends the kernel, and takes away what its cells left. */
  async close(): Promise<void> {
    const recorded = await this.#recorded?.catch(() => undefined);
    await recorded?.kernel.shutdown();
    this.#workspace.remove();
  }

  /** A kernel that has died takes what ran in it along; the next edit has another. */
  async #start(folder: string): Promise<RecordedKernel> {
    this.#ran = [];
    const forget = (): void => {
      this.#recorded = undefined;
      this.#ran = [];
    };
    try {
      const recorded = await startRecorded(folder, this.#workspace);
      void recorded.kernel.exited.then(forget);
      return recorded;
    } catch (error) {
      forget();
      throw error;
    }
  }
}

async function isAnyChanged(files: readonly FileHash[], root: string): Promise<boolean> {
  const now = await Promise.all(files.map(({ path }) => fileHash(path, root).catch(() => undefined)));
  return files.some(({ sha256 }, i) => sha256 !== now[i]);
}

/** Gives the cells that need not run again the outputs that they had; returns how many cells those are. */
function keepOutputs({ cells }: Notebook, ran: readonly Ran[]): number {
  const differs = cells.findIndex((cell, i) => i >= ran.length || !isSame(cell, ran[i].cell));
  const from = differs < 0 ? cells.length : differs;
  for (const [i, cell] of cells.slice(0, from).entries()) {
    const { outputs, execution_count } = ran[i].cell;
    if (cell.cell_type === "code") Object.assign(cell, { outputs, execution_count });
  }
  return from;
}

/** Whether a cell would do what the other one did: prose may change, code may not. */
function isSame(cell: Cell, other: Cell): boolean {
  if (!isRun(cell) && !isRun(other)) return true;
  const tag = (one: Cell): boolean => hasTag(one, "raises-exception");
  return isRun(cell) && isRun(other) && cell.source === other.source && tag(cell) === tag(other);
}
