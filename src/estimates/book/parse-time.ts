/**
 * Times of an order book, as microseconds since the Unix epoch. A double holds these to a quarter of
 * a microsecond in this century; nanoseconds since the epoch (19 digits) it does not hold, so whole
 * seconds and the fraction are read apart.
 *
 * What a number counts is stated, by an option or by its column's name, or read from its form. Between
 * 1990 and 2100 seconds have 9 or 10 digits, milliseconds 12 or 13, microseconds 15 or 16 and nanoseconds
 * 18 or 19; 14, 17, 20 and 23 digits are a date and a time of day written without marks
 * (YYYYMMDDhhmmss and a fraction). A time outside those years is a unit mistaken, and is refused.
 */
import { POWERS_OF_TEN } from "./parse-number";

export const SECOND = 1e6;
const DAY = 86_400 * SECOND;

/** Times from here to `LAST_TIME` are times of a market: 1990-01-01, microseconds. */
export const FIRST_TIME = Date.UTC(1990, 0, 1) * 1e3;
/** 2100-01-01, microseconds. */
export const LAST_TIME = Date.UTC(2100, 0, 1) * 1e3;

/** What a number in a time column counts since 1970; `days` are a spreadsheet's, since the end of 1899. */
export type TimeUnit = (typeof TIME_UNITS)[number];
export const TIME_UNITS = ["s", "ms", "us", "ns", "days"] as const;

/**
 * Whose clock a book's times are on: `utc`; `local`, one that states no zone; `time-of-day`, one that
 * states no date either.
 */
export type BookClock = "utc" | "local" | "time-of-day";

const UNIT_DIGITS: Readonly<Record<Exclude<TimeUnit, "days">, number>> = { s: 0, ms: 3, us: 6, ns: 9 };
const UNIT_NAMES: Readonly<Record<TimeUnit, string>> = {
  s: "seconds",
  ms: "milliseconds",
  us: "microseconds",
  ns: "nanoseconds",
  days: "spreadsheet's days",
};

const [SPACE, PLUS, MINUS, POINT, SLASH, COLON, T, Z] = [0x20, 0x2b, 0x2d, 0x2e, 0x2f, 0x3a, 0x54, 0x5a];
const LOWER = 0x20;

/** A number that is no time but says so: the largest 64-bit integers, pandas' NaT, and nothing at all. */
const MISSING = /^(|nan|nat|null|none|na|n\/a|18446744073709551615|-?922337203685477580[78])$/i;

/** The unit in a column's name (`timestamp_ms`, `ts_ns`); undefined where it has none. */
export function unitInName(name: string): TimeUnit | undefined {
  return /_(s|ms|us|ns)$/.exec(name)?.[1] as TimeUnit | undefined;
}

/** Reads times of one column; it remembers the last date, so that a day's is looked up once. */
export class TimeParser {
  /** Whether the last time that was read stated no zone. */
  naive = false;
  readonly #unit: TimeUnit | undefined;
  #date = 0;
  #midnight = Number.NaN;

  /** @param unit  of numbers; left out, it is told from their form (see the head of the file) */
  constructor(unit?: TimeUnit) {
    this.#unit = unit;
  }

  /** The time in bytes start .. end - 1, or NaN where there is none. */
  parse(bytes: Buffer, start: number, end: number): number {
    while (end > start && bytes[end - 1] === SPACE) end--;
    while (end > start && bytes[start] === SPACE) start++;
    const mark = bytes[start + 4];
    if (end - start > 10 && (mark === MINUS || mark === SLASH)) return this.#marked(bytes, start, end);
    return this.#number(bytes, start, end);
  }

  /** The rule that `text`, which parse() took for `time`, breaks. */
  rule(text: string, time: number): string {
    if (MISSING.test(text.trim())) return "must be a time, and is missing";
    if (Number.isNaN(time)) {
      if (/^[+-]?[\d.]+e[+-]?\d+$/i.test(text)) return "must be a time in full, not rounded to a power of ten";
      if (/^\d{4}[-/]\d\d[-/]\d\d$/.test(text)) return "must be a time, not a date alone";
      if (/^\d{1,2}[-/.]\d{1,2}[-/.]\d{4}/.test(text)) return "must be a time with its year first, 2015-05-01 09:30:00";
      return "must be a time";
    }
    const unit = /^[\d.]+$/.test(text) ? ` counted in ${UNIT_NAMES[this.#unitOf(text)]}` : "";
    return `must be a time between 1990 and 2100;${unit} it comes to ${dateOf(time)}`;
  }

  #unitOf(text: string): TimeUnit {
    const point = text.indexOf(".");
    return this.#unit ?? unitOfDigits(point < 0 ? text.length : point);
  }

  /** Digits, a point, digits. */
  #number(bytes: Buffer, start: number, end: number): number {
    this.naive = false;
    let point = start;
    while (point < end && isDigit(bytes[point])) point++;
    const digits = point - start;
    const fraction = fractionOf(bytes, point, end);
    if (digits === 0 || Number.isNaN(fraction)) return Number.NaN;
    if (this.#unit === "days") {
      this.naive = true;
      // Day 25569 is 1970-01-01. A day's fraction in a cell has some ten decimals: a few microseconds.
      return Math.round((digitsOf(bytes, start, point) + fraction - 25_569) * DAY);
    }
    if (this.#unit === undefined && digits >= 14 && digits <= 23 && digits % 3 === 2) {
      return this.#unmarked(bytes, start, point, fraction);
    }
    const below = UNIT_DIGITS[this.#unit ?? (unitOfDigits(digits) as "s")];
    // Whole seconds first: the sum of the exact parts is rounded once.
    const split = Math.max(start, point - below);
    const rest = digitsOf(bytes, split, point) + fraction;
    return digitsOf(bytes, start, split) * SECOND + (rest * SECOND) / POWERS_OF_TEN[below];
  }

  /** YYYYMMDDhhmmss, then digits of a fraction, then `fraction` of the last of them. */
  #unmarked(bytes: Buffer, start: number, end: number, fraction: number): number {
    this.naive = true;
    const midnight = this.#dayOf(fourDigits(bytes, start), twoDigits(bytes, start + 4), twoDigits(bytes, start + 6));
    const day = timeOfDay(twoDigits(bytes, start + 8), twoDigits(bytes, start + 10), twoDigits(bytes, start + 12));
    const places = end - start - 14;
    return midnight + day + ((digitsOf(bytes, start + 14, end) + fraction) * SECOND) / POWERS_OF_TEN[places];
  }

  /** YYYY-MM-DD hh:mm:ss.f with a zone or none; slashes for dashes, T for the space, seconds or none. */
  #marked(bytes: Buffer, start: number, end: number): number {
    if (bytes[start + 7] !== bytes[start + 4]) return Number.NaN;
    const midnight = this.#dayOf(fourDigits(bytes, start), twoDigits(bytes, start + 5), twoDigits(bytes, start + 8));
    let at = start + 11;
    const mark = bytes[start + 10];
    if (mark !== T && mark !== SPACE && mark !== T + LOWER) return Number.NaN;
    const [hours, minutes] = [twoDigits(bytes, at), twoDigits(bytes, at + 3)];
    if (bytes[at + 2] !== COLON || at + 5 > end) return Number.NaN;
    at += 5;
    let seconds = 0;
    let fraction = 0;
    if (at < end && bytes[at] === COLON) {
      if (at + 3 > end) return Number.NaN;
      seconds = twoDigits(bytes, at + 1);
      const from = (at += 3);
      while (at < end && (bytes[at] === POINT || isDigit(bytes[at]))) at++;
      fraction = fractionOf(bytes, from, at);
    }
    const zone = this.#zone(bytes, at, end);
    return midnight + timeOfDay(hours, minutes, seconds) + fraction * SECOND - zone;
  }

  /** Midnight of a date, microseconds; NaN for a day that the calendar has not. */
  #dayOf(year: number, month: number, day: number): number {
    const date = (year * 100 + month) * 100 + day;
    if (date === this.#date) return this.#midnight;
    const midnight = Date.UTC(year, month - 1, day);
    const there = day >= 1 && month >= 1 && month <= 12 && new Date(midnight).getUTCDate() === day;
    this.#date = date;
    this.#midnight = there ? midnight * 1e3 : Number.NaN;
    return this.#midnight;
  }

  /** `+01:00`, `-0500`, `+00`, `Z`, ` UTC` or nothing, as microseconds ahead of UTC. */
  #zone(bytes: Buffer, start: number, end: number): number {
    this.naive = start >= end;
    if (this.naive || (end - start === 1 && (bytes[start] & ~LOWER) === Z)) return 0;
    if (bytes[start] === PLUS && end - start === 6 && bytes.toString("latin1", start, end) === "+00:00") return 0;
    const match = /^ ?(?:(utc|gmt|z)|([+-])(\d\d)(?::?([0-5]\d))?)$/i.exec(bytes.toString("latin1", start, end));
    if (match === null || Number(match[3]) > 15) return Number.NaN;
    const [, name, sign, hours, minutes = "0"] = match;
    return name === undefined ? (sign === "-" ? -1 : 1) * timeOfDay(Number(hours), Number(minutes), 0) : 0;
  }
}

/** 10 digits are seconds, 13 milliseconds, 16 microseconds, 19 nanoseconds: one unit's alone from 1990 to 2100. */
function unitOfDigits(digits: number): TimeUnit {
  return digits > 17 ? "ns" : digits > 14 ? "us" : digits > 11 ? "ms" : "s";
}

function timeOfDay(hours: number, minutes: number, seconds: number): number {
  const sound = hours < 24 && minutes < 60 && seconds < 61;
  return sound ? (hours * 3600 + minutes * 60 + seconds) * SECOND : Number.NaN;
}

function isDigit(byte: number): boolean {
  return byte >= 48 && byte <= 57;
}

function twoDigits(bytes: Buffer, at: number): number {
  return isDigit(bytes[at]) && isDigit(bytes[at + 1]) ? (bytes[at] - 48) * 10 + bytes[at + 1] - 48 : Number.NaN;
}

function fourDigits(bytes: Buffer, at: number): number {
  return twoDigits(bytes, at) * 100 + twoDigits(bytes, at + 2);
}

/** Digits as a whole number. */
function digitsOf(bytes: Buffer, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at++) value = value * 10 + bytes[at] - 48;
  return value;
}

/** `.125395235` as a fraction, 0 for nothing, NaN for anything else. Digits beyond the fifteenth are cut off. */
function fractionOf(bytes: Buffer, start: number, end: number): number {
  if (start === end) return 0;
  if (bytes[start] !== POINT || end - start < 2) return Number.NaN;
  let value = 0;
  let scale = 1;
  for (let at = start + 1; at < end; at++) {
    const digit = bytes[at] - 48;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    if (scale >= 1e15) continue;
    value = value * 10 + digit;
    scale *= 10;
  }
  return value / scale;
}

/** A time as a date, for an error. */
function dateOf(time: number): string {
  return Math.abs(time) <= 8.64e18 ? formatTime(time) : "no date at all";
}

/**
 * A time as ISO 8601, as short as it goes: seconds always, their fraction where there is one. UTC ends in Z;
 * a clock that states no zone gets none, and one without a date stands alone.
 */
export function formatTime(time: number, clock: BookClock = "utc"): string {
  const text = new Date(Math.floor(time / 1e3)).toISOString().replace(".000Z", "Z");
  if (clock === "utc") return text;
  return text.slice(clock === "local" ? 0 : text.indexOf("T") + 1, -1);
}
