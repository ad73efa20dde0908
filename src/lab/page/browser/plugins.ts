/**
 * JupyterLab's plugins that make up the page, a chosen list of its extensions without those named below them.
 */
import type { JupyterFrontEndPlugin, JupyterLab } from "@jupyterlab/application";
import * as application from "@jupyterlab/application-extension";
import * as apputils from "@jupyterlab/apputils-extension";
import * as cellToolbar from "@jupyterlab/cell-toolbar-extension";
import * as codemirror from "@jupyterlab/codemirror-extension";
import * as completer from "@jupyterlab/completer-extension";
import * as csvviewer from "@jupyterlab/csvviewer-extension";
import * as docmanager from "@jupyterlab/docmanager-extension";
import * as documentsearch from "@jupyterlab/documentsearch-extension";
import * as filebrowser from "@jupyterlab/filebrowser-extension";
import * as fileeditor from "@jupyterlab/fileeditor-extension";
import * as imageviewer from "@jupyterlab/imageviewer-extension";
import * as jsonviewer from "@jupyterlab/json-extension";
import * as launcher from "@jupyterlab/launcher-extension";
import * as mainmenu from "@jupyterlab/mainmenu-extension";
import * as markdownviewer from "@jupyterlab/markdownviewer-extension";
import * as notebook from "@jupyterlab/notebook-extension";
import * as rendermime from "@jupyterlab/rendermime-extension";
import * as running from "@jupyterlab/running-extension";
import * as shortcuts from "@jupyterlab/shortcuts-extension";
import * as statusbar from "@jupyterlab/statusbar-extension";
import * as dark from "@jupyterlab/theme-dark-extension";
import * as light from "@jupyterlab/theme-light-extension";
import * as toc from "@jupyterlab/toc-extension";
import * as translation from "@jupyterlab/translation-extension";
import * as ui from "@jupyterlab/ui-components-extension";

type Plugin = JupyterFrontEndPlugin<unknown>;

interface Module {
  readonly default: unknown;
}

const MODULES: readonly Module[] = [
  application,
  apputils,
  cellToolbar,
  codemirror,
  completer,
  csvviewer,
  docmanager,
  documentsearch,
  filebrowser,
  fileeditor,
  imageviewer,
  launcher,
  mainmenu,
  markdownviewer,
  notebook,
  rendermime,
  running,
  shortcuts,
  statusbar,
  dark,
  light,
  toc,
  translation,
  ui,
];

/** What asks the network, what the server has no part for, and what the page does in its own way. */
const LEFT_OUT = new Set(
  [
    "application-extension:logo",
    "application-extension:property-inspector",
    "application-extension:tree-resolver",
    "apputils-extension:announcements",
    "apputils-extension:licenses-client",
    "apputils-extension:licenses-plugin",
    "apputils-extension:settings",
    "apputils-extension:settings-connector",
    "apputils-extension:splash",
    "apputils-extension:subshell-settings",
    "apputils-extension:workspaces",
    // Its own service waits behind a running cell.
    "completer-extension:base-service",
    "completer-extension:inline-completer",
    "completer-extension:inline-completer-factory",
    "completer-extension:inline-history",
    "filebrowser-extension:share-file",
    "fileeditor-extension:language-server",
    "notebook-extension:active-cell-tool",
    "notebook-extension:code-console",
    "notebook-extension:export",
    "notebook-extension:language-server",
    "notebook-extension:log-output",
    "notebook-extension:metadata-editor",
    "notebook-extension:tools",
    "notebook-extension:trust-status",
    "notebook-extension:update-raw-mimetype",
    "translation-extension:translator",
    "translation-extension:translator-connector",
    "translation-extension:plugin",
  ].map((name) => `@jupyterlab/${name}`),
);

/** Every plugin of the list. */
export const jupyterPlugins: readonly Plugin[] = MODULES.flatMap(
  ({ default: plugins }) => plugins as Plugin | Plugin[],
).filter(({ id }) => !LEFT_OUT.has(id));

/** What shows data of a MIME type, made into plugins by the application. */
export const mimeExtensions = [jsonviewer] as unknown as JupyterLab.IOptions["mimeExtensions"];
