/**
 * The optimal allocation under caps, 0 <= x_i <= c_i.
 *
 * - Where the optimum without caps keeps to them, it is the optimum.
 * - Convex and linear bins: the problem is convex and solved exactly (convex-with-pieces.ts).
 * - With caps on concave bins it is NP-hard (of identical bins even, it holds the subset-sum problem; Sahni,
 *   SIAM Journal on Computing 3, 1974). Branch and bound over convex envelopes (branch-and-bound.ts) returns the
 *   best allocation found and a proven lower bound. Where they meet the status is `optimal`, else `bounded`.
 */
import { allocationStatus } from "../model/allocation";
import type { Allocation } from "../model/allocation";
import { certifyCapped } from "../evidence/capped-certificate";
import { branchAndBound } from "./branch-and-bound";
import { cappedProblem } from "./problem";
import { keepsTo } from "../model/caps";
import { regimeOf } from "../model/impact-model";
import type { CheckedModel } from "../model/impact-model";

/**
 * @param plain the optimum without caps.
 * @param cap checked caps.
 */
export function allocateCapped(model: CheckedModel, size: number, cap: Float64Array, plain: Allocation): Allocation {
  if (keepsTo(plain.x, cap)) return { ...plain, cap };
  const problem = cappedProblem(model, size, cap);
  const best = branchAndBound(problem);
  const evidence = certifyCapped(model, size, best.x, best.u, problem.cap);
  const { cost, feasibility, stationarity } = evidence;
  // Without concave bins the dual at lambda is the bound; with them it is that of the tree.
  const dualityGap = problem.concave.length === 0 ? evidence.dualityGap : Math.max(0, 1 - best.lowerBound / cost);
  const lambda = Math.exp(best.u);
  const status = allocationStatus({ feasibility, stationarity, dualityGap }, cost, lambda, best.converged);
  const proven =
    allocationStatus({ feasibility, stationarity, dualityGap: 0 }, cost, lambda, best.converged) === "optimal";
  return {
    status: status === "inaccurate" && proven && problem.concave.length > 0 ? "bounded" : status,
    regime: regimeOf(model),
    size,
    x: best.x,
    cost,
    lambda,
    active: problem.concave.concat(problem.linear).find((i) => best.x[i] > 0 && best.x[i] < problem.cap[i]) ?? -1,
    cap,
    certificate: {
      feasibility,
      stationarity,
      dualityGap,
      candidates: problem.concave.length + problem.linear.length,
      margin: Infinity,
      runnerUp: undefined,
      ties: [],
      passes: best.passes,
      lowerBound: cost * (1 - dualityGap),
      atCap: best.x.reduce((count, xi, i) => count + (cap[i] > 0 && xi >= cap[i] ? 1 : 0), 0),
    },
  };
}
