/**
 * What is shown first is what menus, shortcuts and controls are of. JupyterLab takes for that what was focused last; on
 * a busy machine the focus that it gives to a notebook while it opens may be lost, and a page came up with a notebook
 * and no controls, until one clicked on it. It is given again.
 */
import { ILabShell, type JupyterFrontEnd, type JupyterFrontEndPlugin } from "@jupyterlab/application";
import type { Widget } from "@lumino/widgets";

/** Milliseconds between two looks, and looks: a notebook opens within a minute, or fails with a dialog. */
const PAUSE = 500;
const LOOKS = 240;

export const currentWidget: JupyterFrontEndPlugin<void> = {
  id: "impactlab:current-widget",
  description: "Makes what is shown first the current one.",
  autoStart: true,
  requires: [ILabShell],
  activate: ({ restored }: JupyterFrontEnd, shell: ILabShell) => {
    void restored.then(() => {
      let looks = 0;
      const timer = setInterval(() => {
        if (shell.currentWidget !== null || ++looks > LOOKS) return clearInterval(timer);
        const shown = [...shell.widgets("main")].find(({ isVisible }) => isVisible);
        if (shown !== undefined) focus(shown, shell);
      }, PAUSE);
    });
  },
};

/** Unless something else has the focus by wish. */
function focus(widget: Widget, shell: ILabShell): void {
  const { activeElement: has, body } = document;
  const own = has !== null && widget.node.contains(has);
  if (!own && has !== null && has !== body) return;
  // Focused already, it would hear of no focus.
  if (own) (has as HTMLElement).blur();
  shell.activateById(widget.id);
}
