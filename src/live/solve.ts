/**
 * The answer of a live figure at a state of its controls: solved by the project's own solver, whoever asks, the
 * kernel for the figure as run or a page for what its reader moved. Both therefore have the same bits.
 */
import { must } from "../base/input-error";
import type { Figure } from "../figures/look/theme";
import { allocate } from "../solver/allocate";
import type { Allocation } from "../solver/model/allocation";
import { shiftBeta, transformModel } from "../sweep/beta-transform";
import type { SweepGrid } from "../sweep/plan-grid";
import { sweepNow } from "../sweep/sweep-now";
import { orderFacts, sweepFacts, type Fact } from "./facts";
import { doubles, modelOf, sameState, type LiveData, type LiveModel, type LiveState } from "./live-data";
import { ORDER_FIGURES, SWEEP_FIGURES } from "./live-figures";

export interface Answer {
  readonly figure: Figure;
  readonly facts: readonly Fact[];
}

/** @throws InputError where the state has no answer: a beta at or below 0, caps that leave no room. */
export function answer(data: LiveData, state: LiveState): Answer {
  const model = shifted(data, state);
  // A title of the author's own speaks of what they ran.
  const options = { ...data.options, ...(sameState(state, data.base) ? {} : { title: undefined }) };
  if (data.grid !== undefined) {
    const swept = sweepNow(model, gridOf(data, state));
    return { figure: SWEEP_FIGURES[data.figure](swept, options), facts: sweepFacts(swept) };
  }
  const allocation = solve(data, state, model);
  return {
    figure: ORDER_FIGURES[data.figure]({ ...model, ...allocation }, options),
    facts: orderFacts(model, allocation),
  };
}

/** The allocation at a state. */
export function solve(data: LiveData, state: LiveState, model: LiveModel = shifted(data, state)): Allocation {
  const { cap, size } = state;
  if (cap === null) return allocate(model, size);
  return allocate(model, size, { cap: data.caps === undefined ? cap : doubles(data.caps).map((c) => c * cap) });
}

/** The side's model with the shift applied; the pivot does not move with S. */
export function shifted({ models, base }: LiveData, { side, shift }: LiveState): LiveModel {
  const plain = models.find((one) => one.side === side);
  must(
    plain !== undefined,
    "side",
    `must be one that the figure has (${models.map((one) => one.side).join(", ")})`,
    side,
  );
  const model = modelOf(plain);
  if (shift === 0) return model;
  const { alpha, beta } = transformModel(model, shiftBeta([shift]), Float64Array.of(base.size)).models[0];
  must(
    beta.every((b) => b > 0),
    "shift",
    "must leave every beta above 0",
    shift,
  );
  return { ...model, alpha, beta };
}

/** Sizes in proportion to the largest. */
function gridOf({ grid, base }: LiveData, { size }: LiveState): SweepGrid {
  const { sizes, ...rest } = grid as NonNullable<LiveData["grid"]>;
  return { ...rest, sizes: size === base.size ? sizes : sizes.map((S) => (S / base.size) * size) };
}
