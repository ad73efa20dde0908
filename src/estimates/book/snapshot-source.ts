/**
 * A stream of book snapshots that is pulled: rows that are in memory come at the price of a call, and
 * only the next chunk of a file is waited for.
 *
 *     while (source.next() || (await source.refill())) use(source.snapshot);
 */
import type { BookSnapshot } from "./book-snapshot";

export interface SnapshotSource {
  /** The current snapshot; the next one overwrites it. Valid once next() or refill() gave true. */
  readonly snapshot: BookSnapshot;
  /** Moves to the next snapshot in memory; false when more has to be read first. */
  next(): boolean;
  /** Reads on and moves to the next snapshot; false at the end. */
  refill(): Promise<boolean>;
  /** Where the current snapshot stands, for an error: `book.csv, line 12`. */
  where(): string;
  /** Bytes read of how many. */
  progress(): { readonly read: number; readonly total: number };
  /** Closes the files. */
  close(): void;
}

/** A source from snapshots in memory or from any generator of them. */
export function sourceOf(snapshots: Iterable<BookSnapshot> | AsyncIterable<BookSnapshot>): SnapshotSource {
  const iterator = Symbol.iterator in snapshots ? snapshots[Symbol.iterator]() : snapshots[Symbol.asyncIterator]();
  let snapshot: BookSnapshot;
  let count = 0;
  return {
    get snapshot() {
      return snapshot;
    },
    next: () => false,
    async refill() {
      const step = await iterator.next();
      if (step.done === true) return false;
      snapshot = step.value;
      count++;
      return true;
    },
    where: () => `snapshot ${count}`,
    progress: () => ({ read: count, total: Number.NaN }),
    close() {},
  };
}
