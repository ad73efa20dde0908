/**
 * An independent reader of books, written from src/estimates/book/README.md, simply and slowly: strings, regular
 * expressions and arrays of objects. It gives each minute's curve of buying, or throws Refused.
 */

/** What the file says can be understood in no way, or in two. */
export class Refused extends Error {}

/** A minute, its label, and alpha and beta; NaN without a fit. */
export interface Minute {
  readonly bin: string;
  readonly alpha: number;
  readonly beta: number;
}

interface State {
  readonly time: number;
  /** [price, size], best first, of the levels that are there. */
  readonly bids: readonly (readonly [number, number])[];
  readonly asks: readonly (readonly [number, number])[];
  readonly halted: boolean;
}

interface Row {
  readonly cells: readonly string[];
  /** The last line of the file, without an end: what is wrong in it is no error. */
  readonly cut: boolean;
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const MISSING = /^(|nan|null|none|na|n\/a)$/i;
const NO_PRICE = [9223372036854775807, 9223372036.854775807];
const [MINUTE, LONGEST_GAP, MAX_AGE] = [60, 600, 300];

/** The minutes of a file with a header. */
export function curvesByHand(text: string, sizes: readonly number[], format: "snapshots" | "mbp10"): Minute[] {
  if (text.slice(0, 512).includes("\0")) throw new Refused("binary");
  const rows = rowsOf(text.replace(/^\u00EF\u00BB\u00BF/, ""), true);
  const header = rows.shift()?.cells.map((cell) => cell.trim().replace(/^"(.*)"$/, "$1"));
  if (header === undefined) throw new Refused("empty");
  if (header.some((name) => name.includes("\r"))) throw new Refused("carriage returns");
  const mbp = format === "mbp10";
  const column = (name: string): number => header.lastIndexOf(name);
  const names = mbp
    ? ["ts_recv", "ts_event"]
    : ["timestamp", "time", "ts", "datetime"].flatMap((name) => ["_ns", "_us", "_ms", "_s", ""].map((u) => name + u));
  const time = names.find((name) => column(name) >= 0);
  if (time === undefined) throw new Refused("no time");
  const levels: number[][] = [];
  for (;;) {
    const k = mbp ? String(levels.length).padStart(2, "0") : String(levels.length);
    const four = [`bid_px_${k}`, `bid_sz_${k}`, `ask_px_${k}`, `ask_sz_${k}`];
    if (four.every((name) => column(name) < 0) && levels.length > 0) break;
    if (four.some((name) => column(name) < 0 || header.indexOf(name) !== column(name))) throw new Refused("levels");
    levels.push(four.map(column));
  }
  if (levels.length < 2) throw new Refused("one level");
  const one = ["symbol", ...(mbp ? ["instrument_id"] : [])].find((name) => column(name) >= 0);

  const states: State[] = [];
  let unit = "";
  let naive = "";
  let symbol: string | undefined;
  let venue: number | undefined;
  let last = Number.NaN;
  for (const { cells, cut } of rows) {
    try {
      if (cells.length !== header.length) throw new Refused("width");
      if (one !== undefined) {
        const name = bare(cells[column(one)]);
        if (name !== (symbol ??= name)) throw new Refused("two instruments");
      }
      let flags = 128;
      let timeColumn = time;
      if (mbp) {
        if (column("publisher_id") >= 0) {
          const id = numberOf(cells[column("publisher_id")]);
          if (venue === undefined) venue = Number.isNaN(id) ? undefined : id;
          else if (id !== venue) throw new Refused("two venues");
        }
        if (column("flags") >= 0) flags = numberOf(cells[column("flags")]) || 0;
        if (!(Number.isInteger(flags) && flags >= 0 && flags < 256)) throw new Refused("flags");
        if (time === "ts_event" && (flags & 32) > 0) continue;
        if (time === "ts_recv" && column("ts_event") >= 0 && (flags & 40) === 8) timeColumn = "ts_event";
        if (column("action") >= 0 && column("size") >= 0 && bare(cells[column("action")]) === "T") {
          if (numberOf(cells[column("size")]) < 0) throw new Refused("trade");
        }
      }
      const at = timeOf(bare(cells[column(timeColumn)]), /_(ns|us|ms|s)$/.exec(time)?.[1]);
      const zone = at.naive ? "naive" : "zoned";
      if (naive !== "" && zone !== naive) throw new Refused("zones");
      naive = zone;

      const numbers = levels.map((four) => four.map((index) => numberOf(cells[index])));
      let scale = 1;
      if (mbp) {
        const prices = levels.flatMap((four) => [four[0], four[2]]).filter((index) => says(numberOf(cells[index])));
        if (prices.length > 0) {
          const form = prices.some((index) => /[.eE]/.test(cells[index])) ? "decimals" : "billionths";
          if (unit !== "" && unit !== form) throw new Refused("units");
          unit = form;
        }
        if (unit === "billionths") scale = 1e9;
      }
      const quotes = numbers.map(([bp, bs, ap, as]) => ({ bid: [price(bp, scale), bs], ask: [price(ap, scale), as] }));
      const signed = mbp && quotes.some(({ bid, ask }) => [bid, ask].some(([p, s]) => p < 0 && s > 0));
      const side = (name: "bid" | "ask"): [number, number][] =>
        quotes.map((quote) => quote[name] as [number, number]).filter(([p, s]) => isLevel(p, s, signed, mbp));
      const [bids, asks] = [side("bid"), side("ask")];
      const tradable = bids.length > 0 && asks.length > 0 && bids[0][0] < asks[0][0];
      const sorted =
        bids.every(([p], k) => k === 0 || p <= bids[k - 1][0]) &&
        asks.every(([p], k) => k === 0 || p >= asks[k - 1][0]);
      const lost = (flags & 4) > 0;
      if (tradable && !sorted && (flags & 128) > 0 && !lost) throw new Refused("order of levels");
      if (at.time < last - 1) throw new Refused("order of rows");
      last = at.time < last ? last : at.time;
      states.push({ time: last, bids: lost || !sorted ? [] : bids, asks, halted: false });
    } catch (error) {
      if (!cut || !(error instanceof Refused)) throw error;
    }
  }
  return minutes(states, sizes, naive === "naive");
}

/** The lines of a text as cells, blank ones left out, and the comments above a header. */
function rowsOf(text: string, comments: boolean): Row[] {
  const lines = text.split("\n");
  if (lines.some((line) => line.length > 1.2e6)) throw new Refused("a line of a megabyte");
  const rows = lines
    .map((line, k) => ({ line, cut: k === lines.length - 1 }))
    .filter(({ line, cut }) => line !== "" && (line !== "\r" || cut));
  while (comments && rows.length > 0 && rows[0].line.startsWith("#")) rows.shift();
  return rows.map(({ line, cut }) => ({ cells: line.replace(/\r$/, "").split(","), cut }));
}

function bare(cell: string): string {
  return cell.replace(/\r$/, "").replace(/^"(.*)"$/s, "$1");
}

function numberOf(cell: string): number {
  const text = bare(cell.replace(/[\r ]+$/, "").replace(/^ +/, ""));
  if (MISSING.test(text)) return Number.NaN;
  if (!NUMBER.test(text) || !Number.isFinite(Number(text))) throw new Refused(`number ${cell}`);
  return Number(text);
}

/** Whether a price says what unit it is in. */
function says(value: number): boolean {
  return !(Number.isNaN(value) || value === 0 || value >= 9.2e18);
}

function price(value: number, scale: number): number {
  return NO_PRICE.some((none) => value === none) || value >= 9.2e18 ? Number.NaN : value / scale;
}

function isLevel(p: number, s: number, signed: boolean, mbp: boolean): boolean {
  if (s < 0) throw new Refused("negative size");
  if (p > 0 && Number.isNaN(s)) throw new Refused("price without a size");
  if (!mbp && p < 0 && s > 0) throw new Refused("negative price");
  return s > 0 && (p > 0 || (signed && p <= 0));
}

/** Seconds since 1970. */
function timeOf(cell: string, named: string | undefined): { time: number; naive: boolean } {
  const text = cell.replace(/^ +| +$/g, "");
  const iso =
    /^(\d{4})([-/])(\d\d)\2(\d\d)[ Tt](\d\d):(\d\d)(?::(\d\d)(\.\d+)?)?(?: ?(UTC|GMT|Z)| ?([+-])(\d\d)(?::?([0-5]\d))?)?$/i.exec(
      text,
    );
  const plain = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)((?:\d{3})*)(\.\d+)?$/.exec(text);
  if (iso !== null) {
    const [, year, , month, day, hours, minutes, seconds = "00", fraction = "", utc, sign, zh, zm = "00"] = iso;
    const ahead = sign === undefined ? 0 : (sign === "-" ? -1 : 1) * (Number(zh) * 3600 + Number(zm) * 60);
    if (Number(zh ?? 0) > 15) throw new Refused("zone");
    const time = dateOf([year, month, day, hours, minutes, seconds]) + Number(`0${fraction}`) - ahead;
    return { time: inRange(time), naive: utc === undefined && sign === undefined };
  }
  if (plain !== null && named === undefined && plain[7].length <= 9) {
    const [, year, month, day, hours, minutes, seconds, fraction, rest = ""] = plain;
    const time = dateOf([year, month, day, hours, minutes, seconds]) + Number(`0.${fraction}${rest.slice(1)}0`);
    return { time: inRange(time), naive: true };
  }
  if (!/^\d+(\.\d+)?$/.test(text)) throw new Refused(`time ${cell}`);
  const digits = text.split(".")[0].length;
  const unit = named ?? (digits > 17 ? "ns" : digits > 14 ? "us" : digits > 11 ? "ms" : "s");
  const divisor = { s: 1, ms: 1e3, us: 1e6, ns: 1e9 }[unit as "s"];
  return { time: inRange(Number(text) / divisor), naive: false };
}

function dateOf(parts: readonly string[]): number {
  const [year, month, day, hours, minutes, seconds] = parts.map(Number);
  const date = new Date(Date.UTC(year, month - 1, day));
  if (month < 1 || month > 12 || day < 1 || date.getUTCMonth() !== month - 1) throw new Refused("date");
  if (hours > 23 || minutes > 59 || seconds > 60) throw new Refused("time of day");
  return date.getTime() / 1000 + hours * 3600 + minutes * 60 + seconds;
}

function inRange(time: number): number {
  if (!(time >= Date.UTC(1990, 0, 1) / 1000 && time < Date.UTC(2100, 0, 1) / 1000)) throw new Refused("year");
  return time;
}

interface Bin {
  readonly start: number;
  covered: number;
  halted: number;
  readonly fillable: number[];
  readonly money: number[];
}

/** Each minute's curve: every pair of rows in turn, cut at the minutes. */
function minutes(states: readonly State[], sizes: readonly number[], naive: boolean, clock = false): Minute[] {
  if (states.length === 0) throw new Refused("no rows");
  const bins: Bin[] = [];
  const binAt = (start: number): Bin => {
    const found = bins.find((bin) => bin.start === start);
    if (found !== undefined) return found;
    const bin = { start, covered: 0, halted: 0, fillable: sizes.map(() => 0), money: sizes.map(() => 0) };
    bins.push(bin);
    return bin;
  };
  const floor = (time: number): number => Math.floor(time / MINUTE) * MINUTE;
  let some = false;
  states.forEach((state, k) => {
    const next = states[k + 1] as State | undefined;
    binAt(floor(state.time));
    const [bid, ask] = [state.bids[0]?.[0], state.asks[0]?.[0]];
    const book = !state.halted && bid < ask;
    some ||= book;
    if (next === undefined || next.time - state.time > LONGEST_GAP) return;
    for (let start = floor(state.time); start < next.time; start += MINUTE) {
      const bin = binAt(start);
      const [from, to] = [Math.max(start, state.time), Math.min(start + MINUTE, next.time)];
      if (state.halted) bin.halted += to - from;
      const seconds = Math.min(to, state.time + MAX_AGE) - from;
      if (!book || !(seconds > 0)) continue;
      bin.covered += seconds;
      sizes.forEach((size, at) => {
        const cost = walk(state.asks, size, (bid + ask) / 2);
        if (Number.isNaN(cost)) return;
        bin.fillable[at] += seconds;
        bin.money[at] += seconds * cost;
      });
    }
  });
  if (!some) throw new Refused("no book");
  const kept = bins.filter((bin, k) => {
    if (bin.covered > 0) return true;
    let [from, to] = [k, k];
    while (from > 0 && bins[from - 1].covered === 0) from--;
    while (to + 1 < bins.length && bins[to + 1].covered === 0) to++;
    return (to - from + 1) * MINUTE <= LONGEST_GAP && !(bin.halted >= MINUTE - 1e-9);
  });
  if (!kept.some((bin) => bin.covered >= 0.9 * MINUTE - 1e-7)) throw new Refused("no bin covered");
  return kept.map((bin) => ({ bin: labelOf(bin.start, naive, clock), ...fit(bin, sizes) }));
}

function labelOf(start: number, naive: boolean, clock: boolean): string {
  const text = new Date(start * 1000).toISOString().slice(0, 19);
  return clock ? text.slice(11) : naive ? text : `${text}Z`;
}

/** The cost of buying `size` over the mid, share by share of each level; NaN where there are too few. */
function walk(asks: State["asks"], size: number, mid: number): number {
  let [left, cost] = [size, 0];
  for (const [p, s] of asks) {
    const fill = Math.min(left, s);
    cost += fill * (p - mid);
    left -= fill;
  }
  return left > 0 ? Number.NaN : cost;
}

/** Weighted least squares on logarithms, by the normal equations. */
function fit(bin: Bin, sizes: readonly number[]): { alpha: number; beta: number } {
  const counted = sizes
    .map((size, k) => ({ x: Math.log(size), m: bin.money[k] / bin.fillable[k], w: bin.fillable[k] }))
    .filter(({ m, w }) => w >= 0.9 * MINUTE - 1e-7 && m > 0);
  if (counted.length < 3 || bin.covered < 0.9 * MINUTE - 1e-7) return { alpha: Number.NaN, beta: Number.NaN };
  const sum = (of: (point: (typeof counted)[number]) => number): number => counted.reduce((s, p) => s + p.w * of(p), 0);
  const [w, x, y] = [sum(() => 1), sum((p) => p.x), sum((p) => Math.log(p.m))];
  const beta = (sum((p) => p.x * Math.log(p.m)) - (x * y) / w) / (sum((p) => p.x * p.x) - (x * x) / w);
  return { alpha: Math.exp((y - beta * x) / w), beta };
}

/** The same of a LOBSTER pair without a date in its name. */
export function lobsterByHand(messageText: string, bookText: string, sizes: readonly number[]): Minute[] {
  for (const text of [messageText, bookText]) if (text.slice(0, 512).includes("\0")) throw new Refused("binary");
  const [messages, books] = [rowsOf(messageText, false), rowsOf(bookText, false)];
  const [message, book] = [messages[0], books[0]];
  if (message === undefined || book === undefined) throw new Refused("empty");
  const first = (row: Row): string[] => row.cells.map((cell) => cell.trim().replace(/^"(.*)"$/, "$1"));
  const numeric = (cells: readonly string[]): boolean => cells.every((cell) => /^-?\d+(\.\d+)?$/.test(cell));
  const [m, b] = [first(message), first(book)];
  if (!(m.length === 6 || m.length === 7) || !numeric(m)) throw new Refused("no messages");
  if (b.length < 8 || b.length % 4 !== 0 || !numeric(b) || b.some((cell) => cell.includes(".")))
    throw new Refused("no book");
  const states: State[] = [];
  let halted = false;
  for (let k = 0; k < Math.max(messages.length, books.length); k++) {
    const cut = messages[k]?.cut === true || books[k]?.cut === true;
    try {
      if (messages[k] === undefined || books[k] === undefined) {
        if (messages[messages.length - 1].cut || books[books.length - 1].cut) break;
        throw new Refused("pair");
      }
      const [message, book] = [messages[k].cells, books[k].cells];
      if (message.length !== m.length || book.length !== b.length) throw new Refused("width");
      const [seconds, type] = [0, 1].map((at) => numberOf(message[at]));
      if (!(seconds >= 0 && seconds <= 86_400)) throw new Refused("time");
      if (![1, 2, 3, 4, 5, 6, 7].includes(type)) throw new Refused("type");
      const state = type === 7 ? numberOf(message[4]) : 1;
      if (![-1, 0, 1].includes(state)) throw new Refused("state");
      if (type === 7) halted = state !== 1;
      if ((type === 4 || type === 5) && !(numberOf(message[3]) >= 0)) throw new Refused("size");
      const numbers = book.map(numberOf);
      const level = (at: number): [number, number] => {
        if (!Number.isInteger(numbers[at]) && !Number.isNaN(numbers[at])) throw new Refused("not whole");
        return [Math.abs(numbers[at]) === 9999999999 ? Number.NaN : numbers[at] / 1e4, numbers[at + 1]];
      };
      const side = (from: number): [number, number][] =>
        Array.from({ length: b.length / 4 }, (_, at) => level(4 * at + from)).filter(([p, s]) =>
          isLevel(p, s, false, false),
        );
      const [asks, bids] = [side(0), side(2)];
      const tradable = !halted && bids.length > 0 && asks.length > 0 && bids[0][0] < asks[0][0];
      const sorted =
        bids.every(([p], at) => at === 0 || p <= bids[at - 1][0]) &&
        asks.every(([p], at) => at === 0 || p >= asks[at - 1][0]);
      if (tradable && !sorted) throw new Refused("order of levels");
      const last = states[states.length - 1]?.time ?? Number.NaN;
      if (seconds < last - 1) throw new Refused("order of rows");
      states.push({ time: seconds < last ? last : seconds, bids, asks, halted });
    } catch (error) {
      if (!cut || !(error instanceof Refused)) throw error;
    }
  }
  return minutes(states, sizes, true, true);
}
