/** Tables and numbers of a study as text. */
import Table from "cli-table3";

/** A table with a frame; the first column to the left, numbers to the right. */
export function table(head: string[], rows: string[][]): string {
  const out = new Table({
    head,
    colAligns: head.map((_, i) => (i === 0 ? "left" : "right")),
    style: { head: [], border: [], compact: true },
  });
  out.push(...rows);
  return out.toString();
}

/** Four significant digits; a dash where there is no number. */
export function number(value: number): string {
  return Number.isNaN(value) ? "-" : String(Number(value.toPrecision(4)));
}
