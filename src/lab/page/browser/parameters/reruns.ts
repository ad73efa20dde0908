/**
 * Runs what depends on a parameter, again and again while it is being moved: the latest wish wins. A run that is
 * overtaken stops after the cell it is at, which is interrupted if it takes long. Of a cell that fails what depends
 * on it waits; what does not goes on. Whatever was not run is still to be run with the next wish.
 */
import type { CodeCell } from "@jupyterlab/cells";
import type { NotebookPanel } from "@jupyterlab/notebook";

import type { CellUse } from "../../../help/outline";
import { ranCells } from "./ran-cells";
import { cellsToRun, dependentsOf } from "./dependents";
import { runInPlace, type Ended } from "./run-cell";

/** Milliseconds that a cell may go on for after its run was overtaken. */
const PATIENCE = 1000;

export class Reruns {
  readonly #panel: NotebookPanel;
  #wishes = new Set<string>();
  /** As the cells are now: a wish may come while they are written to. */
  #uses: readonly CellUse[] = [];
  /** Cells whose outputs are of values that are no more. */
  #owed = new Set<string>();
  #running = false;
  /** The kernel is at a cell of ours, and not at one that was run by hand before it. */
  #isOurs = false;
  #interrupt: ReturnType<typeof setTimeout> | undefined;
  #interrupted: Promise<void> | undefined;

  constructor(panel: NotebookPanel) {
    this.#panel = panel;
  }

  /** A variable, `cell/name`, has another value. */
  changed(variable: string, uses: readonly CellUse[]): void {
    this.#wishes.add(variable);
    this.#uses = uses;
    if (this.#running) this.#hurry();
    else void this.#run();
  }

  /** Whether a cell has run in the kernel that there is. */
  hasRun(id: string): boolean {
    return ranCells(this.#panel).has(id);
  }

  async #run(): Promise<void> {
    this.#running = true;
    try {
      while (this.#wishes.size > 0) {
        const wishes = [...this.#wishes];
        this.#wishes = new Set();
        for (const variable of wishes)
          for (const cell of cellsToRun(this.#uses, variable, (id) => this.hasRun(id), this.#owed))
            this.#owed.add(cell);
        if (!(await this.#runOwed())) return;
      }
    } finally {
      this.#running = false;
      if (this.#wishes.size > 0) void this.#run();
    }
  }

  /** False where nothing more is to run. */
  async #runOwed(): Promise<boolean> {
    const waits = new Set<string>();
    for (const { cell } of this.#uses.filter((use) => this.#owed.has(use.cell))) {
      if (this.#wishes.size > 0) return true;
      if (waits.has(cell)) continue;
      const ended = await this.#runOne(cell);
      if (ended === "ok") this.#owed.delete(cell);
      else if (this.#wishes.size === 0 && ended === "interrupted") return false;
      else for (const dependent of dependentsOf(this.#uses, cell)) waits.add(dependent);
    }
    return true;
  }

  async #runOne(id: string): Promise<Ended> {
    const kernel = this.#panel.sessionContext.session?.kernel;
    const cell = this.#panel.content.widgets.find(({ model }) => model.id === id) as CodeCell | undefined;
    // Deleted meanwhile.
    if (cell === undefined) return "ok";
    if (!kernel) return "interrupted";
    const onBegun = (): void => {
      this.#isOurs = true;
      if (this.#wishes.size > 0) this.#hurry();
    };
    let ended: Ended;
    // Again, unless it was the kernel that has ended.
    do ended = await runInPlace(cell, kernel, onBegun).catch((): Ended => "interrupted");
    while (ended === "aborted" && ranCells(this.#panel).size > 0);
    this.#isOurs = false;
    clearTimeout(this.#interrupt);
    this.#interrupt = undefined;
    // One that came too late for its cell is not to meet the next.
    await this.#interrupted?.catch(() => undefined);
    return ended === "aborted" ? "interrupted" : ended;
  }

  /** The cell that the kernel is at is of values that are no more. */
  #hurry(): void {
    if (!this.#isOurs || this.#interrupt !== undefined) return;
    const kernel = this.#panel.sessionContext.session?.kernel;
    this.#interrupt = setTimeout(() => {
      this.#interrupted = kernel?.interrupt();
    }, PATIENCE);
  }
}
