/**
 * JSON values by name in one file: what the page asks to be kept. A second server of the same folder keeps its own
 * there too, so the file is read for each answer, and written with the one value that is new. One that is damaged
 * counts as empty.
 */
import { readFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";

import { writeBeside } from "../../base/write-beside";

type Values = Readonly<Record<string, unknown>>;

export class KeptJson {
  readonly #path: string;
  /** As they were read, or written, last: a disk that does not answer for a moment has not lost them. */
  #last: Values = {};
  /** One after the other: each writes the whole file. */
  #written: Promise<void> = Promise.resolve();

  constructor(path: string) {
    this.#path = path;
  }

  /** The value kept under a name that a client chose, "constructor" among them. */
  get(name: string): unknown {
    const values = this.all();
    return Object.hasOwn(values, name) ? values[name] : undefined;
  }

  all(): Values {
    try {
      const values = JSON.parse(readFileSync(this.#path, "utf8")) as unknown;
      if (typeof values === "object" && values !== null && !Array.isArray(values)) this.#last = { ...values };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") this.#last = {};
    }
    return this.#last;
  }

  /** Keeps a value; undefined removes it. */
  set(name: string, value: unknown): Promise<void> {
    const write = async (): Promise<void> => {
      await mkdir(dirname(this.#path), { recursive: true });
      await writeBeside(this.#path, [JSON.stringify({ ...this.all(), [name]: value })]);
    };
    return (this.#written = this.#written.then(write, write));
  }
}
