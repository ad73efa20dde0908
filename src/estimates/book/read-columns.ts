/**
 * Books with a header, one row a state: finds the levels by name and streams the rows.
 * `read-snapshots` and `read-mbp10` say what the columns are called.
 */
import { InputError, must } from "../../base/input-error";
import { createSnapshot } from "./book-snapshot";
import { BookTimes } from "./book-times";
import type { DatabentoFeed } from "./databento-feed";
import { unitInName, type TimeUnit } from "./parse-time";
import { PriceUnits, type PriceUnit } from "./price-units";
import { RowReader, type ByteRange } from "./row-reader";
import { describeColumns } from "./sniff-format";
import type { SnapshotSource } from "./snapshot-source";
import { unlessCut } from "./unless-cut";

export interface ColumnBook {
  /** The format's name in options, and in errors. */
  readonly format: "snapshots" | "mbp10";
  readonly title: string;
  /** Names a time column may have, best first. */
  readonly times: readonly string[];
  /** The name of a level's column: `bid_px_03`. */
  readonly level: (side: "bid" | "ask", what: "px" | "sz", level: number) => string;
  /** Names of columns that tell instruments apart; the first that is there counts. */
  readonly instruments: readonly string[];
  /** Databento's own: whole prices are billionths, columns for trades, venues and flags. */
  readonly feed?: typeof DatabentoFeed;
}

export interface BookFileOptions {
  readonly symbol?: string;
  /** What a number in the time column counts, where neither its name nor its form says so. */
  readonly timeUnit?: TimeUnit;
  /** The time zone of times that state none. Left out, they are what a clock showed, wherever it hung. */
  readonly clock?: string;
  /** What a whole number in a price column is. */
  readonly priceUnit?: PriceUnit;
  /** A part of the file to read, of whole lines. */
  readonly range?: ByteRange;
  readonly signal?: AbortSignal;
}

/** Opens a book file. Throws an InputError where its header is not the format's. */
export async function readColumns(
  path: string,
  book: ColumnBook,
  options: BookFileOptions = {},
): Promise<SnapshotSource> {
  const above = (options.range?.start ?? 0) > 0 ? await headerOf(path) : undefined;
  const rows = await RowReader.open(path, options.signal, options.range);
  const header = above ?? (await rows.header());
  must(header !== undefined, path, "must hold an order book", "an empty file");
  const plan = planColumns(path, header, book, options.symbol);
  rows.pick(plan.columns, plan.names);
  const { levels, symbolSlot } = plan;
  const clock = new BookTimes(rows, options.timeUnit ?? unitInName(plan.names[0]), options.clock);
  const prices = new PriceUnits(rows, book.feed === undefined ? "decimal" : undefined, options.priceUnit);
  const feed = book.feed && plan.feed && new book.feed(rows, plan.feed, plan.names);
  const snapshot = createSnapshot(levels);
  let symbol = options.symbol === undefined ? undefined : Buffer.from(options.symbol);
  let seen = options.symbol === undefined;

  /** Takes the current row over; false to skip it. */
  const take = (): boolean => {
    if (rows.width !== header.length) {
      throw new InputError(rows.where(), `must have ${header.length} cells, as the header has`, rows.width);
    }
    if (symbolSlot > 0) {
      const [buffer, start, end] = rows.bytes(symbolSlot);
      symbol ??= Buffer.from(buffer.subarray(start, end));
      if (buffer.compare(symbol, 0, symbol.length, start, end) !== 0) {
        if (options.symbol !== undefined) return false;
        rows.reject(
          symbolSlot,
          `must be one instrument; choose with the option symbol (--symbol), say ${JSON.stringify(symbol.toString())}`,
        );
      }
      seen = true;
    }
    if (feed?.take(snapshot) === false) return false;
    snapshot.time = clock.read(feed?.timeSlot ?? 0);
    const scale = prices.ofRow(levels);
    for (let level = 0, slot = 1; level < levels; level++, slot += 4) {
      snapshot.bidPrice[level] = priceOf(rows.number(slot), scale);
      snapshot.bidSize[level] = rows.number(slot + 1);
      snapshot.askPrice[level] = priceOf(rows.number(slot + 2), scale);
      snapshot.askSize[level] = rows.number(slot + 3);
    }
    return true;
  };

  const takeWhole = (): boolean => unlessCut(rows.cutShort, take);

  return {
    snapshot,
    format: book.format,
    signed: book.feed !== undefined,
    get cutShort() {
      return rows.cutShort;
    },
    get clock() {
      return clock.clock;
    },
    get span() {
      return rows.span;
    },
    get identity() {
      return JSON.stringify([symbol?.toString("latin1"), clock.clock, clock.readings(), prices.unit, feed?.venue]);
    },
    get readings() {
      return { ...clock.readings(), ...prices.readings() };
    },
    next() {
      while (rows.next()) if (takeWhole()) return true;
      return false;
    },
    async refill() {
      while (await rows.refill()) {
        if (takeWhole()) return true;
        while (rows.next()) if (takeWhole()) return true;
      }
      must(seen, "symbol", `must be one that ${path} holds`, options.symbol);
      return false;
    },
    where(cell) {
      if (cell === undefined) return rows.where();
      if (cell === "time") return rows.where(feed?.timeSlot ?? 0);
      const [side, what, level] = cell;
      return rows.where(1 + 4 * level + (side === "ask" ? 2 : 0) + (what === "sz" ? 1 : 0));
    },
    progress: () => ({ read: rows.bytesRead, total: rows.total }),
    close: () => rows.close(),
  };
}

async function headerOf(path: string): Promise<string[] | undefined> {
  const rows = await RowReader.open(path);
  try {
    return await rows.header();
  } finally {
    rows.close();
  }
}

interface ColumnPlan {
  /** The file's columns: the time, then bid price, bid size, ask price, ask size of each level, then extras. */
  readonly columns: readonly number[];
  readonly names: readonly string[];
  readonly levels: number;
  readonly symbolSlot: number;
  /** Slots of the feed's own columns, in its order; -1 for one that is not there. */
  readonly feed: readonly number[] | undefined;
}

function planColumns(
  path: string,
  header: readonly string[],
  book: ColumnBook,
  symbol: string | undefined,
): ColumnPlan {
  // A repeated name is an index that was written out before the columns: the last one is the column.
  const find = (name: string): number => header.lastIndexOf(name);
  const refuse = (missing: string): never => {
    const looks = describeColumns(header);
    throw new InputError(
      path,
      `must be ${book.title} with a column ${missing}, and looks like ${looks}`,
      header.join(","),
    );
  };
  const time = book.times.find((name) => find(name) >= 0) ?? refuse(book.times.join(" or "));
  const names = [time];
  let levels = 0;
  for (; ; levels++) {
    const four = (["bid", "ask"] as const).flatMap((side) => [
      book.level(side, "px", levels),
      book.level(side, "sz", levels),
    ]);
    const missing = four.filter((name) => find(name) < 0);
    if (missing.length === 4 && levels > 0) break;
    if (missing.length > 0) refuse(missing[0]);
    const twice = four.find((name) => header.indexOf(name) !== find(name));
    must(twice === undefined, path, "must have each column of a level once", twice);
    names.push(...four);
  }
  if (levels < 2) throw new InputError(path, "must show at least two levels a side: one shows no impact", levels);
  const instrument = book.instruments.find((name) => find(name) >= 0);
  if (symbol !== undefined && instrument === undefined) {
    throw new InputError("symbol", `needs a column ${book.instruments.join(" or ")}, which ${path} has not`, symbol);
  }
  const symbolSlot = instrument === undefined ? -1 : names.push(instrument) - 1;
  const feed = book.feed?.columns.map((name) => (find(name) < 0 || name === time ? -1 : names.push(name) - 1));
  return { columns: names.map(find), names, levels, symbolSlot, feed };
}

/** A price, or NaN for Databento's "no price": the largest 64-bit integer, of billionths or as it is. */
function priceOf(value: number, scale: number): number {
  return value >= 9.2e18 || (scale === 1 && value === 9223372036.854775807) ? Number.NaN : value / scale;
}
