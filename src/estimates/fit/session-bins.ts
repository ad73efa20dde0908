/**
 * Where bins begin. Without a session they are [k w, (k + 1) w) since midnight; with one they count from each
 * session's opening, and there is none outside: [open + k w, open + (k + 1) w) up to the close.
 */
import { InputError, must } from "../../base/input-error";
import { SECOND } from "../book/parse-time";
import type { ZoneClock } from "../book/time-zone";

/** Times are microseconds. */
export interface BinStarts {
  /** The start of the bin that holds a time, or of the first one after it. */
  at(time: number): number;
  /** The start of the bin after the one that starts at `start`. */
  after(start: number): number;
}

/** Hours of trading on a clock, microseconds since its midnight; a close at or before the opening is the next day's. */
export interface Session {
  readonly open: number;
  readonly close: number;
}

const DAY = 86_400 * SECOND;

/** Bins of `width` since midnight. */
export function binStarts(width: number): BinStarts {
  return { at: (time) => Math.floor(time / width) * width, after: (start) => start + width };
}

/** Bins of `width` within sessions, each on every day of a clock; without one, of the clock that the times are on. */
export function sessionBinStarts(width: number, sessions: readonly Session[], zone: ZoneClock | undefined): BinStarts {
  const shown = (time: number): number => zone?.show(time) ?? time;
  // A time that the clock skips is taken for the one an hour on, one that it shows twice for the first.
  const instant = (local: number): number =>
    zone === undefined ? local : (zone.instants(local)[0] ?? zone.instants(local + 3600 * SECOND)[0]);
  let day = Number.NaN;
  let windows: (readonly [open: number, close: number])[] = [];

  const windowsAround = (time: number): typeof windows => {
    const midnight = Math.floor(shown(time) / DAY) * DAY;
    if (midnight !== day) {
      day = midnight;
      windows = [-DAY, 0, DAY, 2 * DAY].flatMap((shift) =>
        sessions.map(({ open, close }) => [instant(day + shift + open), instant(day + shift + close)] as const),
      );
    }
    return windows;
  };
  const at = (time: number): number => {
    for (const [open, close] of windowsAround(time)) {
      // The last bin of a day that clocks cut short would reach beyond the close.
      const start = open + Math.max(0, Math.floor((time - open) / width)) * width;
      if (start + width <= close) return start;
    }
    throw new Error("every day has a session");
  };
  return { at, after: (start) => at(start + width) };
}

/** `09:30-16:00`, or several between commas, checked and in order. Throws an InputError for anything else. */
export function parseSessions(argument: string, text: string, width: number): Session[] {
  const sessions = String(text)
    .split(",")
    .map((part): Session => {
      const match = /^\s*(\d\d):([0-5]\d)\s*-\s*(\d\d):([0-5]\d)\s*$/.exec(part);
      const [open, close] = [1, 3].map((k) => (Number(match?.[k]) * 60 + Number(match?.[k + 1])) * 60 * SECOND);
      must(open < DAY && close <= DAY, argument, "must be hours such as 09:30-16:00, or several between commas", text);
      const session = { open, close: close > open ? close : close + DAY };
      if ((session.close - session.open) % width !== 0) {
        throw new InputError(argument, `must be a whole number of bins of ${width / SECOND}s long`, part.trim());
      }
      return session;
    });
  sessions.sort((a, b) => a.open - b.open);
  sessions.forEach(({ close }, k) => {
    const next = k + 1 < sessions.length ? sessions[k + 1].open : sessions[0].open + DAY;
    must(close <= next, argument, "must be hours that do not overlap", text);
  });
  return sessions;
}
