/**
 * Books with a header, one row a state: finds the levels by name and streams the rows.
 * `read-snapshots` and `read-mbp10` say what the columns are called.
 */
import { InputError, must } from "../../base/input-error";
import { createSnapshot } from "./book-snapshot";
import { LAST_TIME, TimeParser, unitInName } from "./parse-time";
import { RowReader } from "./row-reader";
import { describeColumns } from "./sniff-format";
import type { SnapshotSource } from "./snapshot-source";

export interface ColumnBook {
  /** The format's name in errors. */
  readonly format: string;
  /** Names a time column may have, best first. */
  readonly times: readonly string[];
  /** The name of a level's column: `bid_px_03`. */
  readonly level: (side: "bid" | "ask", what: "px" | "sz", level: number) => string;
  /** Names of columns that tell instruments apart; the first that is there counts. */
  readonly instruments: readonly string[];
  /** Whether prices may come as whole billionths; elsewhere a price of nine digits is a price. */
  readonly billionths?: boolean;
  /** Columns [action, size] of trades, where the format has them: action T. */
  readonly trades?: readonly [action: string, size: string];
}

/** Opens a book file. Throws an InputError where its header is not the format's. */
export async function readColumns(
  path: string,
  book: ColumnBook,
  options: { readonly symbol?: string; readonly signal?: AbortSignal } = {},
): Promise<SnapshotSource> {
  const rows = await RowReader.open(path, options.signal);
  const header = await rows.header();
  must(header !== undefined, path, "must hold an order book", "an empty file");
  const plan = planColumns(path, header, book, options.symbol);
  rows.pick(plan.columns, plan.names);
  const { levels, symbolSlot, tradeSlot } = plan;
  const times = new TimeParser(unitInName(plan.names[0]));
  const snapshot = createSnapshot(levels);
  let priceScale = book.billionths === true ? 0 : 1; // 0: not known yet
  let symbol = options.symbol === undefined ? undefined : Buffer.from(options.symbol);
  let seen = options.symbol === undefined;

  /** Takes the current row over; false to skip it. */
  const take = (): boolean => {
    if (rows.width !== header.length) {
      if (rows.cutShort) return false; // a half-written last line
      throw new InputError(rows.where(), `must have ${header.length} cells, as the header has`, rows.width);
    }
    if (symbolSlot > 0) {
      const [buffer, start, end] = rows.bytes(symbolSlot);
      symbol ??= Buffer.from(buffer.subarray(start, end));
      if (buffer.compare(symbol, 0, symbol.length, start, end) !== 0) {
        if (options.symbol !== undefined) return false;
        rows.reject(
          symbolSlot,
          `must be one instrument; choose with the option symbol, say ${JSON.stringify(symbol.toString())}`,
        );
      }
      seen = true;
    }
    const [buffer, start, end] = rows.bytes(0);
    const time = times.parse(buffer, start, end);
    if (!(time > 0 && time < LAST_TIME)) {
      if (rows.cutShort) return false;
      rows.reject(0, "must be a time");
    }
    snapshot.time = time;
    if (priceScale === 0) priceScale = rows.text(1) === "" ? 0 : scaleOf(rows.text(1));
    for (let level = 0, slot = 1; level < levels; level++, slot += 4) {
      snapshot.bidPrice[level] = priceOf(rows.number(slot), priceScale);
      snapshot.bidSize[level] = rows.number(slot + 1);
      snapshot.askPrice[level] = priceOf(rows.number(slot + 2), priceScale);
      snapshot.askSize[level] = rows.number(slot + 3);
      if (snapshot.bidSize[level] < 0) rows.reject(slot + 1, "must not be negative");
      if (snapshot.askSize[level] < 0) rows.reject(slot + 3, "must not be negative");
    }
    if (tradeSlot > 0) {
      const [bytes, from, to] = rows.bytes(tradeSlot);
      snapshot.traded = to - from === 1 && bytes[from] === 0x54 ? rows.number(tradeSlot + 1) || 0 : 0;
    }
    return true;
  };

  return {
    snapshot,
    next() {
      while (rows.next()) if (take()) return true;
      return false;
    },
    async refill() {
      while (await rows.refill()) {
        if (take()) return true;
        while (rows.next()) if (take()) return true;
      }
      must(seen, "symbol", `must be one that ${path} holds`, options.symbol);
      return false;
    },
    where: () => rows.where(),
    progress: () => ({ read: rows.bytesRead, total: rows.total }),
    close: () => rows.close(),
  };
}

interface ColumnPlan {
  /** The file's columns: the time, then bid price, bid size, ask price, ask size of each level, then extras. */
  readonly columns: readonly number[];
  readonly names: readonly string[];
  readonly levels: number;
  readonly symbolSlot: number;
  readonly tradeSlot: number;
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
      `must be ${book.format} with a column ${missing}, and looks like ${looks}`,
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
    names.push(...four);
  }
  if (levels < 2) throw new InputError(path, "must show at least two levels a side: one shows no impact", levels);
  const instrument = book.instruments.find((name) => find(name) >= 0);
  if (symbol !== undefined && instrument === undefined) {
    throw new InputError("symbol", `needs a column ${book.instruments.join(" or ")}, which ${path} has not`, symbol);
  }
  const symbolSlot = instrument === undefined ? -1 : names.push(instrument) - 1;
  const trades = book.trades?.every((name) => find(name) >= 0) === true ? book.trades : undefined;
  const tradeSlot = trades === undefined ? -1 : names.push(...trades) - 2;
  return { columns: names.map(find), names, levels, symbolSlot, tradeSlot };
}

/** Databento writes prices as decimals or, raw, as whole billionths: 1 or 1e9. */
function scaleOf(price: string): number {
  return /^\d{8,}$/.test(price) ? 1e9 : 1;
}

/** A price, or NaN for the largest 64-bit integer, Databento's "no price". */
function priceOf(value: number, scale: number): number {
  return value >= 9.2e18 ? Number.NaN : value / scale;
}
