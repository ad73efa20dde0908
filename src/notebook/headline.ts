/**
 * A notebook's headline numbers: what a report shows first and an index of reports compares.
 */
export interface HeadlineValue {
  readonly value: number | string;
  readonly unit?: string;
}

/** Named numbers that show themselves as a small table, and as JSON for the runner to read. */
export function headline(values: Readonly<Record<string, HeadlineValue>>) {
  const rows = Object.entries(values).map(([name, { value, unit }]) => ({ name, value, unit }));
  const text = rows.map(({ name, value, unit = "" }) => `${name}: ${show(value)} ${unit}`.trim()).join("\n");
  const html = rows.map(({ name, value, unit = "" }) => `<tr><th>${escape(name)}</th><td>${escape(`${show(value)} ${unit}`.trim())}</td></tr>`);
  return {
    [Symbol.for("Jupyter.display")]: () => ({
      "text/plain": text,
      "text/html": `<table class="headline"><tbody>${html.join("")}</tbody></table>`,
      "application/vnd.impactlab.headline+json": rows,
    }),
  };
}

function show(value: number | string): string {
  return typeof value === "number" ? String(Number(value.toPrecision(6))) : value;
}

function escape(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}
