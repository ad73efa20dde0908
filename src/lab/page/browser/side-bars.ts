/**
 * Side bars where there is something in them and room for it: the notebook has the rest. Where there is no room beside
 * it, what stood beside it is a tab.
 */
import { ILabShell, type JupyterFrontEnd, type JupyterFrontEndPlugin } from "@jupyterlab/application";

/** In pixels: a side bar and a readable notebook. */
const NARROW = "(max-width: 700px)";

/** Whether there is no room for anything beside a notebook. */
export function isNarrow(): boolean {
  return window.matchMedia(NARROW).matches;
}

export const sideBars: JupyterFrontEndPlugin<void> = {
  id: "impactlab:side-bars",
  description:
    "Closes side bars that are empty, or that there is no room for; what is beside a notebook then is a tab.",
  autoStart: true,
  requires: [ILabShell],
  activate: (app: JupyterFrontEnd, shell: ILabShell) => {
    const query = window.matchMedia(NARROW);
    const fit = (): void => {
      if (!query.matches) return;
      shell.collapseLeft();
      const [first, ...others] = [...shell.widgets("main")].filter(({ isVisible }) => isVisible);
      for (const beside of others) shell.add(beside, "main", { mode: "tab-after", ref: first.id, activate: false });
    };
    query.addEventListener("change", fit);
    void app.restored.then(() => {
      if ([...shell.widgets("right")].length === 0) shell.collapseRight();
      fit();
    });
  },
};
