/**
 * Times of an order book, as microseconds since the Unix epoch. A double holds these to a quarter of
 * a microsecond in this century; nanoseconds since the epoch (19 digits) it does not hold, so whole
 * seconds and the fraction are read apart.
 */
import { parseNumber } from "./parse-number";

export const SECOND = 1e6;
/** The last time a Date can label, microseconds. */
export const LAST_TIME = 8.64e18;

/** What a number in a time column counts. */
export type TimeUnit = "s" | "ms" | "us" | "ns";

const UNIT_DIGITS: Readonly<Record<TimeUnit, number>> = { s: 0, ms: 3, us: 6, ns: 9 };
/** Microseconds of one, by those digits. */
const MICROSECONDS: Readonly<Record<number, number>> = { 0: 1e6, 3: 1e3, 6: 1, 9: 1e-3 };

/** The unit in a column's name (`timestamp_ms`, `ts_ns`); undefined where it has none. */
export function unitInName(name: string): TimeUnit | undefined {
  return /_(s|ms|us|ns)$/.exec(name)?.[1] as TimeUnit | undefined;
}

/** Reads times of one column; it remembers the last date, so that a day's is looked up once. */
export class TimeParser {
  readonly #unit: TimeUnit | undefined;
  #date = "";
  #midnight = Number.NaN;

  /** @param unit  of numbers; left out, it is told from their size: 10 digits are seconds, 19 nanoseconds */
  constructor(unit?: TimeUnit) {
    this.#unit = unit;
  }

  /** The time in bytes start .. end - 1, or NaN where there is none: ISO 8601 (UTC unless it says) or a number. */
  parse(bytes: Buffer, start: number, end: number): number {
    if (end - start > 10 && bytes[start + 4] === 0x2d && bytes[start + 7] === 0x2d) return this.#iso(bytes, start, end);
    let point = start;
    while (point < end && bytes[point] !== 0x2e) point++;
    const digits = point - start;
    const unit = this.#unit ?? (digits > 17 ? "ns" : digits > 14 ? "us" : digits > 11 ? "ms" : "s");
    const fraction = UNIT_DIGITS[unit];
    if (digits <= fraction) return (parseNumber(bytes, start, end) ?? Number.NaN) * MICROSECONDS[fraction];
    const seconds = parseNumber(bytes, start, point - fraction) ?? Number.NaN;
    const rest = parseNumber(bytes, point - fraction, end);
    return (
      seconds * SECOND +
      (fraction === 0 && rest !== undefined && end > point ? rest * SECOND : (rest || 0) * MICROSECONDS[fraction])
    );
  }

  #iso(bytes: Buffer, start: number, end: number): number {
    const date = bytes.toString("latin1", start, start + 10);
    if (date !== this.#date) {
      this.#date = date;
      this.#midnight = Date.parse(`${date}T00:00:00Z`) * 1e3;
    }
    const at = start + 11;
    let stop = at + 8;
    while (stop < end && bytes[stop] !== 0x5a && bytes[stop] !== 0x2b && bytes[stop] !== 0x2d) stop++;
    const seconds = parseNumber(bytes, at + 6, stop) ?? Number.NaN;
    const [hours, minutes] = [twoDigits(bytes, at), twoDigits(bytes, at + 3)];
    const sound = bytes[at + 2] === 0x3a && bytes[at + 5] === 0x3a && hours < 24 && minutes < 60 && seconds < 61;
    if (!sound) return Number.NaN;
    // Whole seconds first: the sum of the exact parts is rounded once.
    const whole = Math.floor(seconds);
    return (
      this.#midnight +
      (hours * 3600 + minutes * 60 + whole) * SECOND +
      fractionOf(bytes, at + 8, stop) -
      zoneOf(bytes, stop, end)
    );
  }
}

function twoDigits(bytes: Buffer, at: number): number {
  return (bytes[at] - 48) * 10 + bytes[at + 1] - 48;
}

/** `.125395235` as microseconds. */
function fractionOf(bytes: Buffer, start: number, end: number): number {
  return end > start ? (parseNumber(bytes, start, end) ?? Number.NaN) * SECOND : 0;
}

/** `+01:00`, `-0500`, `Z` or nothing, as microseconds ahead of UTC. */
function zoneOf(bytes: Buffer, start: number, end: number): number {
  if (start >= end || bytes[start] === 0x5a) return 0;
  const match = /^([+-])(\d\d):?(\d\d)$/.exec(bytes.toString("latin1", start, end));
  if (match === null) return Number.NaN;
  return (match[1] === "-" ? -1 : 1) * (Number(match[2]) * 3600 + Number(match[3]) * 60) * SECOND;
}

/** A time as ISO 8601 in UTC, as short as it goes: seconds always, their fraction where there is one. */
export function formatTime(time: number): string {
  const text = new Date(Math.floor(time / 1e3)).toISOString();
  return text.endsWith(".000Z") ? text.replace(".000Z", "Z") : text;
}
