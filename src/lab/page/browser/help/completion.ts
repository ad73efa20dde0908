/**
 * Completion by the language service, in JupyterLab's own completer: as one types, and with Tab.
 */
import {
  ICompletionProviderManager,
  type CompletionHandler,
  type ICompletionContext,
  type ICompletionProvider,
} from "@jupyterlab/completer";
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { INotebookTracker, NotebookPanel } from "@jupyterlab/notebook";

import type { Completions } from "../../../help/notebook-help";
import { ask } from "./ask";

export const completion: JupyterFrontEndPlugin<void> = {
  id: "impactlab:completion",
  description: "Completes names, paths and options.",
  autoStart: true,
  requires: [ICompletionProviderManager, INotebookTracker],
  activate: (_app: JupyterFrontEnd, manager: ICompletionProviderManager) => manager.registerProvider(provider),
};

const provider: ICompletionProvider = {
  identifier: "impactlab:language-service",
  rank: 1000,
  renderer: null,
  isApplicable: ({ widget }: ICompletionContext) => Promise.resolve(widget instanceof NotebookPanel),
  shouldShowContinuousHint: (isVisible, changed) => {
    const typed = (changed.sourceChange ?? []).map(({ insert }) => insert ?? "").join("");
    return typed === "" ? isVisible : /[\p{ID_Continue}$."'`/]$/u.test(typed);
  },
  fetch: async ({ offset }, { widget }) => {
    const panel = widget as NotebookPanel;
    const cell = panel.content.activeCell?.model;
    const nothing = { start: offset, end: offset, items: [] };
    if (cell?.type !== "code") return nothing;
    const found = await ask<Completions>(panel, "complete", { cell: cell.id, offset });
    if (found === null) return nothing;
    const items = found.items.map(({ text, kind, signature, documentation }): CompletionHandler.ICompletionItem => {
      const about = [signature && `\`\`\`ts\n${signature}\n\`\`\``, documentation].filter(Boolean).join("\n\n");
      return { label: text, type: kind, ...(about === "" ? {} : { documentation: about }) };
    });
    return { start: found.from, end: found.to, items };
  },
};
