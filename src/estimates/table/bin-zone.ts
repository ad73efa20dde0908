/** In which time zone the labels of bins are: as a label itself states it, else as the table's notes do. */
import type { Noted } from "../../base/units";

/** The offset at the end of an ISO time. */
const STATED = /[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d(?::?\d\d)?)$/;

/** The zone that a label states: `UTC`, `UTC+02:00`; undefined where it states none. */
export function zoneOfLabel(label: string): string | undefined {
  return zoneName(STATED.exec(label.trim())?.[1]);
}

/** An offset as a name: `UTC`, `UTC+02:00`. */
export function zoneName(stated: string | undefined): string | undefined {
  if (stated === undefined) return undefined;
  const [sign, hours, minutes] = [stated[0], stated.slice(1, 3), stated.slice(3).replace(":", "") || "00"];
  return stated === "Z" || hours + minutes === "0000" ? "UTC" : `UTC${sign}${hours}:${minutes}`;
}

/** Of labels that state no zone: the table's, else that of the book's times. */
export function notedZone(noted: Noted | undefined): string | undefined {
  const { time_zone: table, clock } = noted?.notes ?? {};
  return [table, clock].find((zone) => zone !== undefined && !/^\s*(unknown)?\s*$/i.test(zone))?.trim();
}
