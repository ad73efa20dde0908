/** Every result as a danfo DataFrame, by one function. */
import type { DataFrame } from "danfojs-node";

import { checkChoice } from "../base/check-choice";
import { must } from "../base/input-error";
import { unitsOf } from "../base/units";
import { dataFrame } from "../estimates/table/data-frame";
import { NUMBER_COLUMNS, type ImpactEstimates } from "../estimates/table/impact-estimates";
import { convergenceColumns, morrisColumns, sobolColumns } from "../sensitivity/global/index-columns";
import type { MorrisResult } from "../sensitivity/global/morris";
import type { SobolResult } from "../sensitivity/global/sobol-indices";
import type { AllocationDerivatives } from "../sensitivity/local/allocation-derivatives";
import { derivativeColumns, elasticityColumns, sizeColumns } from "../sensitivity/local/derivative-columns";
import type { ComparedDays } from "../sensitivity/days/compare-days";
import { dayBinColumns, dayColumns } from "../sensitivity/days/day-columns";
import type { Elasticities } from "../sensitivity/local/elasticities";
import type { Tornado } from "../sensitivity/model/tornado";
import { tornadoColumns } from "../sensitivity/model/tornado-columns";
import { bandColumns, drawColumns, strategyColumns } from "../sensitivity/monte-carlo/monte-carlo-columns";
import type { MonteCarlo } from "../sensitivity/monte-carlo/monte-carlo-result";
import { sum } from "../numeric/sum";
import type { Allocation } from "../solver/model/allocation";
import type { Strategy } from "../solver/baselines/strategy";
import type { SweepData } from "../sweep/sweep-result";
import { sweepColumns } from "../sweep/sweep-table";

type Columns = Record<string, readonly (number | string)[]>;

/** An allocation or a strategy; the labels of its bins go along as `{ ...allocation, bin: model.bin }`. */
type Allocated = (Allocation | Strategy) & { readonly bin?: readonly string[] };

/** What `toFrame` takes. */
export type Framed =
  | Allocated
  | SweepData
  | MonteCarlo
  | ComparedDays
  | SobolResult
  | MorrisResult
  | Tornado
  | Elasticities
  | AllocationDerivatives
  | ImpactEstimates;

/** A kind of result: the fields it is known by, and its tables by name, of which the first is the main one. */
interface Kind {
  readonly name: string;
  readonly fields: readonly string[];
  readonly parts: Readonly<Record<string, (result: never) => Columns>>;
}

/** The first whose fields are all there is taken: an Allocation has a Strategy's too, and so on. */
const KINDS: readonly Kind[] = [
  { name: "ComparedDays", fields: ["days", "typical", "cost"], parts: { days: dayColumns, bins: dayBinColumns } },
  { name: "an Allocation", fields: ["x", "certificate"], parts: { bins: allocationColumns } },
  {
    name: "Elasticities",
    fields: ["x", "cost", "lambda"],
    parts: { bins: (of: Elasticities) => numbered(elasticityColumns(of)), size: sizeColumns },
  },
  { name: "a Strategy", fields: ["x", "cost"], parts: { bins: allocationColumns } },
  { name: "a Sweep", fields: ["axes", "cost", "status"], parts: { points: sweepColumns } },
  {
    name: "a MonteCarlo",
    fields: ["strategies", "bands", "optimum"],
    parts: { strategies: strategyColumns, bands: bandColumns, draws: drawColumns },
  },
  {
    name: "a SobolResult",
    fields: ["inputs", "first", "total"],
    parts: { indices: sobolColumns, convergence: convergenceColumns },
  },
  { name: "a MorrisResult", fields: ["effects", "trajectories"], parts: { effects: morrisColumns } },
  { name: "a Tornado", fields: ["output", "bars"], parts: { bars: tornadoColumns } },
  {
    name: "AllocationDerivatives",
    fields: ["along", "cost", "lambda"],
    parts: { bins: (of: AllocationDerivatives) => numbered(derivativeColumns(of)), size: sizeColumns },
  },
  { name: "ImpactEstimates", fields: ["alpha", "beta", "convention"], parts: { bins: estimateColumns } },
];

/**
 * A result as a danfo DataFrame, to look at, join and save.
 *
 *     Allocation, Strategy     a row a bin: label, x_i (the column is named for its unit, "shares"), x_i / S (%)
 *     Sweep                    a row a point: size, beta, cost, lambda, regime, ...
 *     MonteCarlo               a row a strategy; part "bands": a row a bin; part "draws": a row a draw
 *     ComparedDays             a row a day; part "bins": a row a bin
 *     SobolResult              a row an index; part "convergence": a row an input and a step
 *     MorrisResult, Tornado    a row an input
 *     Elasticities             a row a bin; part "size": how cost and shadow price move with S
 *     AllocationDerivatives    likewise
 *     ImpactEstimates          a row a bin, by the names of a table's columns
 *
 * @param result any of these. Bins go by their labels where the result has them, else by their index:
 *   `toFrame({ ...allocation, bin: model.bin })` gives an allocation its labels.
 * @param part which of its tables. Default: the first.
 * @returns the table. Sizes in the model's unit (shares), costs in its currency; savings, shares and optimism in %.
 * @throws InputError for anything else, and for a part that the result does not have.
 * @example
 * ```ts
 * import { allocate, toFrame } from "../src";
 *
 * const model = { alpha: [0.01, 0.02], beta: [1.5, 1.5], bin: ["10:00", "11:00"] };
 * toFrame({ ...allocate(model, 1000), bin: model.bin }).print(); // 800 shares at 10:00, 200 at 11:00
 * ```
 */
export function toFrame(result: Framed, part?: string): DataFrame {
  const { parts } = kindOf(result);
  const names = Object.keys(parts);
  const name = checkChoice("part", part ?? names[0], names);
  return dataFrame(parts[name](result as never));
}

function kindOf(result: unknown): Kind {
  const isObject = typeof result === "object" && result !== null;
  const kind = isObject ? KINDS.find(({ fields }) => fields.every((field) => field in result)) : undefined;
  must(kind !== undefined, "result", `must be one of ${KINDS.map(({ name }) => name).join(", ")}`, result);
  return kind;
}

/** Columns by bin with the bin's label or index before them. */
function numbered(columns: Columns, bin?: readonly string[]): Columns {
  const n = Object.values(columns)[0].length;
  must(bin === undefined || bin?.length === n, "result.bin", `must have a label a time bin (${n})`, bin);
  return { bin: bin === undefined ? Array.from({ length: n }, (_, i) => i) : Array.from(bin), ...columns };
}

function allocationColumns(result: Allocated): Columns {
  const { x, bin } = result;
  const size = sum(x) || 1; // of an order of 0 every bin has 0 %
  const { sizes } = unitsOf(result);
  // A unit that is called as another column of the table would take its place.
  const name = sizes === "bin" || sizes === "percent" ? `x (${sizes})` : sizes;
  return numbered({ [name]: Array.from(x), percent: Array.from(x, (xi) => (100 * xi) / size) }, bin);
}

function estimateColumns(estimates: ImpactEstimates): Columns {
  const { bin, side, status } = estimates;
  const numbers = NUMBER_COLUMNS.map(([name, key]) => [name, Array.from(estimates[key])]);
  return { bin, side, ...(Object.fromEntries(numbers) as Columns), status };
}
