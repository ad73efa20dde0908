/**
 * What can be done before the first cell is run: the kernel of a notebook starts when its page is asked for, and
 * compiles what the notebook imports while the researcher reads. Nothing of the notebook is run.
 */
import { readFile } from "node:fs/promises";

import { codeCells, parseNotebook } from "../../notebook/notebook-document";
import type { LabKernel } from "./lab-kernel";

/** Milliseconds that a kernel waits for the page it was started for. */
const PATIENCE = 300_000;

interface Spare {
  readonly kernel: Promise<LabKernel>;
  readonly end: NodeJS.Timeout;
}

/** Kernels that no session has yet, by the path of the notebook they were started for. */
export class Spares {
  readonly #spares = new Map<string, Spare>();
  readonly #start: (path: string) => Promise<LabKernel>;

  constructor(start: (path: string) => Promise<LabKernel>) {
    this.#start = start;
  }

  /** Starts one for a path, unless there is one. */
  prepare(path: string): Promise<LabKernel> {
    const there = this.#spares.get(path);
    if (there !== undefined) return there.kernel;
    const kernel = this.#start(path);
    const end = setTimeout(() => void this.take(path)?.then((spare) => spare.shutdown()), PATIENCE);
    end.unref();
    this.#spares.set(path, { kernel, end });
    kernel.catch(() => this.take(path));
    return kernel;
  }

  /** The one of a path, which is its taker's from now on. */
  take(path: string): Promise<LabKernel> | undefined {
    const spare = this.#spares.get(path);
    this.#spares.delete(path);
    clearTimeout(spare?.end);
    return spare?.kernel;
  }

  async close(): Promise<void> {
    const left = [...this.#spares.keys()].map((path) => this.take(path));
    await Promise.allSettled(left.map(async (kernel) => (await kernel)?.shutdown()));
  }
}

/** Has a kernel compile what a notebook imports; where that cannot be told or done, the first cell takes longer. */
export async function compileImports(kernel: Pick<LabKernel, "request">, notebook: string): Promise<void> {
  try {
    const cells = codeCells(parseNotebook(await readFile(notebook, "utf8"), notebook));
    const specifiers = importsOf(cells.map(({ source }) => source).join("\n"));
    if (specifiers.length === 0) return;
    const code = specifiers.map((specifier) => `import ${JSON.stringify(specifier)};\n`).join("");
    await kernel.request("impactlab_check_request", { cells: [code] });
  } catch {
    // No notebook, or a kernel that ended: who opens it is told.
  }
}

/** What the lines of a text import. */
export function importsOf(text: string): string[] {
  const found = text.matchAll(/^[ \t]*(?:import|export)\b[^"'`;]*?(?:from\s*)?["']([^"'\n]+)["']/gm);
  return [...new Set([...found].map(([, specifier]) => specifier))];
}
