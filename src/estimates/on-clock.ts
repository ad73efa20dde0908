/**
 * A label that states its zone as another zone's clock shows it, daylight saving counted: 13:30Z of a day in summer is
 * New York's 09:30-04:00. The offset stays written, so that the hour that a clock shows twice is told apart.
 */
import type { ZoneClock } from "./book/time-zone";

/** Date, hours and minutes, what is finer, and the zone: a whole time, which daylight saving asks for. */
const WHOLE = /^(\d{4}-\d\d-\d\d)([T ])(\d\d:\d\d)(:\d\d(?:\.\d+)?)?(?:Z|([+-])(\d\d)(?::?(\d\d))?)$/;
const MINUTE = 6e4;

/** Undefined for a label that is no whole time with its zone. */
export function onClock(label: string, clock: ZoneClock): string | undefined {
  const [, date, mark, minutes, finer = "", sign, hours = "0", quarter = "0"] = WHOLE.exec(label.trim()) ?? [];
  const stated = (sign === "-" ? -1 : 1) * (60 * Number(hours) + Number(quarter)) * MINUTE;
  const instant = Date.parse(`${date}T${minutes}Z`) - stated;
  if (Number.isNaN(instant)) return undefined;
  const shown = clock.show(instant * 1e3) / 1e3;
  const [day, time] = new Date(shown).toISOString().slice(0, 16).split("T");
  return `${day}${mark}${time}${finer}${offset((shown - instant) / MINUTE)}`;
}

/** Minutes ahead of UTC as ISO 8601 has them. */
function offset(minutes: number): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  const [ahead, size] = [minutes < 0 ? "-" : "+", Math.abs(minutes)];
  return `${ahead}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
