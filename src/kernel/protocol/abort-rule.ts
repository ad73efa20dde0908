/**
 * Which queued cells an error cancels. "Run all" sends every cell at once; when one fails, those
 * that were sent before the failure must not run, and the next one the user sends must. A request
 * is cancelled when it had arrived by the time of the failure, or when it arrives just after it and
 * says it was created before: the tail of a burst that was still under way.
 */

/** Milliseconds for which the tail of a burst may still arrive. */
const TAIL = 50;

export class AbortRule {
  /** On the monotonic clock, as arrivals are. */
  #failedAt = -Infinity;
  /** On the wall clock, as the dates in headers are. */
  #failedDate = -Infinity;

  /** A cell has failed now; called before its reply is sent. */
  failed(): void {
    this.#failedAt = performance.now();
    this.#failedDate = Date.now();
  }

  /** Whether a request that arrived at `at` (performance.now()) with this date in its header is cancelled. */
  cancels(at: number, date: string): boolean {
    if (at <= this.#failedAt) return true;
    return at <= this.#failedAt + TAIL && Date.parse(date) < this.#failedDate;
  }
}
