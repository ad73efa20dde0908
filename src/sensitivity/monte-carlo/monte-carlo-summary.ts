/** What a Monte Carlo study shows of itself. */
import { brief, briefPercent, type Summary } from "../../base/summary";
import { unitsOf } from "../../base/units";
import { withoutRounding } from "../../solver/model/cost";
import type { MonteCarlo, StrategyOutcome } from "./monte-carlo-result";

/** The mean regret of a strategy; 0 where it is what rounding left. */
export function meanRegret(
  { optimumSpread }: Pick<MonteCarlo, "optimumSpread">,
  { mean }: StrategyOutcome["regretSpread"],
): number {
  return withoutRounding(mean, optimumSpread.mean);
}

export function monteCarloSummary(study: MonteCarlo): Summary {
  const { currency, sizes } = unitsOf(study);
  const rows = study.strategies.map(({ name, promised, realisedSpread, regretSpread, realisedSaving }) => [
    name,
    brief(promised),
    brief(realisedSpread.mean),
    brief(meanRegret(study, regretSpread)),
    briefPercent(realisedSaving),
  ]);
  const optimum = ["optimum of each draw", "", brief(study.optimumSpread.mean), "0", ""];
  return {
    title: `Monte Carlo: ${brief(study.size)} ${sizes} over ${brief(study.draws)} draws, means in ${currency}`,
    head: ["strategy", "promised", "realised", "regret", "saving against TWAP"],
    rows: [...rows, optimum],
  };
}
