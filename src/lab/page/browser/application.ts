/**
 * Puts the page together and starts it.
 */
import { JupyterLab } from "@jupyterlab/application";

import { jupyterPlugins, mimeExtensions } from "./plugins";
import { pagePlugins } from "./page-plugins";

async function start(): Promise<void> {
  const lab = new JupyterLab({ mimeExtensions });
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
