/**
 * Modules of a page: scripts of this project by name, which a display may ask for by the MIME type below, with data
 * of its own. What runs in a page is thus written here, never in an output; where a page has no module of that name,
 * it shows the output's other formats alone.
 */
import { createHash } from "node:crypto";

import type { RunParameter } from "../../record/run-record";

export const MODULE_MIME_TYPE = "application/vnd.impactlab.module+json";

/** In place of a part of a module's data, the id of the block that holds it. */
export const PART = "impactlab-part";
/** Characters from which a part has a block of its own: figures of one model have that in common. */
const LARGE = 1000;

const scripts = new Map<string, () => string>();

/** Makes a module known to the pages that this process writes; its script is asked for when a page needs it. */
export function definePageModule(name: string, script: () => string): void {
  scripts.set(name, script);
}

/** The modules of one page. */
export class PageModules {
  readonly #data = new Map<string, string>();
  readonly #parts = new Map<string, string>();
  readonly #names = new Set<string>();

  /** The attributes of the frame that a module works in; undefined where the output asks for none that is known. */
  frame(value: unknown): string | undefined {
    const known = this.add(value);
    return known === undefined ? undefined : `data-page-module="${known.module}" data-module-data="${known.id}"`;
  }

  /** Where the page holds the data of a module that it knows; undefined for any other. */
  add(value: unknown): { readonly module: string; readonly id: string } | undefined {
    const { module, data } = (value ?? {}) as { module?: unknown; data?: unknown };
    if (typeof module !== "string" || !scripts.has(module)) return undefined;
    this.#names.add(module);
    const id = keep(this.#data, JSON.stringify(this.#apart(data ?? null)));
    return { module, id };
  }

  #apart(data: unknown): unknown {
    if (typeof data !== "object" || data === null || Array.isArray(data)) return data;
    const parts = Object.entries(data).map(([name, value]) => {
      const json = JSON.stringify(value) as string | undefined;
      return [name, json === undefined || json.length < LARGE ? value : { [PART]: keep(this.#parts, json) }];
    });
    return Object.fromEntries(parts) as unknown;
  }

  /** The data of the page's modules, and what the notebook declares of its parameters. */
  blocks(parameters: readonly RunParameter[]): string {
    if (this.#names.size === 0) return "";
    const data = [...this.#data].map(([id, json]) => block(`data-module-data="${id}"`, json));
    const parts = [...this.#parts].map(([id, json]) => block(`data-module-part="${id}"`, json));
    return [...parts, ...data, block("data-parameters", JSON.stringify(parameters.map(declared)))].join("\n");
  }

  scripts(): string[] {
    return [...this.#names].map((name) => (scripts.get(name) as () => string)());
  }
}

function keep(blocks: Map<string, string>, json: string): string {
  const id = createHash("sha256").update(json).digest("hex").slice(0, 16);
  blocks.set(id, json);
  return id;
}

/** A module's data as a page's blocks hold them, put together again. */
export function together(data: unknown, partOf: (id: string) => unknown): unknown {
  if (typeof data !== "object" || data === null || Array.isArray(data)) return data;
  const whole = Object.entries(data).map(([name, value]) => {
    const id = (value as Record<string, unknown> | null)?.[PART];
    return [name, id === undefined ? (value as unknown) : partOf(String(id))];
  });
  return Object.fromEntries(whole) as unknown;
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
