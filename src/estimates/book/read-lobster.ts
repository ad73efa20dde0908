/**
 * LOBSTER (lobsterdata.com): a pair of files without headers, line by line together.
 *
 *     ..._message_L.csv    seconds after midnight, type, order id, size, price, direction
 *     ..._orderbook_L.csv  ask price, ask size, bid price, bid size of each level, after the event
 *
 * Prices are dollars x 10^4, an empty level has the price +-9999999999. Types 4 and 5 are trades;
 * type 7 halts trading (price -1) and ends the halt (price 1). Times are the exchange's own clock, so bins
 * state no zone unless the option clock says which it is (America/New_York); the date is in the file's name,
 * and where it is not the bins are times of day.
 */
import { existsSync } from "node:fs";
import { basename } from "node:path";

import { InputError, must } from "../../base/input-error";
import { createSnapshot } from "./book-snapshot";
import { SECOND } from "./parse-time";
import type { BookFileOptions } from "./read-columns";
import { RowReader } from "./row-reader";
import { describeColumns } from "./sniff-format";
import type { SnapshotSource } from "./snapshot-source";
import { ZoneClock } from "./time-zone";
import { unlessCut } from "./unless-cut";

const PRICE_SCALE = 1e4;
const EMPTY_PRICE = 9999999999;
const HALT = 7;

/** Opens a pair by either of its files; the other's name differs in `message` / `orderbook`. */
export async function readLobster(
  path: string,
  options: Pick<BookFileOptions, "clock" | "signal"> = {},
): Promise<SnapshotSource> {
  const [messagePath, bookPath] = await pairOf(path);
  const { width, looks } = await firstLine(bookPath);
  if (!looks.includes("orderbook") || width < 8) {
    throw new InputError(
      bookPath,
      "must be a LOBSTER orderbook file of two levels or more",
      `what looks like ${looks}`,
    );
  }
  const levels = width / 4;
  const message = await firstLine(messagePath);
  must(
    message.width >= 6 && message.looks.includes("LOBSTER message"),
    messagePath,
    "must be a LOBSTER message file",
    `what looks like ${message.looks}`,
  );
  const messages = await RowReader.open(messagePath, options.signal);
  const books = await RowReader.open(bookPath, options.signal);
  messages.pick([0, 1, 3, 4], ["time", "type", "size", "price"]);
  const names = ["ask price", "ask size", "bid price", "bid size"].map((name) => `${name} of level`);
  books.pick(
    Array.from({ length: width }, (_, column) => column),
    Array.from({ length: width }, (_, i) => `${names[i % 4]} ${Math.floor(i / 4)}`),
  );

  const date = dateIn(basename(path));
  const { clock } = options;
  must(clock === undefined || date !== undefined, "options.clock", `needs a date in the name of ${path}`, clock);
  const zone = clock === undefined ? undefined : new ZoneClock("options.clock", clock);
  const midnight = date ?? 0;
  const snapshot = createSnapshot(levels);

  /** A price in dollars, or NaN where there is none. */
  const priceIn = (slot: number): number => {
    const value = books.number(slot);
    if (value % 1 !== 0 && !Number.isNaN(value)) books.reject(slot, "must be a whole number of ten-thousandths");
    return Math.abs(value) === EMPTY_PRICE ? Number.NaN : value / PRICE_SCALE;
  };

  /** Takes the current pair of rows over. */
  const take = (): boolean => {
    if (messages.width !== message.width || books.width !== width) {
      const [rows, wanted] = books.width !== width ? [books, width] : [messages, message.width];
      throw new InputError(rows.where(), `must have ${wanted} cells, as the first line has`, rows.width);
    }
    const seconds = messages.number(0);
    if (!(seconds >= 0 && seconds <= 86_400)) messages.reject(0, "must be seconds after midnight");
    const whole = Math.floor(seconds);
    const local = midnight + whole * SECOND + (seconds - whole) * SECOND;
    snapshot.time =
      zone === undefined ? local : (zone.instants(local)[0] ?? messages.reject(0, `must be a time in ${clock}`));
    const type = messages.number(1);
    if (!(type >= 1 && type <= HALT && type % 1 === 0)) messages.reject(1, "must be a type of message, 1 to 7");
    if (type === HALT) {
      const state = messages.number(3);
      if (!(state === -1 || state === 0 || state === 1))
        messages.reject(3, "must be -1, 0 or 1 in a message of a halt");
      snapshot.open = state === 1;
    }
    snapshot.traded = type === 4 || type === 5 ? messages.number(2) : 0;
    if (!(snapshot.traded >= 0)) messages.reject(2, "must be a size of 0 or above");
    for (let level = 0, slot = 0; level < levels; level++, slot += 4) {
      snapshot.askPrice[level] = priceIn(slot);
      snapshot.askSize[level] = books.number(slot + 1);
      snapshot.bidPrice[level] = priceIn(slot + 2);
      snapshot.bidSize[level] = books.number(slot + 3);
    }
    return true;
  };

  let messageAhead = false; // the message of a pair is there, its book is not yet
  return {
    snapshot,
    format: "lobster",
    get cutShort() {
      return messages.cutShort || books.cutShort;
    },
    clock: zone !== undefined ? "utc" : date === undefined ? "time-of-day" : "local",
    ...(clock === undefined ? {} : { readings: { clock } }),
    next() {
      messageAhead ||= messages.next();
      if (!messageAhead || !books.next()) return false;
      messageAhead = false;
      return unlessCut(messages.cutShort || books.cutShort, take);
    },
    async refill() {
      const message = messageAhead || messages.next() || (await messages.refill());
      const book = books.next() || (await books.refill());
      messageAhead = false;
      if (message && book) return unlessCut(messages.cutShort || books.cutShort, take);
      if (message !== book && !messages.cutShort && !books.cutShort) {
        const short = message ? books : messages;
        throw new InputError(
          short.where(),
          "must have a line for each line of the other file of the pair",
          "the end of the file",
        );
      }
      return false;
    },
    where(cell) {
      if (cell === undefined) return books.where();
      if (cell === "time") return messages.where(0);
      const [side, what, level] = cell;
      return books.where(4 * level + (side === "bid" ? 2 : 0) + (what === "sz" ? 1 : 0));
    },
    progress: () => ({ read: books.bytesRead + messages.bytesRead, total: books.total + messages.total }),
    close() {
      messages.close();
      books.close();
    },
  };
}

/** Midnight of the date in a file's name, microseconds; undefined where there is none. */
function dateIn(name: string): number | undefined {
  const date = /(?:19|20)\d\d-\d\d-\d\d/.exec(name)?.[0];
  const midnight = date === undefined ? Number.NaN : Date.parse(`${date}T00:00:00Z`);
  return new Date(midnight || 0).toISOString().slice(0, 10) === date ? midnight * 1e3 : undefined;
}

async function pairOf(path: string): Promise<readonly [message: string, book: string]> {
  const name = basename(path);
  const folder = path.slice(0, path.length - name.length);
  const pair = (["message", "orderbook"] as const).map((kind) => folder + name.replace(/message|orderbook/, kind));
  if (!/message|orderbook/.test(name)) {
    const { looks } = await firstLine(path);
    throw new InputError(
      path,
      `must be one of a LOBSTER pair, ..._message_... or ..._orderbook_..., by its name; it looks like ${looks}`,
      name,
    );
  }
  const missing = pair.find((file) => !existsSync(file));
  if (missing !== undefined)
    throw new InputError(missing, "must be there: LOBSTER files come in pairs", "no such file");
  return [pair[0], pair[1]];
}

async function firstLine(path: string): Promise<{ width: number; looks: string }> {
  const rows = await RowReader.open(path);
  const cells = await rows.header();
  rows.close();
  must(cells !== undefined, path, "must hold an order book", "an empty file");
  return { width: cells.length, looks: describeColumns(cells) };
}
