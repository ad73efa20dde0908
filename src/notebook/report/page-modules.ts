/**
 * Modules of a page: scripts of this project by name, which a display may ask for by the MIME type below, with data
 * of its own. What runs in a page is thus written here, never in an output; where a page has no module of that name,
 * it shows the output's other formats alone.
 */
import { createHash } from "node:crypto";

import type { RunParameter } from "../record/run-record";

export const MODULE_MIME_TYPE = "application/vnd.impactlab.module+json";

const scripts = new Map<string, () => string>();

/** Makes a module known to the pages that this process writes; its script is asked for when a page needs it. */
export function definePageModule(name: string, script: () => string): void {
  scripts.set(name, script);
}

/** The modules of one page. */
export class PageModules {
  readonly #data = new Map<string, string>();
  readonly #names = new Set<string>();

  /** The attributes of the frame that a module works in; undefined where the output asks for none that is known. */
  frame(value: unknown): string | undefined {
    const { module, data } = (value ?? {}) as { module?: unknown; data?: unknown };
    if (typeof module !== "string" || !scripts.has(module)) return undefined;
    const json = JSON.stringify(data ?? null);
    const id = createHash("sha256").update(json).digest("hex").slice(0, 16);
    this.#data.set(id, json);
    this.#names.add(module);
    return `data-page-module="${module}" data-module-data="${id}"`;
  }

  /** The data of the page's modules, and what the notebook declares of its parameters. */
  blocks(parameters: readonly RunParameter[]): string {
    if (this.#names.size === 0) return "";
    const data = [...this.#data].map(([id, json]) => block(`data-module-data="${id}"`, json));
    return [...data, block("data-parameters", JSON.stringify(parameters.map(declared)))].join("\n");
  }

  scripts(): string[] {
    return [...this.#names].map((name) => (scripts.get(name) as () => string)());
  }
}

function declared({ name, minimum, maximum, unit, description }: RunParameter): object {
  return { name, minimum, maximum, unit, description };
}

function block(attribute: string, json: string): string {
  return `<script type="application/json" ${attribute}>${inScript(json)}</script>`;
}

/** JSON inside a script element: a label that holds "</script>" must stay a label. */
export function inScript(json: string): string {
  return json.replace(/</g, "\\u003c");
}
