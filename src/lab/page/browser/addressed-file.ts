/**
 * Opens what the page's address names, by the name it has by then. JupyterLab's own way keeps the name over several
 * questions to the server, and would open a file renamed meanwhile by a name that is no more.
 */
import { JupyterFrontEnd, type JupyterFrontEndPlugin } from "@jupyterlab/application";
import { showErrorMessage } from "@jupyterlab/apputils";
import { PageConfig, PathExt } from "@jupyterlab/coreutils";
import { IDocumentManager } from "@jupyterlab/docmanager";

export const addressedFile: JupyterFrontEndPlugin<JupyterFrontEnd.ITreeResolver> = {
  id: "impactlab:addressed-file",
  description: "Opens what the address names.",
  autoStart: true,
  requires: [IDocumentManager],
  provides: JupyterFrontEnd.ITreeResolver,
  activate: ({ restored }: JupyterFrontEnd, documents: IDocumentManager) => {
    const path = PageConfig.getOption("treePath");
    // What is restored takes the place of all that was opened before.
    return { paths: restored.then(() => (path === "" ? null : open(path, documents))) };
  },
};

/** Resolves with the folder that the file browser is to show, once a file is about to be opened. */
async function open(path: string, documents: IDocumentManager): Promise<JupyterFrontEnd.ITreeResolver.Paths> {
  try {
    const item = await documents.services.contents.get(path, { content: false });
    if (item.type === "directory") return { browser: item.path, file: "" };
    documents.openOrReveal(item.path);
    return { browser: PathExt.dirname(item.path), file: "" };
  } catch (error) {
    await showErrorMessage("Cannot open", error as Error);
    return null;
  }
}
