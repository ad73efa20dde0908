/**
 * Days bin by bin: the bins of several days are the same where their labels show the same time of day. Clock labels
 * are it themselves; of an ISO time it is what stands behind the date, or what the clock of the session's time zone
 * showed (day-clock.ts). Other labels must be the same text.
 */
import { InputError, must } from "../base/input-error";
import type { Noted } from "../base/units";
import { dayClock } from "./day-clock";
import { takeRows, type ImpactEstimates } from "./table/impact-estimates";

/**
 * The first bin whose label shows another time on some day than on the first, as a sentence; undefined where there is
 * none, or the labels are not known.
 */
export function labelsDiffer(days: readonly (Noted & { readonly bin?: readonly string[] })[]): string | undefined {
  const first = days[0].bin;
  if (first === undefined) return undefined;
  const times = first.map(String).map(dayClock(days[0]));
  for (const [d, day] of days.entries()) {
    const { bin } = day;
    const time = dayClock(day);
    const at = bin?.findIndex((label, i) => time(String(label)) !== times[i]) ?? -1;
    if (bin !== undefined && at >= 0)
      return `bin ${at} is ${first[at]} on the first day and ${bin[at]} on day ${d + 1}`;
  }
  return undefined;
}

/** Days of the same bins, and how many of each day's were left out for it. */
export interface AlignedDays {
  readonly models: readonly ImpactEstimates[];
  /** Of each day. */
  readonly leftOut: readonly number[];
  /** How many bins there are on any day. */
  readonly total: number;
}

/**
 * The bins that every day has, in the first day's order: what one day lacks is left out of all.
 *
 * @param days estimates of one side each; labels in UTC are compared on the clock of the time zone that their recipe
 *   names, so that a session is the same hours in winter and in summer.
 * @throws InputError where no bin is common to all days, where their common bins stand in another order, and for a day
 *   that has a time twice, as tables of several dates or sides have.
 * @example
 * ```ts
 * import { alignDays, loadEstimates, takeRows } from "../src";
 * const { model } = await loadEstimates("../data/synthetic-equity-day.csv");
 * const halfDay = takeRows(model, Array.from({ length: 210 }, (_, i) => i)); // closes at 13:00
 * console.log(alignDays([model, halfDay]).leftOut); // 180 bins of the first day, none of the second
 * ```
 */
export function alignDays(days: readonly ImpactEstimates[]): AlignedDays {
  must(Array.isArray(days) && days.length > 0, "days", "must be a list of days", days);
  if (days.length === 1) return { models: days, leftOut: [0], total: days[0].bin.length };
  const places = days.map((day: ImpactEstimates, d) => {
    const times = day.bin.map(dayClock(day));
    const place = new Map(times.map((time, i) => [time, i]));
    const twice = day.bin.find((_, i) => place.get(times[i]) !== i);
    const rule = "must have every time of day once, of one date and one side (`side` chooses one)";
    if (twice !== undefined) throw new InputError("days", `${rule}, and a time is there twice`, twice, d);
    return place;
  });
  const common = [...places[0].keys()].filter((time) => places.every((place) => place.has(time)));
  must(common.length > 0, "days", "must have a bin in common, by the time of day", `${days.length} days`);
  const models = days.map((day: ImpactEstimates, d) => {
    const rows = common.map((time) => places[d].get(time) as number);
    const back = rows.findIndex((row, k) => k > 0 && row < rows[k - 1]);
    if (back >= 0) throw new InputError("days", "must have their common bins in one order", day.bin[rows[back]], d);
    return rows.length === day.bin.length ? day : takeRows(day, rows);
  });
  const leftOut = models.map((_, d) => places[d].size - common.length);
  return { models, leftOut, total: new Set(places.flatMap((place) => [...place.keys()])).size };
}
