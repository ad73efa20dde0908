/**
 * The signatures a kernel has accepted. A message that was recorded on its way and sent again is signed
 * well and must not run again: jupyter_client refuses it, and so does this kernel.
 */

/** How many are remembered, and the share of them that is forgotten, the oldest, when there are more. */
const MOST = 1 << 16;
const SHARE = 0.1;

export class SeenSignatures {
  readonly #seen = new Set<string>();
  readonly #most: number;

  constructor(most = MOST) {
    this.#most = most;
  }

  /** Remembers a signature; false where it was known. */
  add(signature: string): boolean {
    if (this.#seen.has(signature)) return false;
    this.#seen.add(signature);
    if (this.#seen.size > this.#most) {
      let surplus = Math.ceil(this.#most * SHARE);
      for (const oldest of this.#seen) {
        if (surplus-- === 0) break;
        this.#seen.delete(oldest);
      }
    }
    return true;
  }
}
