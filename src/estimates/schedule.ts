/**
 * An allocation as orders that can be sent: a row for each bin that trades, with what it is expected to cost and what
 * its estimate rests on. Every row says its side, zone, currency and unit: it is read where the notes of the
 * estimates are not.
 */
import { checkChoice } from "../base/check-choice";
import { checkOptions, type OptionNames } from "../base/check-options";
import { InputError, must } from "../base/input-error";
import { unitsOf } from "../base/units";
import { writeBeside } from "../base/write-beside";
import { curve, marginalCost } from "../solver/model/cost";
import { checkModel, checkPerBin } from "../solver/model/impact-model";
import { ZoneClock } from "./book/time-zone";
import { extrapolation, outsideByBin, type FittedModel } from "./extrapolation";
import { onClock } from "./on-clock";
import { notedZone, zoneOfLabel } from "./table/bin-zone";
import { writeColumns } from "./table/write-columns";

/** A model with what is known of its bins, where it is. */
export interface ScheduledModel extends FittedModel {
  readonly bin?: readonly string[];
  readonly side?: readonly string[];
}

export interface ScheduleOptions {
  /** Whether it is bought or sold. Default: the side of the estimates; needed where they name none. */
  readonly side?: "buy" | "sell";
  /**
   * The desk's clock: `America/New_York`. Labels that state their zone are written on it, with its offset; it is the
   * zone of those that state none. Default: labels as they are, and the zone of the estimates' notes.
   */
  readonly timeZone?: string;
}

const OPTIONS: OptionNames<ScheduleOptions> = { side: true, timeZone: true };

type TextColumn = "bin" | "time_zone" | "side" | "outside_fit" | "currency" | "size_unit";

/** The columns in the order of a file. */
const COLUMNS = [
  "bin",
  "time_zone",
  "side",
  "quantity",
  "cumulative",
  "expected_cost",
  "marginal_cost",
  "share_of_volume",
  "min_size",
  "max_size",
  "outside_fit",
  "currency",
  "size_unit",
] as const;

/** One value a bin that trades; of what is not known, NaN and "". */
export type Schedule = {
  readonly [Name in (typeof COLUMNS)[number]]: readonly (Name extends TextColumn ? string : number)[];
};

/**
 * The orders that an allocation comes to, one a bin that trades: the bin and its zone, side, quantity x_i, cumulative
 * sum_{j <= i} x_j, expected cost g_i(x_i), marginal cost g_i'(x_i), share of the bin's volume x_i / V_i, the sizes
 * that the fit saw and whether the order leaves them, currency and unit.
 */
export function scheduleOf(
  model: ScheduledModel,
  allocation: { readonly x: ArrayLike<number>; readonly lot?: number },
  options: ScheduleOptions = {},
): Schedule {
  must(typeof allocation === "object" && allocation !== null, "allocation", "must be an object with its x", allocation);
  const { x, lot } = allocation;
  const { side: given, timeZone } = checkOptions(options, OPTIONS);
  const { alpha, beta } = checkModel(model);
  const n = alpha.length;
  checkPerBin("allocation.x", x, n, "must be a finite number of shares, 0 or above");
  const { bin, volume, minSize, maxSize } = model;
  must(bin === undefined || bin.length === n, "model.bin", `must have a label a time bin (${n})`, bin);
  const traded = Array.from({ length: n }, (_, i) => i).filter((i) => x[i] > 0);
  must(traded.length > 0, "allocation.x", "must trade something", x);
  const side = sideOfOrder(model, given);
  const clock = clockOfOrder(model, timeZone);
  const units = unitsOf(model);
  const outside = outsideByBin(extrapolation(model, x));
  const column = <Value>(of: (i: number) => Value): Value[] => traded.map(of);
  const known = (values: ArrayLike<number> | undefined) => column((i) => values?.[i] ?? NaN);
  // Twelve lots of 0.3 are 3.6, not the doubles' 3.5999999999999996, which no venue takes.
  const shown = (size: number): number =>
    lot === undefined || Number.isInteger(size) ? size : Number(size.toPrecision(15));
  let total = 0;
  return {
    bin: column((i) => (bin === undefined ? String(i) : clock.label(bin[i]))),
    time_zone: column((i) => clock.zone(bin?.[i] ?? "")),
    side: column(() => side),
    quantity: column((i) => shown(x[i])),
    cumulative: column((i) => (total = shown(total + shown(x[i])))),
    expected_cost: column((i) => curve(alpha[i], beta[i], x[i])),
    marginal_cost: column((i) => marginalCost(alpha[i], beta[i], x[i])),
    share_of_volume: column((i) => (volume !== undefined && volume[i] > 0 ? x[i] / volume[i] : NaN)),
    min_size: known(minSize),
    max_size: known(maxSize),
    outside_fit: column((i) => outside.get(i) ?? ""),
    currency: column(() => (units.currency === "currency" ? "" : units.currency)),
    size_unit: column(() => units.sizes),
  };
}

/**
 * Writes the orders that an allocation comes to, a row for each bin that trades: .csv, .csv.gz, .parquet or .json by
 * the name's end, beside its place and renamed. The columns:
 *
 *     bin, time_zone        label of the bin (its start), and the zone of its clock, where one is stated; on the clock
 *                           of `timeZone` where that is given: 2024-07-01T09:30-04:00 for New York's 13:30Z
 *     side                  buy or sell
 *     quantity, cumulative  x_i and sum_{j <= i} x_j, in size_unit; of an allocation in lots as decimals say them
 *     expected_cost         alpha_i x_i^beta_i, in currency
 *     marginal_cost         alpha_i beta_i x_i^(beta_i - 1), currency per unit of size
 *     share_of_volume       x_i / V_i, where the bin's volume is known
 *     min_size, max_size    the sizes that the bin's fit saw; outside_fit says where x_i leaves them
 *     currency, size_unit
 *
 * @param path the file to write.
 * @param model what was allocated: estimates, or alpha and beta with as much as is known beside them.
 * @param allocation x, N values, shares: what `allocate` returned, or any other strategy.
 * @throws InputError for another ending, for an order whose side nobody states (round-trip estimates have none), for a
 *   zone that contradicts the one of labels without an offset, and where nothing trades.
 * @example
 * ```ts
 * import { tmpdir } from "node:os";
 * import { allocate, loadEstimates, saveSchedule } from "../src";
 * const { model } = await loadEstimates("../data/synthetic-equity-day.csv");
 * const best = allocate(model, 250_000, { participation: 0.1 });
 * await saveSchedule(`${tmpdir()}/orders.csv`, model, best, { timeZone: "America/New_York" });
 * ```
 */
export async function saveSchedule(
  path: string,
  model: ScheduledModel,
  allocation: { readonly x: ArrayLike<number>; readonly lot?: number },
  options: ScheduleOptions = {},
): Promise<void> {
  checkSchedulePath("path", path);
  const schedule = scheduleOf(model, allocation, options);
  if (/\.json$/i.test(path)) return writeBeside(path, [scheduleJson(schedule)]);
  const empty = /\.parquet$/i.test(path) ? NaN : "";
  const columns = COLUMNS.map((name) => [name, schedule[name].map((value) => (Number.isNaN(value) ? empty : value))]);
  return writeColumns(path, Object.fromEntries(columns) as Record<string, (number | string)[]>);
}

/** Throws an InputError where orders cannot be written under this name. */
export function checkSchedulePath(argument: string, path: string): void {
  const rule = "must end in .csv, .csv.gz, .parquet or .json";
  must(typeof path === "string" && /\.(csv|csv\.gz|parquet|json)$/i.test(path), argument, rule, path);
}

/** What all rows have in common once, and the orders as objects; what is not known is null. */
function scheduleJson(schedule: Schedule): string {
  const common = ["side", "currency", "size_unit"] as const;
  const own = COLUMNS.filter((name) => !(common as readonly string[]).includes(name));
  const orNull = (value: number | string): number | string | null =>
    value === "" || Number.isNaN(value) ? null : value;
  const { quantity, expected_cost: costs } = schedule;
  const json = {
    ...Object.fromEntries(common.map((name) => [name, orNull(schedule[name][0])])),
    quantity: schedule.cumulative[quantity.length - 1],
    expected_cost: costs.reduce((sum, cost) => sum + cost, 0),
    orders: quantity.map((_, k) => Object.fromEntries(own.map((name) => [name, orNull(schedule[name][k])]))),
  };
  return `${JSON.stringify(json, null, 1)}\n`;
}

/** An order is bought or sold. */
function sideOfOrder({ side }: ScheduledModel, given: ScheduleOptions["side"]): string {
  if (given !== undefined) checkChoice("options.side", given, ["buy", "sell"]);
  const stated = Array.from(side ?? [])[0] ?? "";
  const isOrder = stated === "buy" || stated === "sell";
  if (given === undefined) {
    const why = stated === "" ? "the estimates name no side" : `${stated} is neither`;
    must(isOrder, "options.side", `must say whether it is bought or sold, buy or sell: ${why}`, given);
    return stated;
  }
  must(
    !isOrder || stated === given,
    "options.side",
    `must not contradict the estimates, which are to ${stated}`,
    given,
  );
  return given;
}

/** How an order's bins are labelled, and on which zone's clock. */
interface OrderClock {
  readonly label: (bin: string) => string;
  readonly zone: (bin: string) => string;
}

function clockOfOrder(model: ScheduledModel, given: string | undefined): OrderClock {
  const noted = notedZone(model);
  if (given === undefined) return { label: (bin) => bin, zone: (bin) => zoneOfLabel(bin) ?? noted ?? "" };
  const clock = new ZoneClock("options.timeZone", given);
  const label = (bin: string): string => {
    const stated = zoneOfLabel(bin) ?? noted ?? given;
    const shown = stated === given ? bin : onClock(bin, clock);
    if (shown !== undefined) return shown;
    throw new InputError("options.timeZone", `must not contradict the bins, whose zone is ${stated}`, given);
  };
  return { label, zone: () => given };
}
