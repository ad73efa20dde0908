/**
 * Where the variables of a notebook live: the object that compiled cells read and write (`one-home.ts`),
 * and of each run of a cell what it declared so far and the value of its last expression.
 */
import type { Meta } from "./language/import-meta";

export class Home {
  readonly values = new Values() as Record<string, unknown>;
  readonly #meta: Meta;
  #cell: CellRecord;

  constructor(meta: Meta) {
    this.#meta = meta;
    this.#cell = this.begin();
  }

  /** The record of the cell that began last; its code takes hold of it when it begins. */
  get cell(): CellRecord {
    return this.#cell;
  }

  begin(): CellRecord {
    this.#cell = new CellRecord(this.values, this.#meta);
    return this.#cell;
  }
}

/**
 * An object without `toString` and its like, which a variable may be called. `Object.create(null)` would
 * be one, but a slow one: 30 ns an access instead of 4.
 */
const Values = function () {} as unknown as new () => object;
Values.prototype = Object.create(null);

/** One run of a cell, as the cell's code sees it. */
export class CellRecord {
  /** The value of the last expression. */
  value: unknown;
  readonly #values: Record<string, unknown>;
  readonly #reached = new Set<string>();

  constructor(
    values: Record<string, unknown>,
    readonly meta: Meta,
  ) {
    this.#values = values;
  }

  /** Notes what the cell's code has got to. */
  mark(...names: string[]): void {
    for (const name of names) this.#reached.add(name);
  }

  /** Makes a name stand for what `get` gives, until it is declared anew. */
  bind(name: string, get: () => unknown): void {
    const set = (value: unknown): unknown =>
      Object.defineProperty(this.#values, name, { value, enumerable: true, configurable: true, writable: true });
    Object.defineProperty(this.#values, name, { get, set, enumerable: true, configurable: true });
    this.#reached.add(name);
  }

  /** Whether the run got to a variable of its cell. */
  hasReached(name: string): boolean {
    return this.#reached.has(name) && this.#values[name] !== undefined;
  }
}
