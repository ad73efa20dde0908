/** A sweep as a tidy table, one row a point: as columns, as CSV, as Parquet. */
import Papa from "papaparse";

import { writeBeside } from "../base/write-beside";
import { must } from "../base/input-error";
import { REGIMES } from "../solver/model/impact-model";
import type { SweepData } from "./sweep-result";
import { POINT_STATUSES } from "./sweep-task";

/** Named columns of one value a point. */
type Columns = Readonly<Record<string, readonly (number | string)[]>>;

/**
 * Writes the tidy table: .csv, .csv.gz or .parquet by the name's end. The axes' titles, which name
 * units and pivot, go along as Parquet metadata or as `#` lines above a CSV's header.
 */
export async function saveSweep(sweep: SweepData, path: string): Promise<void> {
  checkTablePath("path", path);
  const columns = sweepColumns(sweep);
  const { size, beta } = sweep.axes;
  const notes = { [size.name]: size.title, [beta.name]: beta.title, bins: String(sweep.bins) };
  await writeBeside(path, /\.parquet$/i.test(path) ? [await parquet(columns, notes)] : csv(columns, notes));
}

/** Throws an InputError where a table cannot be written under this name. */
export function checkTablePath(argument: string, path: string): void {
  must(/\.(csv|csv\.gz|parquet)$/i.test(path), argument, "must end in .csv, .csv.gz or .parquet", path);
}

/** The columns of the tidy table. Kept allocations follow as `x_0`, `x_1`, ... by bin. */
export function sweepColumns(sweep: SweepData): Columns {
  const { axes, cost, lambda, effectiveBins, active, twapCost, allocations, outside, atCap, gap } = sweep;
  const sizes = axes.size.values;
  const points = Array.from(cost, (_, q) => q);
  const sizeAt = (q: number): number => sizes[q % sizes.length];
  const rowAt = (q: number): number => Math.floor(q / sizes.length);
  const reasons = new Map(sweep.failures.map(({ point, reason }) => [point, reason]));
  const columns: Record<string, (number | string)[]> = {
    size: points.map(sizeAt),
    [axes.beta.name]: points.map((q) => axes.beta.labels?.[rowAt(q)] ?? axes.beta.values[rowAt(q)]),
    cost: Array.from(cost),
    cost_per_share: points.map((q) => cost[q] / sizeAt(q)),
    lambda: Array.from(lambda),
    regime: points.map((q) => REGIMES[sweep.regime[q]] ?? ""),
    active_bin: Array.from(active),
    effective_bins: Array.from(effectiveBins),
    status: points.map((q) => POINT_STATUSES[sweep.status[q]]),
    reason: points.map((q) => reasons.get(q) ?? ""),
  };
  if (outside !== undefined) {
    columns.share_below_min_size = Array.from(outside.below);
    columns.share_above_max_size = Array.from(outside.above);
    columns.share_filled = Array.from(outside.filled);
    columns.cost_ceiling = Array.from(outside.ceiling);
  }
  if (twapCost !== undefined) columns.twap_cost = Array.from(twapCost);
  if (atCap !== undefined) columns.bins_at_cap = Array.from(atCap);
  if (gap !== undefined) columns.gap = Array.from(gap);
  allocations?.keptBins.forEach((bin, k) => {
    columns[`x_${bin}`] = points.map((q) => allocations.x[q * allocations.keptBins.length + k]);
  });
  return columns;
}

const CSV_BLOCK = 4096;

/** The lines of a table, under its notes. */
export function* csv(columns: Columns, notes: Record<string, string> = {}): Generator<string> {
  for (const [name, note] of Object.entries(notes)) yield `# ${name}: ${note}\n`;
  const names = Object.keys(columns);
  const lists = Object.values(columns);
  yield `${Papa.unparse([names])}\n`;
  for (let start = 0; start < lists[0].length; start += CSV_BLOCK) {
    const end = Math.min(start + CSV_BLOCK, lists[0].length);
    const rows = Array.from({ length: end - start }, (_, k) => lists.map((list) => list[start + k]));
    yield `${Papa.unparse(rows, { newline: "\n" })}\n`;
  }
}

async function parquet(columns: Columns, notes: Record<string, string>): Promise<Buffer> {
  const { parquetWriteBuffer } = await import("hyparquet-writer");
  const columnData = Object.entries(columns).map(([name, data]) => {
    if (name === "active_bin" || name === "bins_at_cap") return { name, data: [...data], type: "INT32" as const };
    if (typeof data[0] === "string") return { name, data: [...data], type: "STRING" as const };
    // Plain: a dictionary would take -0 for 0.
    return { name, data: [...data], type: "DOUBLE" as const, encoding: "PLAIN" as const };
  });
  return Buffer.from(
    parquetWriteBuffer({ columnData, kvMetadata: Object.entries(notes).map(([key, value]) => ({ key, value })) }),
  );
}
