/**
 * The time of day of a bin, by which the bins of several days are the same. It is what the label shows behind its date;
 * but of labels in UTC, whose table was made for the hours of a time zone, what that zone's clock showed: 14:30 in
 * winter is 13:30 in summer, and both are New York's 09:30.
 */
import type { Noted } from "../base/units";
import { ZoneClock } from "./book/time-zone";
import { recipeOf } from "./recipe-of";

const ISO = /^\d{4}-\d\d-\d\d[T ](.+)$/;
const UTC = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(\S*)Z$/;
const MINUTE = 6e7;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The time of day that a label shows. */
export function timeOfDay(label: string): string {
  return ISO.exec(label.trim())?.[1] ?? label.trim();
}

/** The time of day of a table's labels. */
export function dayClock({ notes }: Noted): (label: string) => string {
  const { timeZone } = recipeOf(notes);
  if (typeof timeZone !== "string") return timeOfDay;
  const zone = new ZoneClock("notes.recipe", timeZone);
  const two = (value: number): string => String(Math.floor(value)).padStart(2, "0");
  return (label) => {
    const [, date, minutes, rest = ""] = UTC.exec(label.trim()) ?? [];
    if (date === undefined) return timeOfDay(label);
    const shown = zone.show(Date.parse(`${date}T${minutes}Z`) * 1e3) % DAY;
    return `${two(shown / HOUR)}:${two((shown % HOUR) / MINUTE)}${rest}`;
  };
}
