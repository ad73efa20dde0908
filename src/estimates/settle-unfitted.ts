/** What becomes of the bins that a table names but has no curve for: see `LoadOptions.unfitted`. */
import { checkChoice } from "../base/check-choice";
import { must } from "../base/input-error";
import { fillNeighbours } from "./fill-neighbours";
import { type BareBin, type CheckedTable, type Unfitted, UNFITTED } from "./table/estimates-table";
import { takeRows } from "./table/impact-estimates";
import type { RawTable } from "./table/raw-table";

export interface SettledTable extends Omit<CheckedTable, "bare"> {
  /** Bins that were left out. */
  readonly leftOut: readonly BareBin[];
}

/** @throws InputError where such bins are refused, or none is left. */
export function settleUnfitted(raw: RawTable, checked: CheckedTable, how: Unfitted): SettledTable {
  checkChoice("options.unfitted", how, UNFITTED);
  const { model, rows, rejected, bare, column } = checked;
  if (bare.length === 0) return { model, rows, rejected, column, leftOut: [] };
  if (how === "refuse") throw bare[0].error;
  const settled = how === "fill" ? fillNeighbours(model) : model;
  const leftOut = bare.filter(({ at }) => !(settled.alpha[at] > 0));
  const without = new Set(leftOut.map(({ at }) => at));
  const kept = [...settled.bin.keys()].filter((at) => !without.has(at));
  must(kept.length > 0, raw.name, "must have a curve in at least one bin", `${bare.length} bins without`);
  const told = leftOut.map(({ row, bin, reason }) => ({ row, bin, reason }));
  return {
    model: takeRows(settled, kept),
    rows: kept.map((at) => rows[at]),
    rejected: [...rejected, ...told].sort((a, b) => a.row - b.row),
    column,
    leftOut,
  };
}
