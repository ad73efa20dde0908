/** Models that are not to be taken together: one counts in what another does not. */
import type { Noted } from "./units";

/** What may say how its orders are counted. */
interface Stated extends Noted {
  readonly side?: ArrayLike<string>;
}

/**
 * What two of several models state otherwise, side, currency or unit of sizes, as a sentence; undefined where nothing.
 *
 * @param one what a model is called there.
 */
export function statementsDiffer(days: readonly Stated[], one = "day"): string | undefined {
  const stated: readonly [string, (day: Stated) => string | undefined][] = [
    ["side", ({ side }) => side?.[0]],
    ["currency", ({ notes }) => notes?.currency],
    ["unit of sizes", ({ notes }) => notes?.size_unit],
  ];
  for (const [what, of] of stated) {
    const known = days.flatMap((day, d) => {
      const value = of(day) ?? "";
      return value === "" || value === "unknown" ? [] : [{ value, d }];
    });
    const other = known.find(({ value }) => value !== known[0].value);
    if (other !== undefined)
      return `${what} ${known[0].value} on ${one} ${known[0].d + 1} and ${other.value} on ${one} ${other.d + 1}`;
  }
  return undefined;
}

/** The same of currency and unit of sizes alone: buys and sells may stand beside one another. */
export function unitsDiffer(models: readonly Noted[], one = "model"): string | undefined {
  return statementsDiffer(
    models.map((model: Noted | undefined) => ({ notes: model?.notes })),
    one,
  );
}
