/** An allocation by time of day: sums over hours, or any width, in the order of the clock. */
import type { DataFrame } from "danfojs-node";

import { InputError, must } from "../base/input-error";
import { parseDuration } from "../base/parse-duration";
import { unitsOf } from "../base/units";
import { sum } from "../numeric/sum";
import { curve } from "../solver/model/cost";
import { checkModel, checkPerBin, type ImpactModel } from "../solver/model/impact-model";
import { dataFrame } from "./table/data-frame";
import { clockSeconds } from "./table/time-order";

/** Seconds. */
const DAY = 86_400;

/**
 * What is traded in each hour (or other width) of the day, and what it costs, in the order of the clock: a session past
 * midnight goes on after it. A bin belongs to the time in which it starts.
 *
 * @param model alpha, beta and the bins' labels, clock times (`09:30`) or ISO times, N each; with volumes, the share
 *   of them that is traded is told too.
 * @param x N sizes >= 0, shares: an allocation's `x`.
 * @param width a time that divides the day: `"1h"`, `"30m"`. Default: an hour.
 * @returns a row a time that has bins: its start as the labels have it, the number of bins, the size and its share of
 *   the order (%), cost, cost a share, and the share of the volume (%).
 * @throws InputError for labels that are no times, a width that does not divide the day, other than one x a bin.
 * @example
 * ```ts
 * import { allocate, byTime, loadEstimates } from "../src";
 * const { model } = await loadEstimates("../data/synthetic-equity-day.csv");
 * byTime(model, allocate(model, 250_000).x, "1h").print(); // 09:00 first, 15:00 last
 * ```
 */
export function byTime(
  model: ImpactModel & { readonly bin?: readonly string[] },
  x: ArrayLike<number>,
  width = "1h",
): DataFrame {
  const { alpha, beta } = checkModel(model);
  const n = alpha.length;
  const { bin, volume } = model;
  must(bin?.length === n, "model.bin", `must have a label a time bin (${n})`, bin);
  checkPerBin("x", x, n, "must be a finite number of shares, 0 or above");
  const seconds = parseDuration("width", width);
  must(Number.isInteger(DAY / seconds), "width", "must divide the day: 1h, 30m, 5m", width);
  const groups = groupsOf(bin, seconds);
  const { currency, size, sizes } = unitsOf(model);
  const order = sum(x);
  const totals = (of: (i: number) => number): number[] => groups.map(({ bins }) => sum(bins.map(of)));
  const traded = totals((i) => x[i]);
  const costs = totals((i) => curve(alpha[i], beta[i], x[i]));
  const volumes =
    volume !== undefined && Array.from(volume).every((v) => v >= 0) ? totals((i) => volume[i]) : undefined;
  const ratio = (part: number, whole: number): number => (whole > 0 ? part / whole : 0);
  return dataFrame({
    time: groups.map(({ label }) => label),
    bins: groups.map(({ bins }) => bins.length),
    [sizes]: traded,
    "% of the order": traded.map((part) => 100 * ratio(part, order)),
    [`cost (${currency})`]: costs,
    [`${currency} per ${size}`]: costs.map((cost, k) => ratio(cost, traded[k])),
    ...(volumes === undefined ? {} : { "% of volume": traded.map((part, k) => 100 * ratio(part, volumes[k])) }),
  });
}

interface Group {
  readonly label: string;
  readonly bins: number[];
}

/** The bins by the time they start in, in the order of the clock. */
function groupsOf(labels: readonly string[], width: number): Group[] {
  const groups = new Map<string, Group & { readonly at: number }>();
  const first = clockSeconds(String(labels[0]));
  labels.forEach((label, i) => {
    const { at, name } = startOf(String(label), width, first, i);
    const group = groups.get(name) ?? { label: name, at, bins: [] };
    group.bins.push(i);
    groups.set(name, group);
  });
  return [...groups.values()].sort((a, b) => a.at - b.at);
}

const ISO = /^(\d{4}-\d\d-\d\d)([T ])(\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d(?::?\d\d)?)?$/;

/** The start of the time that a label is in, in seconds and as the labels are written. */
function startOf(label: string, width: number, first: number, i: number): { at: number; name: string } {
  const floor = (seconds: number): number => Math.floor(seconds / width) * width;
  const clock = clockSeconds(label);
  if (!Number.isNaN(clock) && !Number.isNaN(first)) {
    const start = floor(clock);
    return { at: clock < first ? start + DAY : start, name: clockOf(start % DAY) };
  }
  const [, date, divider, time, zone = ""] = ISO.exec(label.trim()) ?? [];
  if (date === undefined || !Number.isNaN(first))
    throw new InputError("model.bin", "must be clock times such as 09:30, or ISO times", label, i);
  const start = floor(clockSeconds(time));
  const offset = zone === "" ? "Z" : zone.replace(/^([+-]\d\d)$/, "$1:00");
  const name = `${date}${divider}${clockOf(start)}${zone}`;
  const at = Date.parse(`${date}T${clockOf(start)}${offset}`) / 1000;
  if (Number.isNaN(at)) throw new InputError("model.bin", "must be times that there are", label, i);
  return { at, name };
}

/** 09:00, or 09:00:30 where there are seconds. */
function clockOf(seconds: number): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  const rest = seconds % 60;
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}${rest === 0 ? "" : `:${two(rest)}`}`;
}
