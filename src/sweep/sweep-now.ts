import type { ImpactModel } from "../solver/model/impact-model";
import { planGrid, type SweepGrid } from "./plan-grid";
import { sweepGrid, type SweepData } from "./sweep-result";
import { runTask, type SweepTask } from "./sweep-task";

/** A sweep worked out at once, where it is called: the same numbers as `sweep`'s, with no threads to wait for. */
export function sweepNow(model: ImpactModel | undefined, grid: SweepGrid): SweepData {
  const { axes, bins, keptBins, tasks, notes } = planGrid(model, grid);
  const { data, place } = sweepGrid(axes, bins, keptBins, askedOf(grid, tasks), notes);
  for (const task of tasks) place(runTask(task));
  return data;
}

/** What a sweep's arrays need room for beside the cost. */
export function askedOf(
  { twap = false }: SweepGrid,
  tasks: readonly SweepTask[],
): Record<"twap" | "outside" | "constrained", boolean> {
  return {
    twap,
    outside: tasks.some(({ ranges }) => ranges !== undefined),
    constrained: tasks.some(({ constraints }) => constraints !== undefined),
  };
}
