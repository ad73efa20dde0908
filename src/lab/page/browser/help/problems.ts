/**
 * Errors underlined as one types. The cells are checked together, a moment after the last key, and each editor shows
 * its own.
 */
import { setDiagnostics, type Diagnostic } from "@codemirror/lint";
import type { EditorView } from "@codemirror/view";
import type { CodeMirrorEditor } from "@jupyterlab/codemirror";
import type { NotebookPanel } from "@jupyterlab/notebook";

import type { Problem } from "../../../help/notebook-help";
import { ask } from "./ask";

/** In milliseconds after the last key. */
const PAUSE = 250;
/** Until the first check of a notebook, which takes seconds: the kernel is to be ready first. */
const FIRST = 1500;

export class Problems {
  readonly #panel: NotebookPanel;
  #problems: readonly Problem[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #round = 0;

  constructor(panel: NotebookPanel) {
    this.#panel = panel;
    void panel.context.ready.then(async () => {
      await panel.sessionContext.ready.catch(() => undefined);
      panel.context.model.contentChanged.connect(() => this.#later(PAUSE));
      this.#later(FIRST);
    });
  }

  /** Shows what is known in an editor that has come into view. */
  show(cell: string, view: EditorView): void {
    const known = this.#problems.filter((problem) => problem.cell === cell);
    if (known.length > 0) queueMicrotask(() => view.dispatch(setDiagnostics(view.state, known.map(diagnostic(view)))));
  }

  #later(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#check(), milliseconds);
  }

  async #check(): Promise<void> {
    const round = ++this.#round;
    const sources = this.#sources();
    const problems = await ask<Problem[]>(this.#panel, "check");
    // Overtaken, or of a text that has changed since: the next check is on its way.
    if (problems === null || round !== this.#round || this.#panel.isDisposed) return;
    this.#problems = problems;
    for (const { model, editor } of this.#panel.content.widgets) {
      const view = (editor as CodeMirrorEditor | null)?.editor;
      if (model.type !== "code" || view === undefined || sources.get(model.id) !== model.sharedModel.getSource())
        continue;
      const own = problems.filter(({ cell }) => cell === model.id);
      view.dispatch(setDiagnostics(view.state, own.map(diagnostic(view))));
    }
  }

  #sources(): Map<string, string> {
    return new Map(this.#panel.content.widgets.map(({ model }) => [model.id, model.sharedModel.getSource()]));
  }
}

function diagnostic(view: EditorView): (problem: Problem) => Diagnostic {
  const { length } = view.state.doc;
  return ({ from, to, message }) => ({
    from: Math.min(from, length),
    to: Math.min(Math.max(to, from + 1), length),
    severity: "error",
    message,
  });
}
