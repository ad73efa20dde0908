/**
 * What days must be to be walked through: of one side, instrument and width of bin, in the same units, each in order of
 * time and one day, its costs those of its own book.
 */
import { checkFields } from "../../base/check-fields";
import { InputError, must } from "../../base/input-error";
import type { Notes } from "../../base/units";
import { timeOfDay } from "../../estimates/day-clock";
import { recipeOf } from "../../estimates/recipe-of";
import { labelOrder } from "../../estimates/table/time-order";
import type { WalkDay } from "./folds";

/** @throws InputError that names the day, the rule and the value. */
export function checkDays(days: readonly WalkDay[]): void {
  must(Array.isArray(days) && days.length > 0, "days", "must be a list of days, each { estimates, costs }", days);
  days.forEach((day, d) => checkDay(day, `days[${d}]`));
  for (const [what, of] of ALIKE) {
    let first: string | undefined;
    days.forEach((day, d) => {
      for (const value of of(day)) {
        first ??= value;
        must(value === first, `days[${d}]`, `must be of the same ${what} in all estimates and costs (${first})`, value);
      }
    });
  }
}

function checkDay(day: WalkDay, name: string): void {
  const { estimates, costs } = checkFields(name, day, ["estimates", "costs"], "an object { estimates, costs }");
  must(costs?.rows?.length > 0, `${name}.costs`, "must be a cost table with bins", costs);
  const sides = sidesOf(estimates);
  const one = sides.length < 2 && (sides.length === 0 || sides[0] === costs.side);
  must(one, name, `must have estimates of the side of its costs, ${costs.side}`, sides);
  const costed = costs.rows.map(({ bin }) => bin);
  checkOneDay(estimates.bin, `${name}.estimates`);
  checkOneDay(costed, `${name}.costs`);
  // Labels without a date are of no day that could be told from another.
  const dated = [...estimates.bin, ...costed].every((label) => timeOfDay(label) !== label.trim());
  const same = dated ? (label: string): string => label.trim() : timeOfDay;
  const known = new Set(estimates.bin.map(same));
  const met = costed.some((label) => known.has(same(label)));
  must(met, `${name}.costs`, `must have a bin of its estimates, as ${estimates.bin[0]}`, costed[0]);
  costs.rows.forEach(({ bin, cost }) => {
    const bad = cost.findIndex((value) => !(value > 0 && value < Infinity));
    must(bad < 0, `${name}.costs`, `must have costs above 0, at ${bin}`, cost[bad]);
  });
}

/** In order, and no time of day twice: what stands for several days would be paid by one of them. */
function checkOneDay(labels: readonly string[], name: string): void {
  const follows = labelOrder();
  const seen = new Map<string, string>();
  for (const label of labels) {
    const broken = follows(label);
    if (broken !== undefined) throw new InputError(name, broken, label);
    const time = timeOfDay(label);
    const before = seen.get(time);
    if (before !== undefined)
      throw new InputError(name, `must be one day, a table each: it has ${before} already`, label);
    seen.set(time, label);
  }
}

/** What all estimates and costs have in common, as far as they say it. */
const ALIKE: readonly (readonly [what: string, of: (day: WalkDay) => string[]])[] = [
  ["side", ({ estimates, costs }) => [...sidesOf(estimates), costs.side]],
  ["currency", noted((notes) => notes.currency)],
  ["unit of sizes", noted((notes) => notes.size_unit)],
  ["width of bins", noted((notes) => recipeOf(notes).bin)],
  ["instrument", noted((notes) => recipeOf(notes).symbol)],
  ["time zone of the session", noted((notes) => recipeOf(notes).timeZone)],
];

function noted(of: (notes: Notes) => unknown): (day: WalkDay) => string[] {
  return ({ estimates, costs }) =>
    [estimates.notes, costs.notes].flatMap((notes) => {
      const value = notes === undefined ? undefined : of(notes);
      return typeof value === "string" && value.trim() !== "" && value !== "unknown" ? [value.trim()] : [];
    });
}

function sidesOf({ side }: WalkDay["estimates"]): string[] {
  return [...new Set(side.filter((one) => one !== ""))];
}
