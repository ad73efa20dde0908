/**
 * What cells have shown in the kernel while no page was open, or in another tab: the server keeps it, and a page that
 * is opened finds it as it was, whether a notebook is saved with its outputs or not.
 */
import type { CodeCell } from "@jupyterlab/cells";
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { PageConfig, URLExt } from "@jupyterlab/coreutils";
import type * as nbformat from "@jupyterlab/nbformat";
import { INotebookTracker, type NotebookPanel } from "@jupyterlab/notebook";
import { ServerConnection } from "@jupyterlab/services";

import type { CellRecord } from "../../kernels/cell-outputs";
import { showInPlace } from "./parameters/run-cell";
import { addRanCells, ranCells } from "./parameters/ran-cells";

/** In milliseconds: outputs of another page are shown together. */
const PAUSE = 150;
/** What empties outputs here is to empty them there. */
const CLEARS: Readonly<Record<string, "all" | "active">> = {
  "notebook:clear-all-cell-outputs": "all",
  "notebook:clear-cell-output": "active",
};

export const restoredOutputs: JupyterFrontEndPlugin<void> = {
  id: "impactlab:restored-outputs",
  description: "Shows what cells have shown before the page was opened.",
  autoStart: true,
  requires: [INotebookTracker],
  activate: (app: JupyterFrontEnd, tracker: INotebookTracker) => {
    tracker.widgetAdded.connect((_, panel) => follow(panel));
    app.commands.commandExecuted.connect((_, { id }) => {
      const panel = tracker.currentWidget;
      const cell = panel?.content.activeCell?.model.id;
      if (panel === null || CLEARS[id] === undefined) return;
      void request(panel, CLEARS[id] === "all" ? "" : (cell ?? ""), "DELETE");
    });
  },
};

function follow(panel: NotebookPanel): void {
  const { sessionContext } = panel;
  ranCells(panel);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const changed = new Set<string>();
  void Promise.all([panel.context.ready, sessionContext.ready]).then(() => restore(panel));
  sessionContext.iopubMessage.connect((_, message) => {
    const { session } = message.parent_header as { session?: string };
    const { cellId: cell } = message.metadata as { cellId?: unknown };
    if (typeof cell !== "string") return;
    // What this page runs it shows by itself, and knows sooner than the answer to a question would.
    if (session === sessionContext.session?.kernel?.clientId) return void changed.delete(cell);
    changed.add(cell);
    clearTimeout(timer);
    timer = setTimeout(() => {
      const others = new Set(changed);
      changed.clear();
      void restore(panel, (id) => others.has(id));
    }, PAUSE);
  });
}

async function restore(panel: NotebookPanel, isWanted: (cell: string) => boolean = () => true): Promise<void> {
  const records = (await request(panel, "", "GET")) as CellRecord[] | undefined;
  addRanCells(panel, records ?? []);
  for (const { cell: id, executionCount, outputs, state } of records ?? []) {
    const cell = panel.content.widgets.find(({ model }) => model.id === id);
    if (cell?.model.type !== "code" || !isWanted(id)) continue;
    const { model } = cell as CodeCell;
    showInPlace((cell as CodeCell).outputArea, outputs as unknown as nbformat.IOutput[]);
    if (model.executionCount !== executionCount) model.executionCount = executionCount;
    if (state !== "done") (cell as CodeCell).setPrompt("*");
  }
}

async function request(panel: NotebookPanel, cell: string, method: "GET" | "DELETE"): Promise<unknown> {
  const kernel = panel.sessionContext.session?.kernel?.id;
  if (kernel === undefined) return undefined;
  const address = URLExt.join(
    PageConfig.getBaseUrl(),
    "impactlab/cells",
    kernel,
    method === "DELETE" ? `/${cell}` : "",
  );
  const answer = await ServerConnection.makeRequest(address, { method }, ServerConnection.makeSettings()).catch(
    () => null,
  );
  return answer?.status === 200 ? answer.json() : undefined;
}
