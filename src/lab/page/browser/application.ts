/**
 * Puts the page together and starts it.
 */
import { JupyterLab } from "@jupyterlab/application";
import { ServerConnection, ServiceManager } from "@jupyterlab/services";

import { CarefulDrive } from "./careful-contents";
import { jupyterPlugins, mimeExtensions } from "./plugins";
import { pagePlugins } from "./page-plugins";
import { followRenames } from "./renamed-files";

async function start(): Promise<void> {
  const serverSettings = ServerConnection.makeSettings();
  const defaultDrive = new CarefulDrive(serverSettings);
  followRenames(defaultDrive);
  const serviceManager: ServiceManager = new ServiceManager({
    serverSettings,
    defaultDrive,
    // Nothing is asked again and again of a server that has gone, nor for a page that is not looked at.
    standby: () => !lab.info.isConnected || "when-hidden",
  });
  const lab: JupyterLab = new JupyterLab({ mimeExtensions, serviceManager });
  // For tests and the console.
  Object.assign(window, { jupyterapp: lab });
  lab.registerPlugins([...pagePlugins, ...jupyterPlugins] as never);
  await lab.start();
  document.querySelector(".il-starting")?.remove();
}

start().catch((error: unknown) => {
  console.error(error);
  document.body.textContent = `The page did not start: ${String(error)}`;
});
