/**
 * Which queued cells an error or an interrupt cancels. "Run all" sends every cell at once; when one
 * fails, those that were sent before the failure must not run, and the next one the user sends must.
 * A request is cancelled when it had arrived by that time, or when it arrives just after it and says
 * it was created before: the tail of a burst that was still under way, or a cell whose interrupt,
 * which comes by another socket, has overtaken it.
 */

/** Milliseconds for which the tail of a burst may still arrive. */
const TAIL = 50;

export class AbortRule {
  /** On the monotonic clock, as arrivals are. */
  #stoppedAt = -Infinity;
  /** On the wall clock, as the dates in headers are. */
  #stoppedDate = -Infinity;

  /** A cell has failed now, or is interrupted; called before the reply is sent. */
  stop(): void {
    this.#stoppedAt = performance.now();
    this.#stoppedDate = Date.now();
  }

  /** Whether a request that arrived at `at` (performance.now()) with this date in its header is cancelled. */
  cancels(at: number, date: string): boolean {
    if (at <= this.#stoppedAt) return true;
    return at <= this.#stoppedAt + TAIL && Date.parse(date) < this.#stoppedDate;
  }
}
