/**
 * The optimum beside every textbook strategy that a model allows, on one parent order, as a table.
 */
import type { DataFrame } from "danfojs-node";

import { effectiveBins } from "../numeric/effective-bins";
import { allBaselines } from "../solver/baselines/all-baselines";
import { allocate } from "../solver/allocate";
import type { ImpactModel } from "../solver/model/impact-model";
import { dataFrame } from "./table/data-frame";
import { unitsOf } from "../base/units";

/**
 * One row a strategy, the optimum first: its cost, its cost a share, what it costs more than the optimum,
 * over how many bins it is spread, 1 / sum (x_i / S)^2, and the largest x_i. The columns' names carry the
 * units that the model's notes state.
 *
 * @param model alpha (currency per share^beta) and beta, N values each.
 * @param size S > 0, shares.
 * @param volume v_i, N values, for the strategy proportional to volume. Default: the model's own where it has
 *   one in every bin.
 * @throws InputError for a model, a size or a profile that breaks its rule.
 * @example
 * ```ts
 * import { compareStrategies } from "../src";
 * compareStrategies({ alpha: [0.1, 0.2], beta: [1.5, 1.4] }, 1000).print();
 * ```
 */
export function compareStrategies(model: ImpactModel, size: number, volume = profileOf(model)): DataFrame {
  const optimum = allocate(model, size);
  const strategies = [{ name: "optimum", x: optimum.x, cost: optimum.cost }, ...allBaselines(model, size, volume)];
  const units = unitsOf(model);
  return dataFrame({
    strategy: strategies.map(({ name }) => name),
    [`cost (${units.currency})`]: strategies.map(({ cost }) => cost),
    [`${units.currency} per ${units.size}`]: strategies.map(({ cost }) => cost / size),
    "above the optimum (%)": strategies.map(({ cost }) => 100 * (cost / optimum.cost - 1)),
    "effective bins": strategies.map(({ x }) => effectiveBins(x, size)),
    [`largest bin (${units.sizes})`]: strategies.map(({ x }) => x.reduce((most, xi) => Math.max(most, xi), 0)),
  });
}

function profileOf(model: ImpactModel): ArrayLike<number> | undefined {
  const { volume } = (model ?? {}) as { volume?: ArrayLike<number> };
  return volume !== undefined && Array.from(volume).every((v) => v >= 0) ? volume : undefined;
}
