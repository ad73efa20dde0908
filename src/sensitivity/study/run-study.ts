/** A study file's work: what there is to do, and how to do it. */
import type { FittedModel } from "../../estimates/extrapolation";
import type { ImpactEstimates } from "../../estimates/table/impact-estimates";
import { must } from "../../base/input-error";
import type { NumberedTask, RunOptions } from "../../work/run-tasks";
import type { WorkName } from "../../work/work";
import { allocate } from "../../solver/allocate";
import { allocateAverage } from "../../solver/allocate-average";
import { capsOf, type Constraints } from "../../solver/model/constraints";
import { largestThatFits } from "../../solver/model/room";
import { allocationDerivatives } from "../local/allocation-derivatives";
import { drawModels } from "../monte-carlo/draw-models";
import { elasticities } from "../local/elasticities";
import { planPoints, type PlannedPoints } from "../model/evaluate-study";
import type { PointChunk } from "../global/evaluate";
import { modelStudy, type ModelStudy } from "../model/model-study";
import { monteCarlo } from "../monte-carlo/monte-carlo";
import { planMonteCarlo, type MonteCarloOptions } from "../monte-carlo/monte-carlo-plan";
import type { MonteCarloChunk } from "../monte-carlo/monte-carlo-task";
import { morris } from "../global/morris";
import { morrisDesign } from "../global/morris-design";
import type { UncertainModel } from "../monte-carlo/parameter-errors";
import { POINT_WORK } from "../model/point-task";
import { poolDays } from "../monte-carlo/pool-days";
import { shrink } from "../monte-carlo/shrink";
import { sobolDesign } from "../global/sobol-design";
import { sobolIndices } from "../global/sobol-indices";
import { withOutside } from "./outside-report";
import { planWalk } from "./plan-walk";
import { readDays } from "./read-days";
import type { StudySpec } from "./study-file";
import { localReport, monteCarloReport, morrisReport, sobolReport, type StudyReport } from "./study-report";
import { tornado } from "../model/tornado";

/** A piece of a study's results. */
export type StudyChunk = PointChunk | MonteCarloChunk;

export interface PlannedStudy {
  readonly work: WorkName & { readonly shared?: unknown };
  readonly tasks: readonly NumberedTask[];
  /** How it is run changes no number of the report. */
  run(options: RunOptions<StudyChunk>): Promise<StudyReport>;
}

/** Loads the estimates and lays out the work. Throws an InputError for what cannot be done. */
export async function planStudy(spec: StudySpec): Promise<PlannedStudy> {
  if (spec.study === "walk-forward") {
    const walk = await planWalk(spec);
    return { work: POINT_WORK, tasks: [], run: () => Promise.resolve(walk()) };
  }
  const { models: days, notices } = await readDays(spec);
  const centre: FittedModel & UncertainModel = days.length === 1 ? days[0] : poolDays(days);
  const constraints = constraintsOfSpec(spec, centre);
  const { run, ...plan } = planOf(days, centre, spec, constraints);
  const told = spec.study === "montecarlo" && !averages(constraints) ? [...notices, NOT_AVERAGED] : notices;
  return { ...plan, run: async (options) => withOutside(await run(options), centre, spec.size, constraints, told) };
}

function constraintsOfSpec({ cap, participation, lot, minTrade }: StudySpec, { maxSize }: FittedModel): Constraints {
  const known = Array.from(maxSize ?? []).some((size) => size > 0);
  must(cap !== "max_size" || known, "options.cap", "needs a table with a column max_size", cap);
  return {
    ...(cap === undefined ? {} : { cap: cap === "max_size" ? maxSize : cap }),
    ...(participation === undefined ? {} : { participation }),
    ...(lot === undefined ? {} : { lot }),
    ...(minTrade === undefined ? {} : { minTrade }),
  };
}

function planOf(
  days: readonly ImpactEstimates[],
  centre: UncertainModel,
  spec: StudySpec,
  constraints: Constraints,
): PlannedStudy {
  const [model] = days;
  if (spec.study === "montecarlo") return planDraws(days.length === 1 ? model : days, centre, spec, constraints);
  const { output, pivot } = spec;
  const study = modelStudy(model, spec.size, spec.inputs, { output, pivot, ...constraints });
  const inSteps = constraints.lot !== undefined || constraints.minTrade !== undefined;
  must(
    spec.study !== "local" || !inSteps,
    constraints.lot === undefined ? "options.minTrade" : "options.lot",
    "must be left out of a local study: what moves in steps has no derivatives",
    constraints.lot ?? constraints.minTrade,
  );
  if (spec.study === "local") return planLocal(model, study, spec, constraints);
  if (spec.study === "sobol") {
    const { basePoints, replicates, secondOrder, surrogate, seed } = spec;
    const options = { basePoints, replicates, secondOrder, surrogate, seed };
    const { rows, recipe } = sobolDesign(spec.inputs, options);
    return planned(planPoints(study.model, rows, recipe), (run) =>
      sobolIndices(study, { ...options, ...run }).then(sobolReport),
    );
  }
  const { trajectories, candidates, levels, seed } = spec;
  const options = { trajectories, candidates, levels, seed };
  const { rows } = morrisDesign(spec.inputs, options);
  return planned(planPoints(study.model, rows), (run) => morris(study, { ...options, ...run }).then(morrisReport));
}

function planned(points: PlannedPoints, run: (options: RunOptions<PointChunk>) => Promise<StudyReport>): PlannedStudy {
  return { ...points, run };
}

function planLocal(
  model: ImpactEstimates,
  study: ModelStudy,
  { size }: StudySpec,
  constraints: Constraints,
): PlannedStudy {
  const run = (): Promise<StudyReport> => {
    const allocation = allocate(model, size, constraints);
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
  return { work: POINT_WORK, tasks: [], run };
}

/** Whether allocations can be averaged over draws under them (`allocateAverage`). */
function averages({ minTrade }: Constraints): boolean {
  return minTrade === undefined;
}

const NOT_AVERAGED = "Averaging over draws takes no smallest trade: what averages is left out";

/** @param centre the estimates, or what several days of them come to. */
function planDraws(
  given: UncertainModel | readonly UncertainModel[],
  centre: UncertainModel,
  { size, draws, seed, truth }: StudySpec,
  constraints: Constraints,
): PlannedStudy {
  const shrunk = shrink(centre);
  const caps = capsOf(centre, centre.alpha.length, size, constraints);
  const fitted = Array.from(centre.maxSize ?? [NaN]);
  const cap = Float64Array.from(fitted, (most, i) => Math.min(most, caps?.[i] ?? Infinity));
  const { lot, minTrade = 0 } = constraints;
  const fits = fitted.every((most) => most > 0) && largestThatFits({ cap, lot, minTrade }, cap.length, size) >= size;
  const tighter = fitted.some((most, i) => most < (caps?.[i] ?? Infinity));
  const average = (name: string, of: typeof given) =>
    averages(constraints) ? { [name]: allocateAverage(drawModels(of, { seed }), size, { lot, cap: caps }) } : {};
  const strategies = {
    ...average("averaged", given),
    shrunk: allocate(shrunk, size, constraints),
    ...average("shrunk, averaged", shrunk),
    ...(fits && tighter ? { capped: allocate(centre, size, { ...constraints, cap }) } : {}),
  };
  const options: MonteCarloOptions = {
    draws,
    seed,
    strategies,
    bandDraws: 0,
    ...constraints,
    ...(given === centre ? { leastBeta: 1 } : {}),
    ...(truth === "shrunk" ? { truth: shrunk } : {}),
  };
  const { work, tasks } = planMonteCarlo(given, size, options);
  const run = (how: RunOptions<MonteCarloChunk>): Promise<StudyReport> =>
    monteCarlo(given, size, { ...options, ...how }).then(monteCarloReport);
  return { work, tasks, run };
}
