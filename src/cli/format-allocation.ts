/** An allocation for a terminal: as a person reads it, and as JSON for machines. */
import Table from "cli-table3";

import { unitsOf } from "../base/units";
import { describeExtrapolation, type Extrapolation, extrapolationJson, outsideByBin } from "../estimates/extrapolation";
import type { BareBin } from "../estimates/table/estimates-table";
import type { NamedStrategy } from "../solver/baselines/all-baselines";
import type { BindingCap } from "../solver/model/allocation";
import type { Allocation } from "../solver/model/allocation";

/** Bins listed in full; of more, those that trade most. */
const MOST_BINS = 40;

/** What is told beside the allocation itself. */
export interface Shown {
  /** The bins' labels, where they have some. */
  readonly labels?: readonly string[];
  /** Whether it is bought or sold, where that is stated. */
  readonly side?: string;
  readonly strategies?: readonly NamedStrategy[];
  /** The caps that bind. */
  readonly atCaps?: readonly BindingCap[];
  /** How far it leaves what the fits saw. */
  readonly beyond?: Extrapolation;
  /** Bins of the table without a curve. */
  readonly leftOut?: readonly BareBin[];
}

/** The summary, the certificate, the bins that trade, and what the other strategies would cost. */
export function formatAllocation(allocation: Allocation, shown: Shown = {}): string {
  const { x, size, cost, lambda, status, regime, active } = allocation;
  const { labels, strategies = [], beyond, atCaps = [] } = shown;
  const { certificate } = allocation;
  const units = unitsOf(allocation);
  const currency = units.currency === "currency" ? "" : ` ${units.currency}`;
  const label = (i: number): string => labels?.[i] ?? String(i);
  const used = [...x.keys()].filter((i) => x[i] > 0);
  const choice = active < 0 ? "" : `, bin ${label(active)} active among those with beta <= 1`;
  const lines = [
    `${number(size)} ${units.sizes} over ${x.length} bins, ${regime}${choice}: ${status}`,
    `cost ${number(cost)}${currency}   ${size > 0 ? `per ${units.size} ${number(cost / size)}   ` : ""}` +
      `shadow price ${number(lambda)}`,
    `feasibility ${brief(certificate.feasibility)}   stationarity ${brief(certificate.stationarity)}   ` +
      `duality gap ${brief(certificate.dualityGap)}   ${certificate.candidates} non-convex candidates` +
      (certificate.margin < Infinity ? `, runner-up ${percent(certificate.margin)} dearer` : "") +
      (certificate.ties.length > 0 ? `, ties: ${certificate.ties.map(label).join(", ")}` : ""),
    caps(allocation),
    steps(allocation, label),
    ...(beyond === undefined ? [] : describeExtrapolation(beyond, allocation)),
    bins(allocation, used, label, beyond),
    full(allocation, atCaps, label),
  ];
  if (strategies.length > 0) lines.push(comparison(cost, strategies));
  return `${lines.filter((line) => line !== "").join("\n")}\n`;
}

/**
 * One JSON object: the allocation's fields, x as an array, units, side, the bins' labels, the strategies' costs, what
 * lies beyond the fits, the bins at their caps and those left out. Infinite numbers (a margin without a runner-up, a
 * bin without a cap) are null, as JSON has none.
 */
export function allocationJson(allocation: Allocation, shown: Shown = {}): string {
  const { labels, side, strategies = [], beyond, leftOut = [], atCaps } = shown;
  const { currency, sizes } = unitsOf(allocation);
  const baselines = strategies.map(({ name, cost, x }) => ({ name, cost, x: Array.from(x) }));
  return `${JSON.stringify({
    ...allocation,
    x: Array.from(allocation.x),
    ...(allocation.cap === undefined ? {} : { cap: Array.from(allocation.cap) }),
    units: { currency: currency === "currency" ? null : currency, size: sizes },
    side: side === undefined || side === "" ? null : side,
    ...(labels === undefined ? {} : { bin: labels }),
    ...(beyond === undefined ? {} : { extrapolation: extrapolationJson(beyond) }),
    ...(atCaps === undefined ? {} : { atCaps: atCaps.map((at) => ({ ...at, label: labels?.[at.bin] })) }),
    ...(leftOut.length === 0 ? {} : { leftOut: leftOut.map(({ bin, why }) => ({ bin, reason: why })) }),
    ...(baselines.length > 0 ? { baselines } : {}),
  })}\n`;
}

function caps({ cap, status, certificate: { atCap, lowerBound, dualityGap } }: Allocation): string {
  if (cap === undefined) return "";
  if (atCap === undefined || lowerBound === undefined) return "caps: none binds";
  const bound =
    status === "bounded"
      ? `; no allocation within the caps costs less than ${number(lowerBound)}, ${percent(dualityGap)} below`
      : "";
  return `caps: ${atCap} ${atCap === 1 ? "bin is at its cap" : "bins are at their caps"}${bound}`;
}

/** A share of the cost that doubles cannot tell from none. */
const NOTHING = 1e-13;

/** What whole lots and a smallest trade cost. */
function steps({ lot, minTrade, certificate: { rounding }, notes }: Allocation, label: (i: number) => string): string {
  if (rounding === undefined) return "";
  const { sizes, currency } = unitsOf({ notes });
  const unit = currency === "currency" ? "" : ` ${currency}`;
  const what = [
    ...(lot === undefined ? [] : [`lots of ${number(lot)} ${sizes}`]),
    ...(minTrade === undefined ? [] : [`trades of at least ${number(minTrade)} ${sizes}`]),
  ];
  const { cost, relative, rest, restBin } = rounding;
  const odd = rest > 0 ? `; the odd rest of ${number(rest)} joins bin ${label(restBin)}` : "";
  // What rounding leaves is no cost.
  const more = relative < NOTHING ? "nothing more" : `${number(cost)}${unit} more, ${percent(relative)}`;
  return `${what.join(", ")}: they cost ${more}${odd}`;
}

function bins(
  allocation: Allocation,
  used: readonly number[],
  label: (i: number) => string,
  beyond: Extrapolation | undefined,
): string {
  const { x, size } = allocation;
  if (used.length === 0) return "";
  const most = [...used].sort((a, b) => x[b] - x[a]).slice(0, MOST_BINS);
  const seen = beyond === undefined ? new Map<number, string>() : outsideByBin(beyond);
  const outside = seen.size > 0;
  const table = newTable(["bin", unitsOf(allocation).sizes, "share of order", ...(outside ? ["outside the fit"] : [])]);
  for (const i of most.sort((a, b) => a - b))
    table.push([label(i), number(x[i]), percent(x[i] / size), ...(outside ? [seen.get(i) ?? ""] : [])]);
  const rest = used.length - most.length;
  return table.toString() + (rest > 0 ? `\n${rest} more bins trade less than each of these (--json lists all)` : "");
}

/** The bins at their caps, those whose room is worth most first. */
function full(allocation: Allocation, atCaps: readonly BindingCap[], label: (i: number) => string): string {
  if (atCaps.length === 0) return "";
  const { sizes, size, currency } = unitsOf(allocation);
  const saving =
    allocation.lot === undefined
      ? `one ${size} more saves (${currency})`
      : `one lot more saves (${currency} a ${size})`;
  const table = newTable(["bin at its cap", `cap (${sizes})`, saving]);
  for (const { bin, cap, saves } of atCaps.slice(0, MOST_BINS)) table.push([label(bin), number(cap), number(saves)]);
  const rest = atCaps.length - MOST_BINS;
  return table.toString() + (rest > 0 ? `\n${rest} more bins at their caps save less (--json lists all)` : "");
}

function comparison(cost: number, strategies: readonly NamedStrategy[]): string {
  const table = newTable(["strategy", "cost", "above the optimum"]);
  table.push(["optimum", number(cost), ""]);
  for (const { name, cost: other } of strategies)
    if (Number.isNaN(other)) table.push([name, "", "no room for all of it"]);
    else table.push([name, number(other), cost > 0 ? percent(other / cost - 1) : ""]);
  return table.toString();
}

function newTable(head: string[]): InstanceType<typeof Table> {
  return new Table({ head, colAligns: ["left", "right", "right"], style: { head: [], border: [], compact: true } });
}

function number(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(8))) : String(value);
}

function brief(value: number): string {
  return value === 0 ? "0" : value.toExponential(1);
}

function percent(value: number): string {
  if (Math.abs(value) < 1e-12) return "0 %"; // rounding, not a difference
  return `${Number((100 * value).toPrecision(4))} %`;
}
