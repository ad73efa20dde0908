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
    percent(kept.value),
    span(kept),
    percent(unfilled / size),
  ]);
  const interval = `${number(100 * confidence)} % interval`;
  const twap = strategies[0].unfilled;
  const short = strategies.filter(({ unfilled }) => unfilled - twap > 0.01 * size).map(({ strategy }) => strategy);
  const lines = [
    `${number(size)} ${sizes} in each of ${folds.length} folds, by ${by}: allocated by what was known, paid on the ` +
      "book that came next",
    table(["strategy", "promised", "paid", interval, "kept", interval, "unfilled"], rows),
    "Savings are against TWAP; kept is what was paid of the promise. An order that the book did not fill whole " +
      "counts at the average price of what it filled.",
    ...(short.length === 0
      ? []
      : [`More left unfilled than by TWAP, what was filled being the cheaper part: ${short.join(", ")}.`]),
    ...(by === "day"
      ? []
      : [
          "Intraday: each part's bins are taken for those of the part before. Days would tell more.",
          "The curves' errors, which shrunk and averaged go by, are pooled over the whole day, what pays included.",
        ]),
    ...(folds.length < 3 ? ["Fewer than 3 folds tell no interval."] : []),
    ...lackingOf(folds),
    ...strategies.flatMap(({ strategy }) => withoutPlan(folds, strategy)),
    ...idleOf(folds, strategies),
  ];
  return `${lines.join("\n")}\n`;
}

/** Bins of what was known that trade nothing, where there are some. */
function lackingOf(folds: WalkForward["folds"]): string[] {
  const most = folds.reduce((worst, fold) => (fold.lacking > worst.lacking ? fold : worst));
  if (most.lacking === 0) return [];
  const all = most.bins + most.lacking;
  const where = `at most ${most.lacking} of ${all}, in the fold ${most.name}`;
  return [`Bins without a curve on every day known trade nothing: ${where}.`];
}

/** Of a strategy: in how many folds it has no plan, and why. */
function withoutPlan(folds: WalkForward["folds"], strategy: string): string[] {
  const reasons = folds.flatMap(({ missing }) => missing.filter((one) => one.strategy === strategy));
  if (reasons.length === 0) return [];
  return [`No plan in ${reasons.length} of ${folds.length} folds: ${strategy}, as ${reasons[0].reason}`];
}

/** In how many folds strategies have a plan that does not count, the same count told once. */
function idleOf(folds: WalkForward["folds"], strategies: WalkForward["strategies"]): string[] {
  const counts = new Map<number, string[]>();
  for (const { strategy, folds: counted } of strategies) {
    const idle = folds.filter(({ plans }) => plans.some((plan) => plan.strategy === strategy)).length - counted;
    if (idle > 0) counts.set(idle, [...(counts.get(idle) ?? []), strategy]);
  }
  return [...counts].map(
    ([idle, names]) =>
      `Left out in ${idle} of ${folds.length} folds, as the book filled nothing of it or of TWAP: ` +
      `${names.join(", ")}.`,
  );
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
