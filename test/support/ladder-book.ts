/**
 * A small book in files: asks at 101, 102, 103, 104 and bids at 99, 98, 97, 96, ten shares each, so that over the
 * mid of 100 five shares cost 5, ten 10, twenty 30 and forty 100.
 */
export const LADDER_SIZES = [5, 10, 20, 40];
export const LADDER_COSTS = [5, 10, 30, 100];

const LEVELS = [0, 1, 2, 3];

/** Cells of a row by the names of their columns. */
export type Cells = Readonly<Record<string, string>>;

/** A row of plain snapshots. */
export function snapshotRow(time: string, changes: Cells = {}): Cells {
  return { timestamp: time, ...levels((level) => String(level)), ...changes };
}

/** A row of Databento MBP-10, cut to four levels. */
export function mbpRow(time: string, changes: Cells = {}): Cells {
  const row = { ts_recv: time, ts_event: time, publisher_id: "2", action: "A", size: "7", flags: "128" };
  return { ...row, ...levels((level) => `0${level}`, ".00"), symbol: "XYZ", ...changes };
}

/** The file of rows whose columns are those of the first. */
export function csv(rows: readonly Cells[]): string {
  const names = Object.keys(rows[0]);
  return `${[names, ...rows.map((row) => names.map((name) => row[name]))].map((cells) => cells.join()).join("\n")}\n`;
}

/** `start`, and every `step` seconds after it, as ISO times. */
export function times(start: string, count: number, step: number): string[] {
  return Array.from({ length: count }, (_, k) => new Date(Date.parse(start) + 1000 * step * k).toISOString());
}

/** The line through the logarithms of costs, each as heavy as the other. */
export function powerLaw(sizes: readonly number[], costs: readonly number[]): { alpha: number; beta: number } {
  const [x, y] = [sizes.map(Math.log), costs.map(Math.log)];
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  const beta = mean(x.map((v, k) => (v - mx) * (y[k] - my))) / mean(x.map((v) => (v - mx) ** 2));
  return { alpha: Math.exp(my - beta * mx), beta };
}

function levels(name: (level: number) => string, decimals = ""): Record<string, string> {
  const cells = LEVELS.flatMap((level) => [
    [`bid_px_${name(level)}`, `${99 - level}${decimals}`],
    [`bid_sz_${name(level)}`, "10"],
    [`ask_px_${name(level)}`, `${101 + level}${decimals}`],
    [`ask_sz_${name(level)}`, "10"],
  ]);
  return Object.fromEntries(cells) as Record<string, string>;
}
