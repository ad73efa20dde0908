/** A sweep as a tidy table, one row a point: as columns, as CSV, as Parquet. */
import { unitsOf } from "../base/units";
import { writeColumns, type FileColumns } from "../estimates/table/write-columns";
import { REGIMES } from "../solver/model/impact-model";
import type { SweepData } from "./sweep-result";
import { POINT_STATUSES } from "./sweep-task";

/**
 * Writes the tidy table: .csv, .csv.gz or .parquet by the name's end. The axes' titles, which name units and pivot,
 * and the currency of the costs, where it is known, go along as Parquet metadata or as `#` lines above a CSV's header.
 */
export async function saveSweep(sweep: SweepData, path: string): Promise<void> {
  const columns = sweepColumns(sweep);
  const { size, beta } = sweep.axes;
  const titles = { [size.name]: size.title, [beta.name]: beta.title, bins: String(sweep.bins) };
  const { currency } = unitsOf(sweep);
  const notes = currency === "currency" ? titles : { ...titles, currency };
  await writeColumns(path, columns, notes, ["active_bin", "bins_at_cap"]);
}

/** The columns of the tidy table. Kept allocations follow as `x_0`, `x_1`, ... by bin. */
export function sweepColumns(sweep: SweepData): FileColumns {
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
