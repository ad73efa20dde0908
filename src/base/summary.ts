/**
 * What a result shows of itself as the last value of a cell: a few lines in place of its arrays. It hangs on the
 * result by the symbol that notebooks' kernels look for, out of sight of spreads, copies, JSON and comparisons.
 */
import { escapeHtml } from "./escape-html";
import { readable } from "./readable";

export interface Summary {
  readonly title: string;
  /** Above the columns, where they need it. */
  readonly head?: readonly string[];
  /** What is said, and of what; the first cell of a row names it. */
  readonly rows: readonly (readonly string[])[];
}

const JUPYTER_DISPLAY = Symbol.for("Jupyter.display");

/** The result, which from now on shows itself by its summary. */
export function withSummary<Result extends object>(
  result: Result,
  summary: (result: NoInfer<Result>) => Summary,
): Result {
  // Through its prototype, one for all that show themselves alike: a property of its own would cost four times as much.
  return Object.setPrototypeOf(result, prototypeOf(summary as (result: object) => Summary)) as Result;
}

/**
 * The same of all that a constructor makes, for what is made by the million: to change the prototype of an object
 * takes ten times as long as to make it. They stay objects like any other.
 */
export function withSummaries<Result extends object>(
  constructor: new (...fields: never[]) => Result,
  summary: (result: Result) => Summary,
): void {
  const prototype = constructor.prototype as object;
  Reflect.deleteProperty(prototype, "constructor");
  Object.defineProperties(prototype, displayOf(summary as (result: object) => Summary));
}

const prototypes = new WeakMap<(result: object) => Summary, object>();

function prototypeOf(summary: (result: object) => Summary): object {
  let prototype = prototypes.get(summary);
  if (prototype === undefined) {
    prototype = Object.create(Object.prototype, displayOf(summary)) as object;
    prototypes.set(summary, prototype);
  }
  return prototype;
}

function displayOf(summary: (result: object) => Summary): PropertyDescriptorMap {
  return {
    [JUPYTER_DISPLAY]: {
      value(this: object) {
        return summaryFormats(summary(this));
      },
    },
  };
}

/** A summary as HTML and as text. */
export function summaryFormats({ title, head, rows }: Summary): Record<"text/html" | "text/plain", string> {
  const cells = (tag: string, row: readonly string[]): string =>
    row.map((cell, i) => `<${i === 0 ? "th" : tag}>${escapeHtml(cell)}</${i === 0 ? "th" : tag}>`).join("");
  const top = head === undefined ? "" : `<thead><tr>${cells("th", head)}</tr></thead>`;
  const body = rows.map((row) => `<tr>${cells("td", row)}</tr>`).join("\n");
  const html = `<table border="1" class="dataframe">${top}<tbody>\n${body}\n</tbody></table>`;
  const all = head === undefined ? rows : [head, ...rows];
  const widths = all.reduce<number[]>((most, row) => row.map((cell, i) => Math.max(most[i] ?? 0, cell.length)), []);
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) => cell.padEnd(widths[i]))
      .join("  ")
      .trimEnd();
  return {
    "text/html": `<p><strong>${escapeHtml(title)}</strong></p>\n${html}`,
    "text/plain": [title, "", ...all.map(line)].join("\n"),
  };
}

/** Four digits, which is what is read. */
export function brief(value: number): string {
  return Number.isNaN(value) ? "-" : readable(value, 4).replace(/^-/, "−");
}

/** A share in %. */
export function briefPercent(share: number): string {
  return Number.isNaN(share) ? brief(share) : `${brief(100 * share)} %`;
}

/** The ends of a range, or its one number. */
export function briefRange(least: number, most: number): string {
  const [low, high] = [brief(least), brief(most)];
  return low === high ? low : `${low} to ${high}`;
}

/** A residual by the power of ten that bounds it: 3e-16 is "at most 1e-15". */
export function bounded(residual: number): string {
  if (residual === 0) return "0";
  if (!Number.isFinite(residual)) return String(residual);
  const size = Math.abs(residual);
  const [mantissa, exponent] = size.toExponential(0).split("e");
  const power = size <= Number(`1e${exponent}`) && mantissa === "1" ? Number(exponent) : Number(exponent) + 1;
  return `at most 1e${power}`;
}

/** The ends of what is known of some values, with their unit behind them; `none` where nothing is. */
export function briefEnds(values: Float64Array, none: string, unit = ""): string {
  const known = values.filter(Number.isFinite);
  if (known.length === 0) return none;
  const [least, most] = [known.reduce((a, b) => Math.min(a, b)), known.reduce((a, b) => Math.max(a, b))];
  return `${briefRange(least, most)}${unit}`;
}
