/**
 * What a study's plan, the optimum of its estimates, rests on that no fit saw: in its text, its JSON, and the tables
 * that have a row a bin or a row a strategy.
 */
import {
  describeExtrapolation,
  type Extrapolation,
  extrapolation,
  extrapolationJson,
  type FittedModel,
  outsideByBin,
} from "../../estimates/extrapolation";
import { fitRanges } from "../../estimates/fit-ranges";
import { allocate } from "../../solver/allocate";
import type { Constraints } from "../../solver/model/constraints";
import { hasRoom } from "../monte-carlo/monte-carlo-plan";
import type { Columns, StudyReport } from "./study-report";

/** The report with a word on it, and with the notices of how the tables were read. */
export function withOutside(
  report: StudyReport,
  model: FittedModel,
  size: number,
  constraints: Constraints,
  notices: readonly string[],
): StudyReport {
  const plan = allocate(model, size, constraints);
  if (fitRanges(model) === undefined || !(plan.cost > 0 && plan.cost < Infinity)) return noted(report, notices);
  const beyond = extrapolation(model, plan.x);
  const words = outsideByBin(beyond);
  const { bins } = report.tables;
  const tables: Record<string, Columns> = { ...report.tables };
  if (bins !== undefined) tables.bins = { ...bins, outside_fit: Array.from(plan.x, (_, i) => words.get(i) ?? "") };
  if (report.outcome.study === "montecarlo") {
    const { strategies } = report.outcome.result;
    const told = strategies.map((strategy) => (hasRoom(strategy) ? extrapolation(model, strategy.x) : undefined));
    const column = (of: (told: Extrapolation) => number): number[] =>
      told.map((found) => (found === undefined ? NaN : of(found)));
    tables[""] = {
      ...tables[""],
      share_below_min_size: column(({ below }) => below.share),
      share_above_max_size: column(({ above }) => above.share),
      share_filled: column(({ filled }) => filled.share),
      share_persistent: column(({ persistent }) => persistent.share),
      cost_ceiling: column(({ ceiling }) => ceiling),
    };
  }
  const sentences = describeExtrapolation(beyond, model).map((sentence) => `Of the plan, ${sentence}`);
  const data = { ...(report.data as object), extrapolation: extrapolationJson(beyond) };
  return noted({ ...report, tables, data }, [...sentences, ...notices]);
}

function noted(report: StudyReport, sentences: readonly string[]): StudyReport {
  if (sentences.length === 0) return report;
  return { ...report, text: `${report.text}${sentences.map((sentence) => `${sentence}.\n`).join("")}` };
}
