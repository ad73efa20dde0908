/**
 * One after the other: what is done to a file waits for what is being done to it.
 */
export class InTurn {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Runs `act` once everything asked for under this key before has ended. */
  async run<T>(key: string, act: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key) ?? Promise.resolve();
    const result = before.then(act);
    const over = result.catch(() => undefined);
    this.#last.set(key, over);
    try {
      return await result;
    } finally {
      if (this.#last.get(key) === over) this.#last.delete(key);
    }
  }
}
