/** The tables of a Monte Carlo study, as columns by name: for files, and for DataFrames. */
import type { MonteCarlo, StrategyOutcome } from "./monte-carlo-result";

/** Named columns of one length. */
type Columns = Record<string, readonly (number | string)[]>;

/** One row a strategy: costs in currency, savings and optimism in %. */
export function strategyColumns({ strategies }: Pick<MonteCarlo, "strategies">): Columns {
  const column = (of: (strategy: StrategyOutcome) => number): number[] => strategies.map(of);
  return {
    strategy: strategies.map(({ name }) => name),
    promised_cost: column((s) => s.promised),
    realised_cost: column((s) => s.realisedSpread.mean),
    realised_5: column((s) => s.realisedSpread.quantiles[0]),
    realised_95: column((s) => s.realisedSpread.quantiles[4]),
    promised_saving_percent: column((s) => 100 * s.promisedSaving),
    realised_saving_percent: column((s) => 100 * s.realisedSaving),
    regret: column((s) => s.regretSpread.mean),
    regret_error: column((s) => s.regretSpread.standardError),
    regret_95: column((s) => s.regretSpread.quantiles[4]),
    optimism_percent: column((s) => 100 * s.optimism),
  };
}

/** One row a bin: the quantiles of its best x over the draws, and each strategy's x, shares. */
export function bandColumns({ bin, bands, strategies }: Pick<MonteCarlo, "bin" | "bands" | "strategies">): Columns {
  return {
    bin: bin ?? Array.from(strategies[0].x.keys()),
    ...Object.fromEntries(bands.x.map((x, k) => [`x_${100 * bands.probabilities[k]}`, Array.from(x)])),
    ...Object.fromEntries(strategies.map(({ name, x }) => [name, Array.from(x)])),
  };
}

/** One row a draw: the optimum, and each strategy's cost, currency. */
export function drawColumns({ optimum, strategies }: Pick<MonteCarlo, "optimum" | "strategies">): Columns {
  return {
    optimum: Array.from(optimum),
    ...Object.fromEntries(strategies.map(({ name, realised }) => [name, Array.from(realised)])),
  };
}
