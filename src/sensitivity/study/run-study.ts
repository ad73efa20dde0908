/** A study file's work: what there is to do, and how to do it. */
import { loadEstimates } from "../../estimates/table/load-estimates";
import type { ImpactEstimates } from "../../estimates/table/impact-estimates";
import { sum } from "../../numeric/sum";
import { allocate } from "../../solver/allocate";
import { allocateAverage } from "../../solver/allocate-average";
import { allocationDerivatives } from "../local/allocation-derivatives";
import { drawModels } from "../monte-carlo/draw-models";
import { elasticities } from "../local/elasticities";
import { evaluateStudy, planPoints } from "../model/evaluate-study";
import type { Values } from "../global/evaluate";
import { modelStudy } from "../model/model-study";
import type { ModelStudy } from "../model/model-study";
import { monteCarlo } from "../monte-carlo/monte-carlo";
import { planMonteCarlo } from "../monte-carlo/monte-carlo-plan";
import type { MonteCarloOptions } from "../monte-carlo/monte-carlo-plan";
import type { MonteCarloChunk } from "../monte-carlo/monte-carlo-task";
import { analyseMorris, morrisDesign } from "../global/morris";
import type { UncertainModel } from "../monte-carlo/parameter-errors";
import type { PointChunk } from "../model/point-task";
import { poolDays } from "../monte-carlo/pool-days";
import { shrink } from "../monte-carlo/shrink";
import { sobolDesign } from "../global/sobol-design";
import { analyseSobol, checkSobolOptions } from "../global/sobol-indices";
import type { StudySpec } from "./study-file";
import { localReport, monteCarloReport, morrisReport, sobolReport } from "./study-report";
import type { StudyReport } from "./study-report";
import { tornado } from "../model/tornado";

/** A piece of a study's results. */
export type StudyChunk = PointChunk | MonteCarloChunk;

export interface StudyHooks {
  /** Results of an earlier run of the same study, which are not run again. */
  readonly done: readonly StudyChunk[];
  /** Called with each result as it is done, and how many points or draws are. */
  readonly onChunk: (chunk: StudyChunk, done: number) => void;
  readonly signal?: AbortSignal;
}

export interface PlannedStudy {
  /** All of its tasks, plain JSON: what a progress file is told apart by. */
  readonly tasks: readonly unknown[];
  /** What is counted, and how many of them there are. */
  readonly unit: "points" | "draws";
  readonly total: number;
  run(hooks: StudyHooks): Promise<StudyReport>;
}

/** Loads the estimates and lays out the work. Throws an InputError for what cannot be done. */
export async function planStudy(spec: StudySpec): Promise<PlannedStudy> {
  const days: ImpactEstimates[] = [];
  for (const path of spec.estimates)
    days.push((await loadEstimates(path, { side: spec.side, convention: spec.convention })).model);
  const [model] = days;
  if (spec.study === "montecarlo")
    return days.length === 1 ? planDraws(model, model, spec) : planDraws(days, poolDays(days), spec);
  const study = modelStudy(model, spec.size, spec.inputs, { output: spec.output, pivot: spec.pivot });
  if (spec.study === "local") return planLocal(model, study, spec);
  if (spec.study === "sobol") {
    const design = sobolDesign(spec.inputs, spec);
    checkSobolOptions(spec);
    return planned(study, design.rows, spec, (values) => sobolReport(analyseSobol(design, values, spec)));
  }
  const design = morrisDesign(spec.inputs, spec);
  return planned(study, design.rows, spec, (values) => morrisReport(analyseMorris(design, values, spec)));
}

function planned(
  study: ModelStudy,
  rows: Float64Array,
  { workers }: StudySpec,
  report: (values: Values) => StudyReport,
): PlannedStudy {
  return {
    tasks: planPoints(study, rows),
    unit: "points",
    total: rows.length / study.inputs.length,
    run: async ({ done, onChunk, signal }) =>
      report(await evaluateStudy(study, rows, { workers, done: done as PointChunk[], onChunk, signal })),
  };
}

function planLocal(model: ImpactEstimates, study: ModelStudy, { size }: StudySpec): PlannedStudy {
  const run = (): Promise<StudyReport> => {
    const allocation = allocate(model, size);
    const derivatives = allocationDerivatives(model, allocation);
    return Promise.resolve(
      localReport({
        tornado: tornado(study),
        elasticities: elasticities(model, allocation),
        derivatives,
        bin: model.bin,
        x: allocation.x,
      }),
    );
  };
  return { tasks: [], unit: "points", total: 0, run };
}

/** @param centre the estimates, or what several days of them come to. */
function planDraws(
  given: UncertainModel | readonly UncertainModel[],
  centre: UncertainModel,
  { size, draws, seed, workers, truth }: StudySpec,
): PlannedStudy {
  const shrunk = shrink(centre);
  const cap = centre.maxSize;
  const fits = cap !== undefined && Array.from(cap).every((most) => most > 0) && sum(cap) >= size;
  const strategies = {
    averaged: allocateAverage(drawModels(given, { seed }), size),
    shrunk: allocate(shrunk, size),
    "shrunk, averaged": allocateAverage(drawModels(shrunk, { seed }), size),
    ...(fits ? { capped: allocate(centre, size, { cap }) } : {}),
  };
  const options: MonteCarloOptions = {
    draws,
    seed,
    workers,
    strategies,
    bands: 0,
    ...(given === centre ? { leastBeta: 1 } : {}),
    ...(truth === "shrunk" ? { truth: shrunk } : {}),
  };
  return {
    tasks: planMonteCarlo(given, size, options).tasks,
    unit: "draws",
    total: draws,
    run: async ({ done, onChunk, signal }) =>
      monteCarloReport(await monteCarlo(given, size, { ...options, done: done as MonteCarloChunk[], onChunk, signal })),
  };
}
