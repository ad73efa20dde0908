/**
 * What stood open where, as the page keeps it: a workspace a tab.
 */
import { join } from "node:path";

import { KeptJson } from "./kept-json";

/** Of JupyterLab's layout, what is looked at here. */
interface Workspace {
  readonly data?: { readonly "layout-restorer:data"?: { readonly main?: { readonly current?: unknown } } };
}

export class Workspaces {
  readonly kept: KeptJson;

  /** `folder` is where they are kept. */
  constructor(folder: string) {
    this.kept = new KeptJson(join(folder, "workspaces.json"));
  }

  /** The notebook that a workspace opens again in front; "" where there is none. */
  notebookInFront(name: string): string {
    const { data } = (this.kept.get(name) ?? {}) as Workspace;
    const current = data?.["layout-restorer:data"]?.main?.current;
    return /^notebook:(.+)$/.exec(String(current))?.[1] ?? "";
  }
}
