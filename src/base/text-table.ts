/** Tables and numbers of a study as text. */
import Table from "cli-table3";

/** Rows that anybody reads; the table's maker takes a time that grows with their square. */
const MOST_ROWS = 500;

/** A table with a frame; the first column to the left, numbers to the right. */
export function table(head: string[], rows: string[][]): string {
  const out = new Table({
    head,
    colAligns: head.map((_, i) => (i === 0 ? "left" : "right")),
    style: { head: [], border: [], compact: true },
  });
  out.push(...rows.slice(0, MOST_ROWS));
  const more = rows.length - MOST_ROWS;
  return out.toString() + (more > 0 ? `\nand ${more} rows more, which the tables beside this text hold` : "");
}

/** Four significant digits; a dash where there is no number. */
export function number(value: number): string {
  return Number.isNaN(value) ? "-" : String(Number(value.toPrecision(4)));
}
