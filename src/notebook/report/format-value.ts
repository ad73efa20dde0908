/**
 * Numbers as a person reads them, with their exact value at hand.
 */
import { inspect } from "node:util";

import { escapeHtml } from "../../kernel/escape-html";

/** Six significant digits, thousands apart; powers of ten far from one. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return String(value).replace("-", "−").replace("Infinity", "∞");
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e12)) {
    const [digits, power] = value.toExponential(3).split("e");
    return `${digits.replace(/\.?0+$/, "")} × 10^${Number(power)}`.replace(/-/g, "−");
  }
  return value.toLocaleString("en-US", { maximumSignificantDigits: Math.max(6, Math.ceil(Math.log10(size + 1))) }).replace("-", "−");
}

/** The value with its unit; the exact number as the element's title. */
export function valueHtml(value: unknown, unit?: string): string {
  const unitHtml = unit === undefined || unit === "" ? "" : `<span class="unit">${unit === "%" ? "\u202f" : " "}${escapeHtml(unit)}</span>`;
  if (typeof value === "number") return `<data value="${String(value)}" title="${String(value)}">${powers(formatNumber(value))}</data>${unitHtml}`;
  return `${escapeHtml(plain(value))}${unitHtml}`;
}

/** Any value as text: lists between commas, strings as they are. */
export function plain(value: unknown): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.map(plain).join(", ");
  return typeof value === "number" ? formatNumber(value) : inspect(value, { depth: 4 });
}

export function formatBytes(bytes: number): string {
  const units = ["bytes", "kB", "MB", "GB"];
  const step = Math.min(3, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  return `${step === 0 ? bytes : (bytes / 1000 ** step).toPrecision(3)} ${units[step]}`;
}

export function formatDuration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  return `${Math.floor(milliseconds / 60_000)} min ${Math.round((milliseconds % 60_000) / 1000)} s`;
}

function powers(text: string): string {
  return text.replace(/10\^(−?\d+)$/, "10<sup>$1</sup>");
}
