/**
 * The few numbers a notebook comes to: as a cell's last value they show themselves as a small table,
 * and the runner reads them for the report's head and for the index that compares runs.
 */
import { escapeHtml } from "../../base/escape-html";
import { InputError } from "../../base/input-error";

export interface Headline {
  readonly name: string;
  readonly value: number | string;
  readonly unit?: string;
}

/** What `headline` takes for a name: the value, or the value and its unit. */
export type HeadlineInput = number | string | { readonly value: number | string; readonly unit?: string };

export const HEADLINE_MIME_TYPE = "application/vnd.impactlab.headline+json";

export class HeadlineTable {
  constructor(readonly numbers: readonly Headline[]) {}

  /** Data by MIME type, for the kernel. */
  [Symbol.for("Jupyter.display")](): Record<string, unknown> {
    const rows = this.numbers.map(({ name, value, unit }) => [
      name,
      unit === undefined ? show(value) : `${show(value)} ${unit}`,
    ]);
    const width = Math.max(0, ...rows.map(([name]) => name.length));
    const html = rows.map(([name, value]) => `<tr><th>${escapeHtml(name)}</th><td>${escapeHtml(value)}</td></tr>`);
    return {
      [HEADLINE_MIME_TYPE]: { numbers: this.numbers },
      "text/html": `<table class="headline"><tbody>\n${html.join("\n")}\n</tbody></table>`,
      "text/plain": rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join("\n"),
    };
  }
}

/**
 * The headline numbers of a notebook, to end it with:
 * `headline({ "Saving against TWAP": { value: 12.34, unit: "%" }, Bins: 305 })`.
 *
 * @throws InputError where a value is neither text nor a finite number
 */
export function headline(numbers: Readonly<Record<string, HeadlineInput>>): HeadlineTable {
  return new HeadlineTable(
    Object.entries(numbers).map(([name, input]) => {
      const { value, unit }: Exclude<HeadlineInput, number | string> =
        typeof input === "object" ? input : { value: input };
      if (typeof value !== "string" && !Number.isFinite(value)) {
        throw new InputError(`headline ${JSON.stringify(name)}`, "must be text or a finite number", value);
      }
      return unit === undefined ? { name, value } : { name, value, unit };
    }),
  );
}

/** Six significant digits; the data keeps them all. */
function show(value: number | string): string {
  return typeof value === "number" ? String(Number(value.toPrecision(6))) : value;
}
