/** Axes that the figures share: time bins, sizes, and decades on a colour bar. */
import type { ColorBar, LayoutAxis, TickFormatStop } from "plotly.js";

import { must } from "../../base/input-error";
import type { Noted } from "../../base/units";
import { notedZone } from "../../estimates/table/bin-zone";
import { log10, pow } from "../../numeric/elementary";
import { binTimes } from "./bin-times";
import { AXIS_TITLE as TITLE } from "./theme";

/** The time bins along an axis: labels where the model has them, else their index. */
export interface BinAxis {
  readonly values: (string | number)[];
  readonly axis: Partial<LayoutAxis>;
}

/**
 * Labels that are times are spaced as time is, with their zone, stated by themselves or by the notes, on the axis.
 *
 * @throws InputError for other than one label a bin.
 */
export function binAxis(n: number, labels?: readonly string[], noted?: Noted): BinAxis {
  if (labels === undefined)
    return { values: Array.from({ length: n }, (_, i) => i), axis: { title: { text: "time bin" } } };
  must(labels.length === n, "bin", `must have a label a time bin (${n})`, labels);
  // Notebooks are not strict: labels may be numbers.
  const times = binTimes(labels.map(String));
  if (times === undefined)
    return { values: [...labels], axis: { type: "category", title: { text: "time bin" }, nticks: 12 } };
  const { values, zone = notedZone(noted), format, dateless } = times;
  const text = zone === undefined ? "time bin (start)" : `time bin (start, ${zone})`;
  const tickformatstops = [
    clockTicks(null, 59_999, "%H:%M:%S"),
    clockTicks(60_000, dateless ? null : DAY - 1, "%H:%M"),
  ];
  return { values, axis: { type: "date", title: { text }, tickformatstops, hoverformat: format } };
}

const DAY = 86_400_000;

/** Hours and minutes, seconds where ticks are closer; of dates, the day where ticks are days. */
function clockTicks(least: number | null, most: number | null, value: string): Partial<TickFormatStop> {
  return { enabled: true, dtickrange: [least, most], value, name: "", templateitemname: "" };
}

/** Numbers, and gaps among them. */
type Values = ArrayLike<number | null>;

/**
 * Shares, 100, 1k, 1M; the values are those along the axis, and along the one `beside` it, that a figure writes no 1k
 * beside 1,000.
 */
export function sharesAxis(
  title: string,
  scale: "log" | "linear",
  values: Values,
  beside: Values = [],
): Partial<LayoutAxis> {
  const axis: Partial<LayoutAxis> = { type: scale, title: { text: title }, tickformat: formatOf(values, beside) };
  return scale === "log" ? { ...axis, dtick: logStep(values) } : axis;
}

/** Of sizes and costs alike: 10k and 5M, but 0.5 and 1,000 where there are fractions: 500m would read as millions. */
export function sharesFormat(least: number): string {
  return least < 1 ? ",~r" : "~s";
}

/** The same along an axis from 0 to the largest of the values: its ticks are a tenth of that apart, or more. */
export function formatFromZero(values: Values): string {
  return sharesFormat(extent(values).most / 10);
}

/** Positive values over decades, written as those along the axis `beside` it. */
export function logAxis(title: string, values: Values, beside: Values = []): Partial<LayoutAxis> {
  return { type: "log", title: { text: title }, tickformat: formatOf(values, beside), dtick: logStep(values) };
}

function formatOf(...axes: Values[]): string {
  return sharesFormat(Math.min(...axes.map((values) => extent(values, (value) => value > 0).least)));
}

/** Whether positive values run over more than a decade and a half, and so belong on a log axis. */
export function spansDecades(values: Values): boolean {
  return decadesOf(values) > 1.5;
}

/** Ticks at 1, 2, 5 over less than two decades, at powers of ten over many: Plotly alone would crowd 1 to 9. */
function logStep(values: Values): number | "D2" | undefined {
  const decades = decadesOf(values);
  if (decades < 0.4) return undefined;
  return decades < 2 ? "D2" : Math.ceil(decades / 8);
}

function decadesOf(values: Values): number {
  const { least, most } = extent(values, (value) => value > 0 && value < Infinity);
  return most > least ? log10(most / least) : 0;
}

/** The least and the largest of the values that count; Infinity and -Infinity where none does. */
export function extent(
  values: Values,
  counts: (value: number) => boolean = () => true,
): Record<"least" | "most", number> {
  const counted = Array.from(values).filter((value): value is number => value !== null && counts(value));
  const least = counted.reduce((a, b) => Math.min(a, b), Infinity);
  return { least, most: counted.reduce((a, b) => Math.max(a, b), -Infinity) };
}

/** A colour bar with its title along it, clear of the ticks. */
export function colorBar(title: string): Partial<ColorBar> {
  return { title: { text: title, side: "right", font: { size: TITLE } }, ticksuffix: "\u2002", thickness: 16 };
}

/** A colour bar for z = log10 of what is shown, with ticks at the numbers themselves. */
export function decadeBar(title: string, least: number, most: number): Partial<ColorBar> {
  const { values, texts } = decadeTicks(least, most);
  return { ...colorBar(title), tickmode: "array", tickvals: values, ticktext: texts };
}

/** Ticks for an axis of log10 values: powers of ten, about `count` of them at most, 2 and 5 between where few. */
export function decadeTicks(least: number, most: number, count = 8): { values: number[]; texts: string[] } {
  const decades = most - least;
  const steps = decades < 1.5 ? [1, 2, 5] : [1];
  const stride = Math.max(1, Math.ceil(decades / count));
  const first = Math.floor(least);
  const ticks = Array.from({ length: Math.floor((most - first) / stride) + 1 }, (_, k) => first + k * stride)
    .flatMap((power) => steps.map((step) => ({ value: power + log10(step), text: plainNumber(step, power) })))
    .filter(({ value }) => value >= least - 1e-9 && value <= most + 1e-9);
  return { values: ticks.map(({ value }) => value), texts: ticks.map(({ text }) => text) };
}

/** 0.01, 500, 20k, 5M; beyond, 10^9. */
function plainNumber(step: number, power: number): string {
  if (power >= 9 || power < -4) return step === 1 ? `10<sup>${power}</sup>` : `${step}·10<sup>${power}</sup>`;
  const [unit, suffix] = power >= 6 ? [6, "M"] : power >= 3 ? [3, "k"] : [0, ""];
  const number = step * pow(10, power - unit);
  return power >= 0 ? `${number}${suffix}` : number.toFixed(-power);
}
