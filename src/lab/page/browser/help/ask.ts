/**
 * Questions to the language service, about the cell that an editor shows.
 */
import type { CodeEditor } from "@jupyterlab/codeeditor";
import { PageConfig, URLExt } from "@jupyterlab/coreutils";
import type { INotebookTracker, NotebookPanel } from "@jupyterlab/notebook";
import { ServerConnection } from "@jupyterlab/services";

import type { Kind } from "../../../help/help-thread";

export interface Located {
  readonly panel: NotebookPanel;
  /** The cell's id. */
  readonly cell: string;
}

/** The notebook and the code cell of an editor's text; undefined for any other editor. */
export function locate(tracker: INotebookTracker, model: CodeEditor.IModel): Located | undefined {
  const panel = tracker.find(({ content }) => [...(content.model?.cells ?? [])].includes(model as never));
  if (panel === undefined) return undefined;
  const cell = [...(panel.content.model?.cells ?? [])].find((one) => (one as unknown) === model);
  return cell?.type === "code" ? { panel, cell: cell.id } : undefined;
}

/** The answer; null where there is none. What cannot be asked is not told: help comes or does not. */
export async function ask<T>(
  panel: NotebookPanel,
  kind: Kind,
  place?: { cell: string; offset: number },
): Promise<T | null> {
  const code = [...(panel.content.model?.cells ?? [])].filter(({ type }) => type === "code");
  const cells = code.map(({ id, sharedModel }) => ({ id, text: sharedModel.getSource() }));
  const parameters = code.filter((cell) => isTagged(cell.getMetadata("tags"))).map(({ id }) => id);
  const address = URLExt.join(PageConfig.getBaseUrl(), "impactlab/help", URLExt.encodeParts(panel.context.path));
  try {
    const body = JSON.stringify({ kind, cells, parameters, place });
    const answer = await ServerConnection.makeRequest(
      address,
      { method: "POST", body },
      ServerConnection.makeSettings(),
    );
    return answer.ok ? ((await answer.json()) as T | null) : null;
  } catch {
    return null;
  }
}

function isTagged(tags: unknown): boolean {
  return Array.isArray(tags) && tags.includes("parameters");
}
