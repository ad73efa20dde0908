/**
 * Folds of a walk forward: what was known, and the bins that came next. By day, the days before are known, bin by bin
 * at the same time of day. Of one day alone, its parts: the part before is known, and its j-th bin is what the j-th bin
 * of the next part is expected to be.
 */
import { InputError, must } from "../../base/input-error";
import { alignDays } from "../../estimates/align-days";
import { dayClock, timeOfDay } from "../../estimates/day-clock";
import type { BinCostRow, CostTable } from "../../estimates/costs/cost-table";
import { isLater } from "../../estimates/table/time-order";
import { takeRows, type ImpactEstimates } from "../../estimates/table/impact-estimates";

/** A day's curves, one side, and what its book cost. */
export interface WalkDay {
  readonly estimates: ImpactEstimates;
  readonly costs: CostTable;
}

export interface Fold {
  /** The day or part that pays. */
  readonly name: string;
  /** The last bin that was known, and the first that pays. */
  readonly knownUntil: string;
  readonly paysFrom: string;
  /** Models of the same bins, one a day. */
  readonly known: readonly ImpactEstimates[];
  /** The cost row of each of these bins; undefined where the book to come has none. */
  readonly rows: readonly (BinCostRow | undefined)[];
  /** How many bins have no curve on every day that is known. */
  readonly lacking: number;
}

const ISO = /^\d{4}-\d\d-\d\d[T ]/;

/** @param window the most days that are known, the latest. */
export function foldsByDay(days: readonly WalkDay[], window: number): Fold[] {
  days.forEach(({ costs }, d) => {
    const undated = costs.rows.find(({ bin }) => !ISO.test(bin));
    if (undated !== undefined)
      throw new InputError(`days[${d}].costs`, "must have dated bins, as several days are walked through", undated.bin);
  });
  return days.slice(1).map(({ costs }, k) => {
    const recent = days.slice(Math.max(0, k + 1 - window), k + 1).map(({ estimates }) => estimates);
    const before = recent.map(withCurve);
    const known = before.length === 1 ? before : alignDays(before).models;
    const total = new Set(recent.flatMap((day) => day.bin.map(dayClock(day)))).size;
    const pays = dayClock(costs);
    const rows = new Map(costs.rows.map((row) => [pays(row.bin), row]));
    const times = known[0].bin.map(dayClock(known[0]));
    must(
      times.some((time) => rows.has(time)),
      `days[${k + 1}].costs`,
      `must have a bin at a time of day that was known, as ${known[0].bin[0]}`,
      costs.rows[0].bin,
    );
    return checkedFold({
      name: costs.rows[0].bin.slice(0, 10),
      knownUntil: lastBin(days[k]),
      paysFrom: costs.rows[0].bin,
      known,
      rows: times.map((time) => rows.get(time)),
      lacking: total - known[0].bin.length,
    });
  });
}

export function foldsByPart({ estimates, costs }: WalkDay, parts: number): Fold[] {
  const bins = estimates.bin;
  const each = Math.floor(bins.length / parts);
  must(each >= 4, "options.parts", `must leave 4 bins a part or more, of ${bins.length}`, parts);
  const rows = new Map(costs.rows.map((row) => [timeOfDay(row.bin), row]));
  return Array.from({ length: parts - 1 }, (_, p) => {
    const before = Array.from({ length: each }, (_, j) => p * each + j);
    // A curve that was lent by neighbours may be of bins that pay.
    const seen = before.filter((row) => !Number.isNaN(estimates.alpha[row]) && estimates.status[row] !== "filled");
    return checkedFold({
      name: `${bins[(p + 1) * each]} +${each} bins`,
      knownUntil: bins[(p + 1) * each - 1],
      paysFrom: bins[(p + 1) * each],
      known: [takeRows(withOwnErrors(estimates), seen)],
      rows: seen.map((row) => rows.get(timeOfDay(bins[row + each]))),
      lacking: each - seen.length,
    });
  });
}

/** Errors that neighbours lent may be of bins that pay, too. */
function withOwnErrors(estimates: ImpactEstimates): ImpactEstimates {
  const own = (column: Float64Array): Float64Array =>
    column.map((value, row) => (estimates.status[row] === "filled-errors" ? NaN : value));
  const { seLogAlpha, seBeta, cov } = estimates;
  return { ...estimates, seLogAlpha: own(seLogAlpha), seBeta: own(seBeta), cov: own(cov) };
}

/** Of a day, whose labels are in order: of its estimates or its costs; labels without a date tell nothing. */
function lastBin({ estimates, costs }: WalkDay): string {
  const known = estimates.bin.at(-1) ?? "";
  const costed = costs.rows[costs.rows.length - 1].bin;
  return ISO.test(known) && isLater(known, costed) ? known : costed;
}

/** Nothing of the future: the last bin known lies before the first that pays, by their labels. */
function checkedFold(fold: Fold): Fold {
  must(
    isLater(fold.paysFrom, fold.knownUntil),
    "days",
    `must be in order of time: ${fold.knownUntil} is known`,
    fold.paysFrom,
  );
  must(fold.known[0].bin.length > 0, "days", "must have a bin with a curve before the first that pays", fold.paysFrom);
  return fold;
}

function withCurve(estimates: ImpactEstimates): ImpactEstimates {
  const rows = [...estimates.bin.keys()].filter((row) => !Number.isNaN(estimates.alpha[row]));
  return takeRows(estimates, rows);
}
