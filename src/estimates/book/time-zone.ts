/**
 * Clocks of time zones, daylight saving included: from an instant to what the clock shows and back.
 * All times are microseconds; what a clock shows is counted as if it were UTC.
 */
import { InputError } from "../../base/input-error";
import { SECOND } from "./parse-time";

/** Offsets change at quarters of an hour only. */
const QUARTER = 900 * SECOND;
const DAY = 86_400 * SECOND;

export class ZoneClock {
  readonly #format: Intl.DateTimeFormat;
  #quarter = Number.NaN;
  #offset = Number.NaN;
  /** The quarter that a clock showed last, and how far ahead of UTC it then was. */
  #local = Number.NaN;
  #offsets: number[] = [];

  /** @throws InputError for a zone that is not known. */
  constructor(argument: string, zone: string) {
    try {
      const parts = { year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric" } as const;
      // The zones' rules are the public ones of tzdata, the same on every machine; its locale is stated.
      // eslint-disable-next-line no-restricted-globals
      this.#format = new Intl.DateTimeFormat("en-US", { timeZone: zone, hourCycle: "h23", ...parts });
    } catch {
      throw new InputError(argument, "must be a time zone such as America/New_York or UTC", zone);
    }
  }

  /** What the clock shows at an instant. */
  show(time: number): number {
    return time + this.#offsetAt(time);
  }

  /** The instants at which the clock shows `local`: one; none, where it is put forward; or two, put back. */
  instants(local: number): number[] {
    const quarter = Math.floor(local / QUARTER);
    if (quarter !== this.#local) {
      const offsets = new Set([this.#offsetAt(local - DAY), this.#offsetAt(local + DAY)]);
      this.#offsets = [...offsets].filter((offset) => this.#offsetAt(local - offset) === offset);
      this.#local = quarter;
    }
    return this.#offsets.map((offset) => local - offset);
  }

  /** Microseconds that the clock is ahead of UTC. */
  #offsetAt(time: number): number {
    const quarter = Math.floor(time / QUARTER);
    if (quarter !== this.#quarter) {
      const instant = (quarter * QUARTER) / 1e3;
      const part = Object.fromEntries(
        this.#format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]),
      );
      const shown = Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute);
      this.#quarter = quarter;
      this.#offset = Math.round((shown - instant) / 6e4) * 60 * SECOND;
    }
    return this.#offset;
  }
}
