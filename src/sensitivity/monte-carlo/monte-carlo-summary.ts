/** What a Monte Carlo study shows of itself. */
import { brief, type Summary } from "../../base/summary";
import { unitsOf } from "../../base/units";
import type { MonteCarlo } from "./monte-carlo-result";

export function monteCarloSummary(study: MonteCarlo): Summary {
  const { currency, sizes } = unitsOf(study);
  const rows = study.strategies.map(({ name, promised, realisedSpread, regretSpread, realisedSaving }) => [
    name,
    brief(promised),
    brief(realisedSpread.mean),
    brief(regretSpread.mean),
    `${brief(100 * realisedSaving)} %`,
  ]);
  const optimum = ["optimum of each draw", "", brief(study.optimumSpread.mean), "0", ""];
  return {
    title: `Monte Carlo: ${brief(study.size)} ${sizes} over ${brief(study.draws)} draws, means in ${currency}`,
    head: ["strategy", "promised", "realised", "regret", "saving against TWAP"],
    rows: [...rows, optimum],
  };
}
