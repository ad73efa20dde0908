/**
 * Numbers as a person reads them, with their exact value at hand.
 */
import { inspect } from "node:util";

import { escapeHtml } from "../../../base/escape-html";
import { readable, readableFixed } from "../../../base/readable";
import { log10, pow } from "../../../numeric/elementary";

/** Significant digits, or digits after the point. */
export type Digits = number | { readonly decimals: number };

/** Thousands apart, powers of ten far from one; a number's whole part is never rounded. */
export function formatNumber(value: number, digits: Digits = 15): string {
  if (!Number.isFinite(value)) return String(value).replace("-", "−").replace("Infinity", "∞");
  if (typeof digits === "object") return readableFixed(value, digits.decimals).replace("-", "−");
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e12)) {
    const [mantissa, power] = value.toExponential(Math.min(digits, 6) - 1).split("e");
    return `${mantissa.replace(/\.?0+$/, "")} × 10^${Number(power)}`.replace(/-/g, "−");
  }
  const whole = Math.ceil(log10(size + 1));
  return readable(value, Math.max(digits, whole)).replace("-", "−");
}

/** Text with a minus where a number is negative, or its exponent. */
export function withMinus(text: string): string {
  return text.replace(/(^|[\s(]|\de)-(?=\d)/g, "$1−");
}

/** So many of something: "1 cell", "1,024 numbers". */
export function counted(number: number, noun: string): string {
  return `${formatNumber(number)} ${noun}${number === 1 ? "" : "s"}`;
}

/** The value to so many digits with its unit; the exact number as the element's title. */
export function valueHtml(value: unknown, unit?: string, digits: Digits = 15): string {
  const unitHtml =
    unit === undefined || unit === ""
      ? ""
      : `<span class="unit">${unit === "%" ? "\u202f" : " "}${escapeHtml(unit)}</span>`;
  if (typeof value === "number")
    return `<data value="${value}" title="${value}">${powers(formatNumber(value, digits))}</data>${unitHtml}`;
  return `${escapeHtml(plain(value))}${unitHtml}`;
}

/** A power of ten as HTML writes it. */
export function powers(text: string): string {
  return text.replace(/10\^(−?\d+)$/, "10<sup>$1</sup>");
}

/** Any value as text: lists between commas, strings as they are. */
export function plain(value: unknown): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.map(plain).join(", ");
  return typeof value === "number" ? formatNumber(value) : inspect(value, { depth: 4 });
}

export function formatBytes(bytes: number): string {
  const units = ["bytes", "kB", "MB", "GB"];
  const step = Math.min(3, Math.floor(log10(Math.max(1, bytes)) / 3));
  return `${step === 0 ? bytes : (bytes / pow(1000, step)).toPrecision(3)} ${units[step]}`;
}

export function formatDuration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  return `${Math.floor(milliseconds / 60_000)} min ${Math.round((milliseconds % 60_000) / 1000)} s`;
}
