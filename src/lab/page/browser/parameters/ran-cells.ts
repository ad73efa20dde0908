/**
 * Which cells of a notebook have run in the kernel that there is, in this tab or another: a count says nothing of it,
 * which the file may have brought, or a kernel that was started anew left behind.
 */
import type { NotebookPanel } from "@jupyterlab/notebook";
import type { Kernel } from "@jupyterlab/services";

import type { CellRecord } from "../../../kernels/cell-outputs";

const NEW: readonly Kernel.Status[] = ["starting", "restarting", "autorestarting", "dead"];
const ran = new WeakMap<NotebookPanel, Set<string>>();

/** The ids of the cells; the set is kept up to date. */
export function ranCells(panel: NotebookPanel): ReadonlySet<string> {
  const known = ran.get(panel);
  if (known !== undefined) return known;
  const cells = new Set<string>();
  ran.set(panel, cells);
  const { sessionContext } = panel;
  sessionContext.iopubMessage.connect((_, { header, metadata }) => {
    const { cellId } = metadata as { cellId?: unknown };
    if (header.msg_type === "execute_input" && typeof cellId === "string") cells.add(cellId);
  });
  sessionContext.statusChanged.connect((_, status) => {
    if (NEW.includes(status)) cells.clear();
  });
  sessionContext.kernelChanged.connect((_, { oldValue }) => {
    if (oldValue !== null) cells.clear();
  });
  return cells;
}

/** Adds those that ran before the page was opened, as the server knows them. */
export function addRanCells(panel: NotebookPanel, records: readonly CellRecord[]): void {
  const cells = ranCells(panel) as Set<string>;
  for (const { cell, current, executionCount } of records) if (current && executionCount !== null) cells.add(cell);
}
