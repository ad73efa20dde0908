/**
 * Books as Databento MBP-10 CSV, the columns and spellings of its own files.
 */
import type { BookSnapshot } from "./book-snapshot";

const LEVELS = Array.from({ length: 10 }, (_, level) => String(level).padStart(2, "0"));

const HEADER = [
  "ts_recv,ts_event,rtype,publisher_id,instrument_id,action,side,depth,price,size,flags,ts_in_delta,sequence",
  ...LEVELS.map((i) => `bid_px_${i},ask_px_${i},bid_sz_${i},ask_sz_${i},bid_ct_${i},ask_ct_${i}`),
  "symbol",
].join(",");

/** Lines at a time: what is handed on in one piece. */
const PIECE = 500;

/**
 * The text of `books`, of ten levels each, in pieces.
 *
 * @param symbol  the instrument's name
 * @param places  decimals of a price
 */
export function* formatMbp10(books: Iterable<BookSnapshot>, symbol: string, places = 4): Generator<string> {
  let lines = [HEADER];
  let sequence = 0;
  for (const book of books) {
    const time = formatNanoseconds(book.time);
    const trade = book.traded > 0;
    const event = trade
      ? `T,N,0,${book.askPrice[0].toFixed(places)},${book.traded}`
      : `A,A,0,${book.askPrice[0].toFixed(places)},${book.askSize[0]}`;
    const cells = [`${time},${time},10,1,1,${event},128,0,${++sequence}`];
    for (let k = 0; k < LEVELS.length; k++) {
      const prices = `${book.bidPrice[k].toFixed(places)},${book.askPrice[k].toFixed(places)}`;
      cells.push(`${prices},${book.bidSize[k]},${book.askSize[k]},1,1`);
    }
    cells.push(symbol);
    if (lines.push(cells.join(",")) >= PIECE) {
      yield `${lines.join("\n")}\n`;
      lines = [];
    }
  }
  if (lines.length > 0) yield `${lines.join("\n")}\n`;
}

/** Microseconds since the epoch as 2024-01-02T14:30:00.000000000Z. */
function formatNanoseconds(time: number): string {
  const seconds = Math.floor(time / 1e6);
  const rest = Math.min(999_999_999, Math.round((time - seconds * 1e6) * 1e3));
  return `${new Date(seconds * 1e3).toISOString().slice(0, 19)}.${String(rest).padStart(9, "0")}Z`;
}
