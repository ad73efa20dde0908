/**
 * A stream of book snapshots that is pulled: rows that are in memory come at the price of a call, and
 * only the next chunk of a file is waited for.
 *
 *     while (source.next() || (await source.refill())) use(source.snapshot);
 */
import { must } from "../../base/input-error";
import type { BookSnapshot } from "./book-snapshot";
import type { BookClock } from "./parse-time";
import type { ByteRange } from "./row-reader";

/** A cell of a snapshot: its time, or the price or size of a level (from 0) of a side. */
export type BookCell = "time" | readonly ["bid" | "ask", "px" | "sz", number];

export interface SnapshotSource {
  /** The current snapshot; the next one overwrites it. Valid once next() or refill() gave true. */
  readonly snapshot: BookSnapshot;
  /** Moves to the next snapshot in memory; false when more has to be read first. */
  next(): boolean;
  /** Reads on and moves to the next snapshot; false at the end. */
  refill(): Promise<boolean>;
  /** Whether the current snapshot is of a last line that ran into the end of the file: it may be half-written. */
  readonly cutShort?: boolean;
  /** Where the current snapshot, or a cell of it, stands, for an error: `book.csv, line 12, column "ask_px_0"`. */
  where(cell?: BookCell): string;
  /** What the file is. */
  readonly format?: string;
  /** Whose clock the times are on; known once there is a snapshot. */
  readonly clock: BookClock;
  /** Whether a price below 0 is one, and no mark of an empty level; a price of 0 beside such ones too. */
  readonly signed?: boolean;
  /** Where the current snapshot's row stands in the file. */
  readonly span?: ByteRange;
  /** What all rows of the file have in common, as far as it was read. */
  readonly identity?: string;
  /** How the file was read where it could have been read otherwise, for the recipe. */
  readonly readings?: Readonly<Record<string, string>>;
  /** Bytes read of how many. */
  progress(): { readonly read: number; readonly total: number };
  /** Closes the files. */
  close(): void;
}

/** A source from snapshots in memory or from any generator of them. */
export function sourceOf(snapshots: Iterable<BookSnapshot> | AsyncIterable<BookSnapshot>): SnapshotSource {
  must(
    typeof snapshots === "object" &&
      snapshots !== null &&
      (Symbol.iterator in snapshots || Symbol.asyncIterator in snapshots),
    "book",
    "must be a path, or snapshots to iterate over",
    snapshots,
  );
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
    where(cell) {
      if (cell === undefined) return `snapshot ${count}`;
      const [side, what, level] = cell === "time" ? [] : cell;
      return `snapshot ${count}, ${cell === "time" ? cell : `${side}${what === "px" ? "Price" : "Size"}[${level}]`}`;
    },
    clock: "utc",
    progress: () => ({ read: count, total: Number.NaN }),
    close() {},
  };
}
