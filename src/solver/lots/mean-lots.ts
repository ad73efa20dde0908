/** Curves in lots that are the mean over many models. */
import type { CheckedModel } from "../model/impact-model";
import type { LotCurves } from "../model/lot-curves";
import { PowerLots } from "./power-lots";

export function meanLots(models: readonly CheckedModel[], lot: number): LotCurves {
  const all = models.map(({ alpha, beta }) => new PowerLots(alpha, beta, lot));
  const mean = (of: (curves: LotCurves) => number): number =>
    all.reduce((total, curves) => total + of(curves), 0) / all.length;
  const means = (each: readonly Float64Array[]): Float64Array => {
    const total = new Float64Array(each[0].length);
    for (const values of each) for (let i = 0; i < total.length; i++) total[i] += values[i];
    return total.map((value) => value / each.length);
  };
  return {
    count: models[0].alpha.length,
    cost: (i, k, beside) => mean((curves) => curves.cost(i, k, beside)),
    price: (i, k, beside) => mean((curves) => curves.price(i, k, beside)),
    costs: (lots, more, beside) => means(all.map((curves) => curves.costs(lots, more, beside))),
    around(lots) {
      const each = all.map((curves) => curves.around(lots));
      return {
        cost: means(each.map(({ cost }) => cost)),
        last: means(each.map(({ last }) => last)),
        next: means(each.map(({ next }) => next)),
      };
    },
  };
}
