/**
 * Parameters as controls.
 */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { INotebookTracker } from "@jupyterlab/notebook";

import { ParametersPanel } from "./panel";

export const parameters: JupyterFrontEndPlugin<void> = {
  id: "impactlab:parameters",
  description: "Shows the parameters of a notebook as controls.",
  autoStart: true,
  requires: [INotebookTracker],
  activate: (_app: JupyterFrontEnd, tracker: INotebookTracker) => {
    tracker.widgetAdded.connect((_, panel) => panel.contentHeader.addWidget(new ParametersPanel(panel)));
  },
};
