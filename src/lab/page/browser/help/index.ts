/**
 * Help while typing, for the code cells of notebooks.
 */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { EditorExtensionRegistry, IEditorExtensionRegistry } from "@jupyterlab/codemirror";
import type { CodeEditor } from "@jupyterlab/codeeditor";
import type { IDocumentWidget } from "@jupyterlab/docregistry";
import type { Widget } from "@lumino/widgets";
import { INotebookTracker, type NotebookPanel } from "@jupyterlab/notebook";

import type { Definition } from "../../../help/notebook-help";
import { locate, type Located } from "./ask";
import { editorHelp } from "./editor-help";
import { Problems } from "./problems";

export const help: JupyterFrontEndPlugin<void> = {
  id: "impactlab:help",
  description: "Underlines errors, and shows types, signatures and definitions.",
  autoStart: true,
  requires: [IEditorExtensionRegistry, INotebookTracker],
  activate: (app: JupyterFrontEnd, extensions: IEditorExtensionRegistry, tracker: INotebookTracker) => {
    const problems = new WeakMap<NotebookPanel, Problems>();
    tracker.widgetAdded.connect((_, panel) => void problems.set(panel, new Problems(panel)));
    extensions.addExtension({
      name: "impactlab:help",
      factory: ({ model }) =>
        EditorExtensionRegistry.createImmutableExtension(
          editorHelp({
            locate: () => locate(tracker, model),
            onShown: (view) => {
              const located = locate(tracker, model);
              if (located !== undefined) problems.get(located.panel)?.show(located.cell, view);
            },
            open: (from, definition) => void open(app, from, definition),
          }),
        ),
    });
  },
};

async function open({ commands }: JupyterFrontEnd, { panel }: Located, definition: Definition): Promise<void> {
  if ("place" in definition) {
    const { cell, offset } = definition.place;
    const index = panel.content.widgets.findIndex(({ model }) => model.id === cell);
    panel.content.activeCellIndex = index;
    await panel.content.scrollToItem(index);
    const { editor } = panel.content.widgets[index];
    const position = editor?.getPositionAt(offset);
    if (editor && position) editor.setCursorPosition(position);
    editor?.focus();
    return;
  }
  const { path, line, column } = definition;
  const widget = (await commands.execute("docmanager:open", {
    path,
    factory: "Editor",
    options: { mode: "split-right", ref: panel.id },
  })) as IDocumentWidget<Widget & { readonly ready: Promise<void>; readonly editor: CodeEditor.IEditor }> | undefined;
  if (widget === undefined) return;
  await widget.context.ready;
  await widget.content.ready;
  widget.content.editor.setCursorPosition({ line, column });
  widget.content.editor.revealPosition({ line, column });
}
