/**
 * The page's HTML: where its parts are, and what shows until its script has run.
 */
import { version } from "../../../package.json";

export interface PageConfig {
  /** Begins and ends with "/". */
  readonly baseUrl: string;
  /** The file to open, relative to the served folder, or "". */
  readonly treePath: string;
  /** The name under which the page keeps what stands open where; a second tab takes another one. */
  readonly workspace: string;
  /** What the inline scripts of this one answer carry as their attribute `nonce`. */
  readonly nonce: string;
}

export function labPage({ baseUrl, treePath, workspace }: PageConfig): string {
  const staticUrl = `${baseUrl}lab/static/`;
  const config = {
    appName: "impactlab",
    appNamespace: "lab",
    appVersion: version,
    baseUrl,
    appUrl: "/lab",
    treeUrl: `${baseUrl}lab/tree`,
    staticUrl,
    themesUrl: `${staticUrl}themes`,
    workspacesApiUrl: `${baseUrl}lab/api/workspaces`,
    treePath,
    mode: "multiple-document",
    workspace,
  };
  const data = JSON.stringify(config).replaceAll("<", "\\u003c");
  return [
    `<!doctype html>`,
    `<html lang="en">`,
    `<head>`,
    `<meta charset="utf-8">`,
    `<meta name="viewport" content="width=device-width, initial-scale=1">`,
    `<title>impactlab</title>`,
    `<link rel="icon" href="${baseUrl}kernelspecs/impactlab/logo-svg.svg">`,
    `<link rel="stylesheet" href="${staticUrl}main.css">`,
    `<script id="jupyter-config-data" type="application/json">${data}</script>`,
    `<script type="module" src="${staticUrl}main.js"></script>`,
    `</head>`,
    `<body><p class="il-starting">impactlab is starting ...</p></body>`,
    `</html>`,
    ``,
  ].join("\n");
}
