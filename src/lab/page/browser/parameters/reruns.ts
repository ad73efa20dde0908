/**
 * Runs what depends on a parameter, again and again while it is being moved: the latest wish wins. A run that is
 * overtaken stops after the cell it is at, which is interrupted if it takes long.
 */
import type { CodeCell } from "@jupyterlab/cells";
import type { NotebookPanel } from "@jupyterlab/notebook";

import type { CellUse } from "../../../help/outline";
import { cellsToRun } from "./dependents";
import { runInPlace } from "./run-cell";

/** Milliseconds that a cell may go on for after its run was overtaken. */
const PATIENCE = 1000;

export class Reruns {
  readonly #panel: NotebookPanel;
  #wishes = new Set<string>();
  #running = false;
  /** By cell, since the kernel started: a count from before says nothing. */
  #stale = new Set<string>();

  constructor(panel: NotebookPanel) {
    this.#panel = panel;
    panel.sessionContext.statusChanged.connect((_, status) => {
      if (status === "restarting" || status === "autorestarting" || status === "dead") this.#stale = this.#counted();
    });
    panel.sessionContext.kernelChanged.connect((_, { oldValue }) => {
      if (oldValue !== null) this.#stale = this.#counted();
    });
  }

  /** A variable, `cell/name`, has another value. */
  changed(variable: string, uses: readonly CellUse[]): void {
    this.#wishes.add(variable);
    if (this.#running) {
      const { session } = this.#panel.sessionContext;
      const wishes = this.#wishes;
      setTimeout(() => {
        if (this.#running && this.#wishes === wishes && wishes.size > 0) void session?.kernel?.interrupt();
      }, PATIENCE);
      return;
    }
    void this.#run(uses);
  }

  /** Whether a cell has run in the kernel that there is. */
  hasRun(id: string): boolean {
    return this.#counted().has(id) && !this.#stale.has(id);
  }

  async #run(uses: readonly CellUse[]): Promise<void> {
    this.#running = true;
    try {
      // What a run that was overtaken had not come to yet is still to be run.
      let left = new Set<string>();
      while (this.#wishes.size > 0 || left.size > 0) {
        const wishes = [...this.#wishes];
        this.#wishes = new Set();
        const wanted = wishes.flatMap((variable) => cellsToRun(uses, variable, (cell) => this.hasRun(cell)));
        const run = new Set([...wanted, ...left]);
        left = new Set();
        for (const cell of uses.map((use) => use.cell).filter((id) => run.has(id))) {
          if (this.#wishes.size > 0) left.add(cell);
          else if (!(await this.#runOne(cell))) return;
        }
      }
    } finally {
      this.#running = false;
      if (this.#wishes.size > 0) void this.#run(uses);
    }
  }

  /** False where those after it are not to run. */
  async #runOne(id: string): Promise<boolean> {
    const kernel = this.#panel.sessionContext.session?.kernel;
    const cell = this.#panel.content.widgets.find(({ model }) => model.id === id) as CodeCell | undefined;
    if (!kernel || cell === undefined) return false;
    const done = await runInPlace(cell, kernel).catch(() => false);
    this.#stale.delete(id);
    return done || this.#wishes.size > 0;
  }

  #counted(): Set<string> {
    const cells = this.#panel.content.widgets.filter(
      ({ model }) => model.type === "code" && (model as CodeCell["model"]).executionCount !== null,
    );
    return new Set(cells.map(({ model }) => model.id));
  }
}
