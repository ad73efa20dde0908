/**
 * The few numbers a notebook comes to: as a cell's last value they show themselves as a small table,
 * and the runner reads them for the report's head and for the index that compares runs.
 */
import { escapeHtml } from "../../base/escape-html";
import { must } from "../../base/input-error";
import type { Notebook } from "../notebook-document";

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
 * The few numbers that a notebook comes to. As a cell's last value they show themselves as a table; a run
 * puts them at the head of its report, and the index compares those of several runs.
 *
 * @param numbers each number (or text) by its name; with a unit as `{ value, unit }`: `"USD"`, `"%"`
 * @returns the table, in the order given
 * @throws InputError where a value is neither text nor a finite number
 *
 * @example
 * ```ts
 * import { allocate, headline, twap } from "../src";
 *
 * const model = { alpha: [0.1, 0.3], beta: [1.5, 1.5] };
 * const best = allocate(model, 1000);
 * const saving = 1 - best.cost / twap(model, 1000).cost;
 * headline({ Cost: { value: best.cost, unit: "USD" }, "Saving against TWAP": { value: 100 * saving, unit: "%" } });
 * // Cost                 3000 USD
 * // Saving against TWAP  32.918 %
 * ```
 */
export function headline(numbers: Readonly<Record<string, HeadlineInput>>): HeadlineTable {
  const named = typeof numbers === "object" && numbers !== null;
  must(named, "numbers", "must be an object of names and numbers", numbers);
  return new HeadlineTable(
    Object.entries(numbers).map(([name, input]) => {
      const { value, unit }: Exclude<HeadlineInput, number | string> =
        typeof input === "object" ? (input ?? { value: null as unknown as number }) : { value: input };
      const holds = typeof value === "string" || Number.isFinite(value);
      must(holds, `numbers[${JSON.stringify(name)}]`, "must be text or a finite number", value);
      return unit === undefined ? { name, value } : { name, value, unit };
    }),
  );
}

/** The headline numbers that a notebook's outputs hold. */
export function headlineOf({ cells }: Notebook): Headline[] {
  return cells.flatMap(({ outputs = [] }) =>
    outputs.flatMap((output) => {
      const shown = "data" in output ? output.data[HEADLINE_MIME_TYPE] : undefined;
      return (shown as { numbers: Headline[] } | undefined)?.numbers ?? [];
    }),
  );
}

/** Six significant digits; the data keeps them all. */
function show(value: number | string): string {
  return typeof value === "number" ? String(Number(value.toPrecision(6))) : value;
}
