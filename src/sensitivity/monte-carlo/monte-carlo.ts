/**
 * How much of the answer is the estimates' noise: parameters are drawn from the errors of the estimates,
 * and allocations fixed beforehand are priced under every draw.
 *
 * **As posterior draws** (truth given estimates): with a flat prior on (log alpha, beta) and normal errors
 * the true parameters, given the estimates, are normal around them with their covariance. For draw theta_m
 *
 *     regret_km   = C(x_k; theta_m) - min_x C(x; theta_m)        what strategy k leaves on the table
 *     optimism_k  = mean_m C(x_k; theta_m) / promised_k - 1       what it promised too little
 *
 * This optimism has one cause, Jensen's inequality: a log-normal's mean is above its median, so that bin i
 * costs E g_i(x) = g_i(x) exp(v_i(x) / 2), v_i(x) the variance of log g_i(x). It is small where the fit saw
 * the size and large where the allocation extrapolates. It holds for every allocation, TWAP too: it is the
 * difference to TWAP's that the optimisation makes. A flat prior knows no winner's curse: it takes every
 * lucky estimate at its word. `truth: shrink(estimates)` is the prior that does not.
 *
 * **As a parametric bootstrap** (estimates given truth; Efron and Tibshirani, An Introduction to the Bootstrap,
 * 1993, chapter 6): the same draws read as estimates around a truth, which the given parameters stand for.
 * Optimising on them promises min_x C(x; theta_m) and pays C(x_m; truth), never less than the true optimum:
 * the optimizer's curse (Smith and Winkler, Management Science 52, 2006), for the optimum is picked for its
 * low estimates. `curse` has it.
 *
 * Draws with beta below 1 are fine: such models are solved exactly as well. beta <= 0 is no impact curve and
 * is drawn again.
 */
import { withSummary } from "../../base/summary";
import { monteCarloSummary } from "./monte-carlo-summary";
import { inOrder } from "../../work/in-order";
import { runTasks } from "../../work/run-tasks";
import { planMonteCarlo, type MonteCarloOptions } from "./monte-carlo-plan";
import { collectDraws, emptyDraws, type MonteCarlo } from "./monte-carlo-result";
import type { UncertainModel } from "./parameter-errors";

/** About what a draw takes a bin. */
const SECONDS_A_BIN = 1.5e-7;

/**
 * Prices allocations of `size` shares under draws theta_m of the true parameters, given the estimates:
 *
 *     regret_km  = C(x_k; theta_m) - min_x C(x; theta_m)      what strategy k leaves on the table
 *     optimism_k = mean_m C(x_k; theta_m) / promised_k - 1    what it promised too little
 *
 * @param estimates the day's estimates with their errors (`seLogAlpha`, `seBeta`, `cov`, N bins); or those of several
 *   days, which are then resampled by day instead, `plain` being the optimum of their typical day (`poolDays`).
 * @param size S > 0, shares.
 * @returns costs in currency, one a draw, of the optimum and of `plain`, `TWAP`, `volume` and the strategies given;
 *   quantile bands of the best x; the optimizer's curse (Smith and Winkler, Management Science 52, 2006). The same to
 *   the last bit on any number of threads.
 * @throws InputError for estimates without errors or curves, a size, a strategy or an option that breaks its rule.
 * @example
 * ```ts
 * import { monteCarlo } from "../src";
 *
 * const estimates = {
 *   alpha: [0.01, 0.02, 0.04], beta: [1.5, 1.6, 1.5],
 *   seLogAlpha: [0.3, 0.3, 0.3], seBeta: [0.05, 0.05, 0.05], cov: [-0.014, -0.014, -0.014],
 * };
 * const study = await monteCarlo(estimates, 1000, { draws: 200, strategies: { even: [400, 300, 300] } });
 * console.log(study.strategies.map(({ name, regretSpread }) => [name, regretSpread.mean])); // plain the least
 * ```
 */
export async function monteCarlo(
  estimates: UncertainModel | readonly UncertainModel[],
  size: number,
  options: MonteCarloOptions = {},
): Promise<MonteCarlo> {
  const plan = planMonteCarlo(estimates, size, options);
  const draws = emptyDraws(plan);
  const seconds = SECONDS_A_BIN * plan.allocation.x.length;
  await runTasks(plan.work, plan.tasks, inOrder(draws.add), seconds, options);
  return withSummary(collectDraws(plan, draws), monteCarloSummary);
}
