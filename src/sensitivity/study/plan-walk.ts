/** A study that walks forward: its tables read, and what there is to do. */
import { InputError } from "../../base/input-error";
import { loadCosts } from "../../estimates/costs/cost-table";
import { fillNeighbours } from "../../estimates/fill-neighbours";
import { checkTable } from "../../estimates/table/estimates-table";
import type { ImpactEstimates } from "../../estimates/table/impact-estimates";
import { readTable } from "../../estimates/table/read-table";
import type { WalkDay } from "../walk-forward/folds";
import { walkForward } from "../walk-forward/walk-forward";
import type { StudySpec } from "./study-file";
import { walkReport, type StudyReport } from "./study-report";

/** @throws InputError for tables that cannot be read, and where there is not a cost table for each of estimates. */
export async function planWalk(spec: StudySpec): Promise<() => StudyReport> {
  const { estimates, costs, side } = spec;
  if (costs.length !== estimates.length)
    throw new InputError("costs", `must be as many tables as estimates (${estimates.length})`, costs.length);
  const days: WalkDay[] = [];
  for (const [d, path] of estimates.entries())
    days.push({ estimates: await readDay(path, spec), costs: loadCosts(costs[d], side) });
  const { size, parts, window, draws, seed, cap, participation, lot, minTrade } = spec;
  const constraints = { cap: cap as number | undefined, participation, lot, minTrade };
  const options = { parts, ...(window === undefined ? {} : { window }), draws, seed, ...constraints };
  return () => walkReport(walkForward(days, size, options));
}

/** Bins without a curve keep their place, where they are not refused: a part pays by place. */
async function readDay(path: string, spec: StudySpec): Promise<ImpactEstimates> {
  const { side, convention, symbol, columns, currency, sizeUnit, unfitted } = spec;
  const raw = await readTable(path);
  const { model, bare } = checkTable(raw, { side, convention, symbol, columns, currency, sizeUnit });
  if (unfitted === "refuse" && bare.length > 0) throw bare[0].error;
  return unfitted === "fill" ? fillNeighbours(model) : model;
}
