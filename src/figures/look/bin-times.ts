/**
 * Bin labels as times along an axis: clock times, `09:30`, and ISO dates with a time. Clock times have no date; a
 * made-up one, which nothing shows, puts them in order, and what a session trades past midnight on the day after.
 */
import { zoneName } from "../../estimates/table/bin-zone";
import { clockSeconds, labelOrder } from "../../estimates/table/time-order";

export interface BinTimes {
  /** Plotly's dates, which it takes as they read: it leaves their zone aside. */
  readonly values: string[];
  /** The zone that the labels state: `UTC`, `UTC+02:00`. */
  readonly zone?: string;
  /** How a label reads, in d3's signs. */
  readonly format: string;
  /** Whether the day is made up. */
  readonly dateless: boolean;
}

/** Undefined for labels that are not all times of one kind, in an order that clock times can have. */
export function binTimes(labels: readonly string[]): BinTimes | undefined {
  return labels.length === 0 ? undefined : (clockTimes(labels) ?? isoTimes(labels));
}

function clockTimes(labels: readonly string[]): BinTimes | undefined {
  const seconds = labels.map(clockSeconds);
  if (seconds.some(Number.isNaN)) return undefined;
  // Buys and sells have the same labels.
  const breaks = labelOrder();
  if ([...new Set(labels)].some((label) => breaks(label) !== undefined)) return undefined;
  const values = seconds.map((s) => iso(1000 * (s < seconds[0] ? s + DAY : s)).slice(0, -1));
  return { values, format: formatOf(labels), dateless: true };
}

const DAY = 86_400;
const ISO = /^\d{4}-\d\d-\d\d[T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|[+-]\d\d(:?\d\d)?)?$/;

function isoTimes(labels: readonly string[]): BinTimes | undefined {
  const zones = new Set<string | undefined>();
  for (const label of labels) {
    const match = ISO.exec(label);
    if (match === null) return undefined;
    zones.add(zoneName(match[4]));
  }
  if (zones.size > 1) return zones.has(undefined) ? undefined : inUtc(labels);
  return { values: [...labels], zone: [...zones][0], format: formatOf(labels), dateless: false };
}

/** Where clocks are put forward or back, the hours that they show are not evenly spaced. */
function inUtc(labels: readonly string[]): BinTimes {
  const values = labels.map((label) => iso(Date.parse(label.replace(" ", "T").replace(/([+-]\d\d)$/, "$1:00"))));
  return { values, zone: "UTC", format: formatOf(values), dateless: false };
}

function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

const PARTS = /^(?:\d{4}-\d\d-\d\d([T ]))?\d{1,2}:\d\d(:\d\d)?(\.\d+)?( ?)([AP]M)?(.*)$/i;

/** The form of the longest label; others of its kind lack no more than seconds of 0. */
function formatOf(labels: readonly string[]): string {
  const trimmed = labels.map((label) => label.trim());
  const longest = trimmed.reduce((a, b) => (b.length > a.length ? b : a));
  const [, divider, seconds, fraction = "", space, half, zone] = PARTS.exec(longest) ?? [];
  const unpadded = trimmed.some((label) => /^\d:/.test(label)) ? "-" : "";
  const date = divider === undefined ? "" : `%Y-%m-%d${divider}`;
  // Plotly drops a fraction's last zeros.
  const digits = trimmed.every((label) => label.includes(fraction)) ? fraction : `.%${fraction.length - 1}f`;
  const clock = `%${unpadded}${half === undefined ? "H" : "I"}:%M${seconds === undefined ? "" : ":%S"}`;
  return `${date}${clock}${digits}${space}${half === undefined ? "" : "%p"}${zone}`;
}
