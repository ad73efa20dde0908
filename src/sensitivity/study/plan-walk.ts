/** A study that walks forward: its tables read, and what there is to do. */
import { loadCosts } from "../../estimates/costs/cost-table";
import { InputError } from "../../base/input-error";
import { readModel } from "../../estimates/read-model";
import type { WalkDay } from "../walk-forward/folds";
import { walkForward } from "../walk-forward/walk-forward";
import type { StudySpec } from "./study-file";
import { walkReport, type StudyReport } from "./study-report";

/** @throws InputError for tables that cannot be read, and where there is not a cost table for each of estimates. */
export async function planWalk(spec: StudySpec): Promise<() => StudyReport> {
  const { estimates, costs, side, convention, symbol, columns, currency, sizeUnit } = spec;
  if (costs.length !== estimates.length)
    throw new InputError("costs", `must be as many tables as estimates (${estimates.length})`, costs.length);
  const days: WalkDay[] = [];
  for (const [d, path] of estimates.entries()) {
    const options = { side, convention, symbol, columns, currency, sizeUnit, unfitted: "leave-out" } as const;
    const { model } = await readModel(path, options);
    days.push({ estimates: model, costs: loadCosts(costs[d], side) });
  }
  const { size, parts, window, draws, seed } = spec;
  const options = { parts, ...(window === undefined ? {} : { window }), draws, seed };
  return () => walkReport(walkForward(days, size, options));
}
