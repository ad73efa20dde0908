/**
 * The optimal allocation under caps, 0 <= x_i <= c_i.
 *
 * - Where the optimum without caps keeps to them, it is the optimum.
 * - Convex and linear bins: the problem is convex and solved exactly (convex-with-pieces.ts).
 * - With caps on concave bins it is NP-hard (of identical bins even, it holds the subset-sum problem; Sahni,
 *   SIAM Journal on Computing 3, 1974). A search (search-capped.ts) returns the best allocation found and a proven
 *   lower bound. Where they meet the status is `optimal`, else `bounded`.
 */
import { exp } from "../../numeric/elementary";
import { allocationOf, type Allocation } from "../model/allocation";
import { certifyCapped } from "../evidence/capped-certificate";
import { boundedStatus } from "../model/bounded-status";
import { searchCapped, solveConvexly } from "./search-capped";
import { cappedProblem } from "./problem";
import { SAME_PRICE } from "./tolerances";
import { keepsTo } from "../model/caps";
import type { Budget } from "../knapsack/budget";
import { regimeOf, type CheckedModel } from "../model/impact-model";

/**
 * @param cap checked caps.
 * @param withoutCaps the optimum without them.
 */
export function allocateCapped(
  model: CheckedModel,
  size: number,
  cap: Float64Array,
  withoutCaps: () => Allocation,
  budget: Budget,
): Allocation {
  const regime = regimeOf(model);
  const convex = regime === "convex";
  if (!convex) {
    const plain = withoutCaps();
    if (keepsTo(plain.x, cap)) return { ...plain, cap };
  }
  const problem = cappedProblem(model, size, cap);
  const hasConcave = problem.concave.length > 0;
  const best = hasConcave ? searchCapped(problem, budget) : solveConvexly(problem);
  const { cost, capped, ...proof } = certifyCapped(model, size, best.x, best.u, cap, problem.levels);
  if (convex && capped.every(({ saves }) => !(saves > SAME_PRICE * exp(best.u)))) {
    const plain = withoutCaps();
    if (keepsTo(plain.x, cap)) return { ...plain, cap };
  }
  // Without concave bins the dual at lambda is the bound; with them it is that of the tree.
  const dualityGap = hasConcave ? Math.max(0, 1 - best.lowerBound / cost) : proof.dualityGap;
  const straight = hasConcave ? problem.concave.concat(problem.linear) : problem.linear;
  const { converged, passes } = best;
  const allocation = allocationOf(
    model,
    size,
    best.x,
    { ...proof, dualityGap },
    {
      regime,
      cost,
      lambda: exp(best.u),
      active: straight.find((i) => best.x[i] > 0 && best.x[i] < problem.cap[i]) ?? -1,
      converged,
      candidates: straight.length,
      passes,
    },
  );
  return {
    ...allocation,
    status: hasConcave ? boundedStatus(allocation) : allocation.status,
    cap,
    certificate: {
      ...allocation.certificate,
      lowerBound: cost * (1 - dualityGap),
      atCap: capped.length,
      capped,
    },
  };
}
