/** What a study came to: text for people, tables for spreadsheets, data for programs. */
import type { AllocationDerivatives } from "../local/allocation-derivatives";
import { derivativeColumns } from "../local/derivative-columns";
import type { Elasticities } from "../local/elasticities";
import { convergenceColumns, morrisColumns, sobolColumns } from "../global/index-columns";
import { formatMorris, formatSobol } from "../global/format-indices";
import { formatMonteCarlo, formatTornado } from "./format-study";
import { drawColumns, strategyColumns } from "../monte-carlo/monte-carlo-columns";
import type { MonteCarlo } from "../monte-carlo/monte-carlo-result";
import type { MorrisResult } from "../global/morris";
import type { SobolResult } from "../global/sobol-indices";
import type { Tornado } from "../model/tornado";
import { formatWalkForward, walkColumns } from "../walk-forward/format-walk-forward";
import type { WalkForward } from "../walk-forward/walk-forward";
import { tornadoColumns } from "../model/tornado-columns";

/** Named columns of one length. */
export type Columns = Readonly<Record<string, readonly (number | string)[]>>;

/** A study's result, by kind. */
export type StudyOutcome =
  | { readonly study: "local"; readonly tornado: Tornado }
  | { readonly study: "sobol"; readonly result: SobolResult }
  | { readonly study: "morris"; readonly result: MorrisResult }
  | { readonly study: "montecarlo"; readonly result: MonteCarlo }
  | { readonly study: "walk-forward"; readonly result: WalkForward };

export interface StudyReport {
  readonly outcome: StudyOutcome;
  readonly text: string;
  /** By name; "" is the main one. */
  readonly tables: Readonly<Record<string, Columns>>;
  readonly data: unknown;
}

export function sobolReport(result: SobolResult): StudyReport {
  return {
    outcome: { study: "sobol", result },
    text: formatSobol(result),
    tables: { "": sobolColumns(result), convergence: convergenceColumns(result) },
    data: result,
  };
}

export function morrisReport(result: MorrisResult): StudyReport {
  return {
    outcome: { study: "morris", result },
    text: formatMorris(result),
    tables: { "": morrisColumns(result) },
    data: result,
  };
}

export interface LocalResult {
  readonly tornado: Tornado;
  readonly elasticities: Elasticities;
  readonly derivatives: AllocationDerivatives;
  readonly bin: readonly string[];
  readonly x: Float64Array;
}

export function localReport({ tornado, elasticities, derivatives, bin, x }: LocalResult): StudyReport {
  const { bars, base, output } = tornado;
  const bins = {
    bin,
    x: Array.from(x),
    ...derivativeColumns(derivatives),
    cost_share: Array.from(elasticities.cost.alpha),
  };
  const data = {
    output,
    base,
    bars,
    costBySize: elasticities.cost.size,
    shadowPriceBySize: elasticities.lambda.size,
    branch: derivatives.branch,
  };
  return {
    outcome: { study: "local", tornado },
    text: formatTornado(tornado, elasticities, derivatives.branch),
    tables: { "": tornadoColumns(tornado), bins },
    data,
  };
}

export function walkReport(result: WalkForward): StudyReport {
  const { size, by, strategies, folds, confidence } = result;
  return {
    outcome: { study: "walk-forward", result },
    text: formatWalkForward(result),
    tables: { "": walkColumns(result) },
    data: { size, by, confidence, strategies, folds },
  };
}

export function monteCarloReport(result: MonteCarlo): StudyReport {
  const { strategies, size, draws, seed, handling, curse, optimumSpread } = result;
  const rows = strategies.map(
    ({ name, promised, realisedSpread, regretSpread, optimism, promisedSaving, realisedSaving }) => ({
      name,
      promised,
      realisedSpread,
      regretSpread,
      optimism,
      promisedSaving,
      realisedSaving,
    }),
  );
  const data = { size, draws, seed, optimumSpread, strategies: rows, curse: curse.optimism, handling };
  return {
    outcome: { study: "montecarlo", result },
    text: formatMonteCarlo(result),
    tables: { "": strategyColumns(result), draws: drawColumns(result) },
    data,
  };
}
