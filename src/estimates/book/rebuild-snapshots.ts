/**
 * Snapshots of a book out of its order events: each order placed, changed and deleted, one row an event.
 * The book at time t is every order whose last event at or before t leaves volume in it; the size of a
 * level is the sum of its orders. Snapshots stand at whole multiples of `step` since the epoch.
 */
import { checkOptions } from "../../base/check-options";
import type { OptionNames } from "../../base/check-options";
import { InputError, must } from "../../base/input-error";
import { writeBeside } from "../../base/write-beside";
import { parseDuration } from "./parse-duration";
import { LAST_TIME, SECOND, TimeParser } from "./parse-time";
import { RowReader } from "./row-reader";

export interface RebuildOptions {
  /** Time between snapshots, whole milliseconds: seconds, or text such as `10s`. Default `10s`. */
  readonly step?: string | number;
  /** Levels a side, at least 2. Default 20. */
  readonly levels?: number;
  /** Interrupts the work: the promise rejects with the signal's reason, and no file is left. */
  readonly signal?: AbortSignal;
}

const OPTIONS: OptionNames<RebuildOptions> = { step: true, levels: true, signal: true };

/** What was read, and what of it did not fit together. */
export interface Rebuilt {
  readonly events: number;
  readonly snapshots: number;
  /** Changes and deletions of orders that were never placed: older than the log. A change brings its order in. */
  readonly unknown: number;
  /** Events of orders that are deleted already, and second placements: out of turn, left out. */
  readonly late: number;
  /** Snapshots whose best bid is at or above the best ask; they are written as they are. */
  readonly crossed: number;
}

const COLUMNS = ["timestamp", "id", "price", "volume", "action", "direction"];
const [TIME, ID, PRICE, VOLUME, ACTION, DIRECTION] = COLUMNS.keys();
const ACTIONS = ["created", "changed", "deleted"];
const SIDES = ["bid", "ask"];

/**
 * Reads `events`, CSV or gzip of it with the columns `id`, `timestamp` (milliseconds since the epoch, not
 * descending), `price`, `volume` (what remains), `action` (created, changed, deleted) and `direction`
 * (bid, ask), and writes `book`, CSV that the format `snapshots` reads. In memory: the orders that rest,
 * and the ids of those that are gone.
 *
 * @throws InputError for options, a file or a row that is not as it must be; the row is named
 */
export async function rebuildSnapshots(events: string, book: string, options: RebuildOptions = {}): Promise<Rebuilt> {
  const { step = "10s", levels = 20, signal } = checkOptions(options, OPTIONS);
  const every = parseDuration("options.step", step) * SECOND;
  must(every >= 1e3 && every % 1e3 === 0, "options.step", "must be whole milliseconds", step);
  must(Number.isInteger(levels) && levels >= 2, "options.levels", "must be a whole number from 2", levels);
  const { rows, width } = await openEvents(events, signal);
  const rebuilt = { events: 0, snapshots: 0, unknown: 0, late: 0, crossed: 0 };
  try {
    await writeBeside(book, snapshotLines(rows, width, every, levels, rebuilt), signal);
  } finally {
    rows.close();
  }
  return rebuilt;
}

async function openEvents(
  path: string,
  signal: AbortSignal | undefined,
): Promise<{ readonly rows: RowReader; readonly width: number }> {
  const rows = await RowReader.open(path, signal);
  try {
    const header = (await rows.header()) ?? [];
    const missing = COLUMNS.find((name) => !header.includes(name));
    if (missing !== undefined)
      throw new InputError(path, `must be order events with a column ${missing}`, header.join(","));
    rows.pick(
      COLUMNS.map((name) => header.indexOf(name)),
      COLUMNS,
    );
    return { rows, width: header.length };
  } catch (error) {
    rows.close();
    throw error;
  }
}

async function* snapshotLines(
  rows: RowReader,
  width: number,
  step: number,
  levels: number,
  rebuilt: { -readonly [Count in keyof Rebuilt]: number },
): AsyncGenerator<string> {
  const names = Array.from({ length: levels }, (_, i) => `bid_px_${i},bid_sz_${i},ask_px_${i},ask_sz_${i}`);
  yield `timestamp_ms,${names.join(",")}\n`;
  const orders = new Orders(rows, rebuilt);
  const times = new TimeParser("ms");
  let last = Number.NaN;
  let due = Number.NaN;
  const line = (): string => {
    const [bids, asks] = [orders.best(0, levels), orders.best(1, levels)];
    if (bids.length > 0 && asks.length > 0 && bids[0][0] >= asks[0][0]) rebuilt.crossed++;
    rebuilt.snapshots++;
    const cells = names.flatMap((_, i) => [...(bids[i] ?? ["", ""]), ...(asks[i] ?? ["", ""])]);
    const text = `${due / 1e3},${cells.join(",")}\n`;
    due += step;
    return text;
  };
  while (rows.next() || (await rows.refill())) {
    if (rows.width !== width) {
      if (rows.cutShort) break; // a half-written last line
      throw new InputError(rows.where(), `must have the header's ${width} cells`, rows.width);
    }
    const time = times.parse(...rows.bytes(TIME));
    if (!(time > 0 && time < LAST_TIME)) rows.reject(TIME, "must be a time");
    if (time < last) rows.reject(TIME, "must not be earlier than the row before");
    if (Number.isNaN(due)) due = Math.ceil(time / step) * step;
    while (due < time) yield line();
    last = time;
    rebuilt.events++;
    orders.take();
  }
  if (due === last) yield line();
  if (rebuilt.snapshots === 0)
    throw new InputError(rows.where(), "must hold an event at a step or on both sides of one", rebuilt.events);
}

/** The orders that rest, by side and price; invariant: an order with volume stands at one price only. */
class Orders {
  readonly #levels = SIDES.map(() => new Map<number, Map<string, number>>());
  readonly #places = new Map<string, { readonly side: number; readonly price: number }>();
  readonly #gone = new Set<string>();

  constructor(
    readonly rows: RowReader,
    readonly counts: { unknown: number; late: number },
  ) {}

  /** Takes the current row over. */
  take(): void {
    const { rows, counts } = this;
    const [id, price, volume] = [rows.text(ID), rows.number(PRICE), rows.number(VOLUME)];
    const [action, side] = [ACTIONS.indexOf(rows.text(ACTION)), SIDES.indexOf(rows.text(DIRECTION))];
    if (id === "") rows.reject(ID, "must be an order's id");
    if (!(price > 0)) rows.reject(PRICE, "must be positive");
    if (!(volume >= 0)) rows.reject(VOLUME, "must be 0 or more");
    if (action < 0) rows.reject(ACTION, `must be ${ACTIONS.join(", ")}`);
    if (side < 0) rows.reject(DIRECTION, `must be ${SIDES.join(" or ")}`);
    const known = this.#places.has(id);
    if (this.#gone.has(id) || (known && action === 0)) return void counts.late++;
    if (!known && action > 0) counts.unknown++;
    if (known) this.#remove(id);
    if (action === 2 || volume === 0) this.#gone.add(id);
    else this.#place(id, side, price, volume);
  }

  /** The best `count` levels of a side: price and size, without the noise of adding decimals in binary. */
  best(side: number, count: number): (readonly [price: number, size: number])[] {
    const levels = this.#levels[side];
    const prices = Float64Array.from(levels.keys()).sort();
    const best = side === 0 ? prices.slice(-count).reverse() : prices.slice(0, count);
    const sizeAt = (price: number): number => [...(levels.get(price)?.values() ?? [])].reduce((a, b) => a + b, 0);
    return Array.from(best, (price) => [price, Number(sizeAt(price).toPrecision(14))] as const);
  }

  #place(id: string, side: number, price: number, volume: number): void {
    const level = this.#levels[side].get(price) ?? new Map<string, number>();
    this.#levels[side].set(price, level.set(id, volume));
    this.#places.set(id, { side, price });
  }

  #remove(id: string): void {
    const { side, price } = this.#places.get(id)!;
    const level = this.#levels[side].get(price)!;
    level.delete(id);
    if (level.size === 0) this.#levels[side].delete(price);
    this.#places.delete(id);
  }
}
