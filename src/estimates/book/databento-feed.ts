/**
 * What a Databento row says besides its book (databento.com/docs, "flags" of a record): which venue it is of,
 * whether it is a trade, and how far the row is to be believed.
 *
 *     F_LAST 128             the event is complete; before that the book may be anything
 *     F_SNAPSHOT 32          from a snapshot server: ts_event is when the order was placed, hours ago perhaps
 *     F_BAD_TS_RECV 8        ts_recv is not to be trusted; ts_event is, but for a snapshot's
 *     F_MAYBE_BAD_BOOK 4     messages were lost: no book, until they say otherwise
 *
 * The clock is ts_recv, by which the rows are in order. Where a file has only ts_event, a snapshot's rows have
 * no time that says when the book was so, and are left out.
 */
import type { BookSnapshot } from "./book-snapshot";
import type { RowReader } from "./row-reader";

const [LAST, SNAPSHOT, BAD_TIME, BAD_BOOK] = [128, 32, 8, 4];
const TRADE = 0x54;
/** Sizes that are none: the largest 32-bit integer. */
const NO_SIZE = 4294967295;

export class DatabentoFeed {
  /** The columns it reads where they are there, in this order. */
  static readonly columns = ["action", "size", "flags", "publisher_id", "ts_event"] as const;

  /** Where the current row's time stands. */
  timeSlot = 0;
  readonly #action: number;
  readonly #size: number;
  readonly #flags: number;
  readonly #publisher: number;
  readonly #event: number;
  readonly #ownClock: boolean;
  #venue = Number.NaN;

  constructor(
    private readonly rows: RowReader,
    slots: readonly number[],
    names: readonly string[],
  ) {
    [this.#action, this.#size, this.#flags, this.#publisher, this.#event] = slots;
    this.#ownClock = names[0] === "ts_recv";
  }

  /** The one that the rows are of, as far as it is known. */
  get venue(): number {
    return this.#venue;
  }

  /** Takes over what the current row says of its book; false for a row to skip. */
  take(snapshot: BookSnapshot): boolean {
    const { rows } = this;
    if (this.#publisher >= 0) {
      const venue = rows.number(this.#publisher);
      if (Number.isNaN(this.#venue)) this.#venue = venue;
      if (venue !== this.#venue && !Number.isNaN(this.#venue)) {
        rows.reject(this.#publisher, `must be one venue's: the rows before are of ${this.#venue}; keep one's rows`);
      }
    }
    const flags = this.#flags < 0 ? LAST : rows.number(this.#flags) || 0;
    if (!(flags >= 0 && flags <= 255 && flags % 1 === 0)) rows.reject(this.#flags, "must be flags, 0 to 255");
    if (!this.#ownClock && (flags & SNAPSHOT) !== 0) return false;
    this.timeSlot =
      this.#ownClock && this.#event >= 0 && (flags & (BAD_TIME | SNAPSHOT)) === BAD_TIME ? this.#event : 0;
    snapshot.quality = (flags & BAD_BOOK) !== 0 ? "doubtful" : (flags & LAST) !== 0 ? "sound" : "unsettled";
    const known = this.#action >= 0 && this.#size >= 0;
    snapshot.traded = !known ? Number.NaN : this.#isTrade() ? this.#volume() : 0;
    return true;
  }

  #isTrade(): boolean {
    const [bytes, from, to] = this.rows.bytes(this.#action);
    return to - from === 1 && bytes[from] === TRADE;
  }

  #volume(): number {
    const size = this.rows.number(this.#size);
    if (size < 0) this.rows.reject(this.#size, "must not be negative");
    return size === NO_SIZE ? 0 : size || 0;
  }
}
