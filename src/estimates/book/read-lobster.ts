/**
 * LOBSTER (lobsterdata.com): a pair of files without headers, line by line together.
 *
 *     ..._message_L.csv    seconds after midnight, type, order id, size, price, direction
 *     ..._orderbook_L.csv  ask price, ask size, bid price, bid size of each level, after the event
 *
 * Prices are dollars x 10^4, an empty level has the price +-9999999999. Types 4 and 5 are trades;
 * type 7 halts trading (price -1) and ends the halt (price 1). Times are the exchange's own clock;
 * the date is in the file's name, and where it is not the bins are on 1970-01-01.
 */
import { existsSync } from "node:fs";
import { basename } from "node:path";

import { InputError, must } from "../../base/input-error";
import { createSnapshot } from "./book-snapshot";
import { SECOND } from "./parse-time";
import { RowReader } from "./row-reader";
import { describeColumns } from "./sniff-format";
import type { SnapshotSource } from "./snapshot-source";

const PRICE_SCALE = 1e4;
const EMPTY_PRICE = 9999999999;
const HALT = 7;

/** Opens a pair by either of its files; the other's name differs in `message` / `orderbook`. */
export async function readLobster(
  path: string,
  options: { readonly signal?: AbortSignal } = {},
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
  const names = ["ask price", "ask size", "bid price", "bid size"].map((name) => `${name} of a level`);
  books.pick(
    Array.from({ length: width }, (_, column) => column),
    Array.from({ length: width }, (_, i) => names[i % 4]),
  );

  const midnight = (Date.parse(`${/\d{4}-\d\d-\d\d/.exec(basename(path))?.[0] ?? "1970-01-01"}T00:00:00Z`) || 0) * 1e3;
  const snapshot = createSnapshot(levels);

  /** Takes the current pair of rows over; false at a half-written last line. */
  const take = (): boolean => {
    if (messages.width !== message.width || books.width !== width) {
      if (messages.cutShort || books.cutShort) return false;
      const [rows, wanted] = books.width !== width ? [books, width] : [messages, message.width];
      throw new InputError(rows.where(), `must have ${wanted} cells, as the first line has`, rows.width);
    }
    const seconds = messages.number(0);
    if (!(seconds >= 0 && seconds <= 86_400)) messages.reject(0, "must be seconds after midnight");
    const whole = Math.floor(seconds);
    snapshot.time = midnight + whole * SECOND + (seconds - whole) * SECOND;
    const type = messages.number(1);
    if (type === HALT) snapshot.open = messages.number(3) === 1;
    snapshot.traded = type === 4 || type === 5 ? messages.number(2) : 0;
    for (let level = 0, slot = 0; level < levels; level++, slot += 4) {
      snapshot.askPrice[level] = priceOf(books.number(slot));
      snapshot.askSize[level] = books.number(slot + 1);
      snapshot.bidPrice[level] = priceOf(books.number(slot + 2));
      snapshot.bidSize[level] = books.number(slot + 3);
    }
    return true;
  };

  let messageAhead = false; // the message of a pair is there, its book is not yet
  return {
    snapshot,
    next() {
      messageAhead ||= messages.next();
      if (!messageAhead || !books.next()) return false;
      messageAhead = false;
      return take();
    },
    async refill() {
      const message = messageAhead || messages.next() || (await messages.refill());
      const book = books.next() || (await books.refill());
      messageAhead = false;
      if (message && book) return take();
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
    where: () => books.where(),
    progress: () => ({ read: books.bytesRead + messages.bytesRead, total: books.total + messages.total }),
    close() {
      messages.close();
      books.close();
    },
  };
}

function priceOf(value: number): number {
  return Math.abs(value) === EMPTY_PRICE ? Number.NaN : value / PRICE_SCALE;
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
