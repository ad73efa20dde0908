import type { ImpactModel } from "../solver/model/impact-model";
import { planGrid, type SweepGrid } from "./plan-grid";
import { sweepGrid, type SweepData } from "./sweep-result";

/** A sweep worked out at once, where it is called: the same numbers as `sweep`'s, with no threads to wait for. */
export function sweepNow(model: ImpactModel | undefined, grid: SweepGrid): SweepData {
  const { axes, bins, keptBins, work, tasks, asked, notes } = planGrid(model, grid);
  const { data, place } = sweepGrid(axes, bins, keptBins, asked, notes);
  for (const task of tasks) place(work.run(task));
  return data;
}
