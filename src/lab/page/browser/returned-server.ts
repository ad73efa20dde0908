/**
 * A server that has ended and is back: where it has the kernel still, the page goes on with it; else a new one is
 * started, and the page says that its variables are gone.
 */
import { IConnectionLost, type JupyterFrontEnd, type JupyterFrontEndPlugin } from "@jupyterlab/application";
import { Notification } from "@jupyterlab/apputils";
import { INotebookTracker, type NotebookPanel } from "@jupyterlab/notebook";
import { KernelAPI, ServerConnection, type ServiceManager } from "@jupyterlab/services";

import { GONE } from "./careful-contents";

/** Milliseconds between questions whether it is back. */
const PAUSE = 1000;

export const returnedServer: JupyterFrontEndPlugin<void> = {
  id: "impactlab:returned-server",
  description: "Goes on with a server that was started anew.",
  autoStart: true,
  requires: [INotebookTracker],
  activate: ({ serviceManager }: JupyterFrontEnd, tracker: INotebookTracker) => {
    tracker.widgetAdded.connect((_, panel) => {
      let waiting = false;
      panel.sessionContext.connectionStatusChanged.connect((_context, status) => {
        if (status === "connected" || waiting) return;
        waiting = true;
        void untilBack(panel, serviceManager).finally(() => (waiting = false));
      });
    });
  },
};

/** Says so, once and beside the work; JupyterLab's own dialog stands in its way, and comes again when it is closed. */
export const goneServer: JupyterFrontEndPlugin<IConnectionLost> = {
  id: "impactlab:gone-server",
  description: "Says that the server does not answer, until it does.",
  autoStart: true,
  provides: IConnectionLost,
  activate: () => {
    let isGone = false;
    return async ({ serverSettings }) => {
      if (isGone) return;
      isGone = true;
      const said = Notification.error(GONE, { autoClose: false });
      do await new Promise((resolve) => setTimeout(resolve, PAUSE));
      while (!(await answers(serverSettings)));
      Notification.dismiss(said);
      isGone = false;
    };
  },
};

/** Whatever it answers. */
function answers(settings: ServerConnection.ISettings): Promise<boolean> {
  return KernelAPI.listRunning(settings).then(
    () => true,
    (error: unknown) => !(error instanceof ServerConnection.NetworkError),
  );
}

async function untilBack({ sessionContext }: NotebookPanel, services: ServiceManager.IManager): Promise<void> {
  let wasGone = false;
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
    if (sessionContext.isDisposed) return;
    const kernel = sessionContext.session?.kernel;
    if (kernel?.connectionStatus === "connected") return;
    try {
      const there = kernel ? await KernelAPI.getKernelModel(kernel.id, services.serverSettings) : undefined;
      // After some tries a connection gives up by itself.
      if (there !== undefined && kernel?.connectionStatus === "disconnected") await kernel.reconnect();
      if (there !== undefined) continue;
      // The researcher's own wish.
      if (!kernel && !wasGone) return;
      await services.sessions.refreshRunning();
      await sessionContext.startKernel();
      const { name } = sessionContext;
      const text = `The server was started anew, and the kernel of ${name} with it: its variables are gone.`;
      Notification.warning(text, { autoClose: false });
      return;
    } catch {
      wasGone = true;
    }
  }
}
