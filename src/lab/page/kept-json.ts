/**
 * JSON values by name in one file: what the page asks to be kept. A file that is damaged counts as empty.
 */
import { readFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";

import { writeBeside } from "../../base/write-beside";

export class KeptJson {
  readonly #path: string;
  #values: Record<string, unknown> | undefined;
  /** One after the other: each writes the whole file. */
  #written: Promise<void> = Promise.resolve();

  constructor(path: string) {
    this.#path = path;
  }

  /** The value kept under a name that a client chose, "constructor" among them. */
  get(name: string): unknown {
    return Object.hasOwn(this.all(), name) ? this.all()[name] : undefined;
  }

  all(): Readonly<Record<string, unknown>> {
    return (this.#values ??= read(this.#path));
  }

  /** Keeps a value; undefined removes it. */
  set(name: string, value: unknown): Promise<void> {
    this.#values = { ...this.all(), [name]: value };
    const write = async (): Promise<void> => {
      await mkdir(dirname(this.#path), { recursive: true });
      await writeBeside(this.#path, [JSON.stringify(this.#values)]);
    };
    return (this.#written = this.#written.then(write, write));
  }
}

function read(path: string): Record<string, unknown> {
  try {
    const values = JSON.parse(readFileSync(path, "utf8")) as unknown;
    return typeof values === "object" && values !== null && !Array.isArray(values) ? { ...values } : {};
  } catch {
    return {};
  }
}
