/** A walk forward for a terminal or a notebook cell, and as a table's columns. */
import { checkFields } from "../../base/check-fields";
import { number, table } from "../../base/text-table";
import { unitsOf } from "../../base/units";
import type { Interval } from "./block-bootstrap";
import { wholeCost, type WalkForward } from "./walk-forward";

/**
 * A walk forward as text: savings promised and paid by strategy, the share kept, and what it rests on.
 *
 * @param result of `walkForward`.
 * @example
 * ```ts
 * import { estimateWithCosts, exampleBook, formatWalkForward, walkForward } from "../src";
 * const { estimates, costs } = await estimateWithCosts(exampleBook(1, 24, 1), { binWidth: "60s" });
 * console.log(formatWalkForward(walkForward([{ estimates, costs: costs[0] }], 2000, { parts: 4 })));
 * ```
 */
export function formatWalkForward(result: WalkForward): string {
  const { folds, strategies, size, by, confidence } = checkFields(
    "result",
    result,
    ["folds", "strategies", "size", "by", "confidence"],
    "what walkForward returned",
  );
  const { sizes } = unitsOf(result);
  const rows = strategies.map(({ strategy, promisedSaving, paidSaving, kept, unfilled }) => [
    strategy,
    percent(promisedSaving.value),
    percent(paidSaving.value),
    span(paidSaving),
    strategy === "TWAP" ? "-" : percent(kept.value),
    strategy === "TWAP" ? "-" : span(kept),
    percent(unfilled / size),
  ]);
  const interval = `${number(100 * confidence)} % interval`;
  const reasons = new Map(folds.flatMap(({ missing }) => missing.map(({ strategy, reason }) => [strategy, reason])));
  const twap = strategies[0].unfilled;
  const short = strategies.filter(({ unfilled }) => unfilled - twap > 0.01 * size).map(({ strategy }) => strategy);
  const lines = [
    `${number(size)} ${sizes} in each of ${folds.length} folds, by ${by}: allocated by what was known, paid on the ` +
      "book that came next",
    table(["strategy", "promised", "paid", interval, "kept", interval, "unfilled"], rows),
    "Savings are against TWAP; kept is what was paid of the promise; an order's cost is at the price a share of what " +
      "could be filled.",
    ...(short.length === 0
      ? []
      : [`More left unfilled than by TWAP, what was filled being the cheaper part: ${short.join(", ")}.`]),
    ...(by === "day"
      ? []
      : ["Intraday: each part's bins are taken for those of the part before. Days would tell more."]),
    ...(folds.length < 3 ? ["Fewer than 3 folds tell no interval."] : []),
    ...[...reasons].map(([strategy, reason]) => `No plan in some folds: ${strategy}, as ${reason}`),
  ];
  return `${lines.join("\n")}\n`;
}

/** One row a fold and strategy, costs in currency. */
export function walkColumns({ folds, size }: WalkForward): Record<string, readonly (number | string)[]> {
  const rows = folds.flatMap(({ name, plans }) => plans.map((plan) => ({ name, ...plan })));
  return {
    fold: rows.map(({ name }) => name),
    strategy: rows.map(({ strategy }) => strategy),
    promised: rows.map(({ promised }) => promised),
    promised_twap: rows.map(({ promisedTwap }) => promisedTwap),
    paid: rows.map((row) => wholeCost(row, size)),
    unfilled: rows.map(({ unfilled }) => unfilled),
  };
}

function percent(share: number): string {
  return Number.isNaN(share) ? "-" : `${(100 * share).toFixed(1)} %`;
}

function span({ low, high }: Interval): string {
  return Number.isNaN(low) ? "-" : `${(100 * low).toFixed(1)} to ${(100 * high).toFixed(1)}`;
}
