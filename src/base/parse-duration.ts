/** Lengths of time as people write them. */
import { must } from "./input-error";

/** `90`, `60s`, `5m`, `500ms`, `1h` or a number of seconds, as seconds. */
export function parseDuration(argument: string, duration: string | number): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|min|h)?$/.exec(String(duration));
  const seconds = match === null ? Number.NaN : Number(match[1]) * UNITS[match[2] ?? "s"];
  must(seconds > 0, argument, "must be a time such as 60s, 5m or 1h", duration);
  return seconds;
}

const UNITS: Readonly<Record<string, number>> = { ms: 1e-3, s: 1, m: 60, min: 60, h: 3600 };
