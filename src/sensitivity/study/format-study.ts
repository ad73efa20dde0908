/** Tornados and Monte Carlo studies for a terminal or a notebook cell. */
import type { AllocationDerivatives } from "../local/allocation-derivatives";
import type { Elasticities } from "../local/elasticities";
import { number, table } from "../../base/text-table";
import { unitsOf } from "../../base/units";
import { hasRoom } from "../monte-carlo/monte-carlo-plan";
import { meanRegret } from "../monte-carlo/monte-carlo-summary";
import type { MonteCarlo } from "../monte-carlo/monte-carlo-result";
import type { Tornado } from "../model/tornado";

/** One input at a time, beside what the derivative alone says; and how cost and price scale with the order. */
export function formatTornado(
  { output, base, bars }: Tornado,
  { cost, lambda }: Elasticities,
  branch: AllocationDerivatives["branch"],
): string {
  const rows = bars.map((bar) => [
    bar.name,
    `${number(bar.inputLow)} to ${number(bar.inputHigh)}`,
    number(bar.low),
    number(bar.high),
    bar.linearLow === undefined ? "" : number(bar.linearLow),
    bar.linearHigh === undefined ? "" : number(bar.linearHigh),
  ]);
  const lines = [
    `One input at a time; ${output} is ${number(base)} as estimated`,
    table(["input", "from, to", "at low", "at high", "derivative: low", "high"], rows),
    `An order larger by 1 % costs ${number(cost.size)} % more; its shadow price rises by ${number(lambda.size)} %.`,
    branch.atSwitch
      ? "Another choice of the active bin costs the same: derivatives hold to one side only."
      : branch.margin < Infinity
        ? `Derivatives hold while the next choice of the active bin, ${number(100 * branch.margin)} % dearer here, ` +
          "stays dearer."
        : "No other choice of an active bin is near: derivatives hold on the whole branch.",
  ];
  return `${lines.join("\n")}\n`;
}

/** Each strategy's promise and what the draws make of it. */
export function formatMonteCarlo({
  strategies,
  draws,
  size,
  curse,
  optimumSpread,
  handling,
  notes,
}: MonteCarlo): string {
  const rows = strategies.map(
    ({ name, promised, realisedSpread, regretSpread, promisedSaving, realisedSaving, optimism }) => [
      name,
      number(promised),
      number(realisedSpread.mean),
      percent(promisedSaving),
      percent(realisedSaving),
      number(meanRegret({ optimumSpread }, regretSpread)) +
        (Number.isNaN(regretSpread.standardError) ? "" : ` ± ${number(1.96 * regretSpread.standardError)}`),
      percent(optimism),
    ],
  );
  const lines = [
    `${number(size)} ${unitsOf({ notes }).sizes} under ${draws} ${draws === 1 ? "draw" : "draws"} of the parameters; ` +
      `knowing them, the optimum would cost ${number(optimumSpread.mean)} on average`,
    table(["strategy", "promised", "realised", "promised saving", "realised saving", "regret", "optimism"], rows),
    "Savings are against TWAP; regret is the realised cost above the optimum of each draw; optimism is realised over " +
      "promised, less one.",
    "Read the other way, the draws as estimates of one truth, " +
      `optimising pays ${percent(curse.optimism)} more than it promises (the optimizer's curse).`,
  ];
  const without = strategies.filter((strategy) => !hasRoom(strategy)).map(({ name }) => name);
  if (without.length > 0) lines.push(`Without room for all of the order under the constraints: ${without.join(", ")}.`);
  if (draws === 1) lines.push("One draw tells no error: take more.");
  if (handling.unproven > 0) lines.push(`${handling.unproven} draws have an optimum that is not certified.`);
  return `${lines.join("\n")}\n`;
}

function percent(share: number): string {
  return Number.isNaN(share) ? number(share) : `${(100 * share).toFixed(2)} %`;
}
