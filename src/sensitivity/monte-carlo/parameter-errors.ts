/**
 * What is known about each bin's (log alpha, beta): the estimates and the Cholesky factor of the
 * covariance of their errors,
 *
 *     log alpha_i = a_i + p_i z1,   beta_i = b_i + q_i z1 + r_i z2,   z1, z2 standard normal,
 *     p = se_a,  q = cov / se_a,  r = sqrt(se_b^2 - q^2).
 *
 * alpha is the cost of one share, far below the sizes that were fitted, and its unit depends on beta: the
 * two errors are strongly anticorrelated, and drawing them independently would invent curves that no book
 * ever had. The covariance carries it: log g_i(x) has the variance
 *
 *     v_i(x) = se_a^2 + 2 cov log x + se_b^2 (log x)^2,
 *
 * small at the sizes that were fitted and large beyond them. Bins are taken as independent.
 */
import { checkFields } from "../../base/check-fields";
import { fillNeighbours } from "../../estimates/fill-neighbours";
import type { ImpactEstimates } from "../../estimates/table/impact-estimates";
import { must } from "../../base/input-error";
import { log } from "../../numeric/elementary";
import { checkModel, type CheckedModel, type ImpactModel } from "../../solver/model/impact-model";

/** A model with the errors of its parameters: an ImpactEstimates of one side, or as much of it. */
export interface UncertainModel extends ImpactModel {
  /** Standard errors of log alpha_i; NaN where not known. */
  readonly seLogAlpha: ArrayLike<number>;
  /** Standard errors of beta_i; NaN where not known. */
  readonly seBeta: ArrayLike<number>;
  /** Covariances of the errors of log alpha_i and beta_i. */
  readonly cov: ArrayLike<number>;
  readonly bin?: readonly string[];
  readonly side?: readonly string[];
  readonly status?: readonly string[];
  readonly volume?: ArrayLike<number>;
  readonly maxSize?: ArrayLike<number>;
}

/** How bins were taken that are not simply `ok`. */
export interface Handling {
  /** Bins by status, as the estimates have it. Each is drawn with the errors it states, whatever its status. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Bins without standard errors, which were given those of their neighbours (`fillNeighbours`). */
  readonly borrowed: readonly number[];
  /** Bins whose |cov| was above se_log_alpha se_beta, as rounding leaves it, and was cut to it. */
  readonly clamped: readonly number[];
}

export interface ParameterErrors {
  readonly model: CheckedModel;
  /** log alpha_i. */
  readonly logAlpha: Float64Array;
  /** The Cholesky factors p_i, q_i, r_i. */
  readonly p: Float64Array;
  readonly q: Float64Array;
  readonly r: Float64Array;
  readonly handling: Handling;
}

/** A correlation beyond this is no rounding: the three numbers are not of one covariance. */
const MOST_CORRELATION = 1.05;

/**
 * Checks estimates and factors their covariances.
 *
 * @param argument what the caller knows them as.
 * @throws InputError where a bin has no curve, no bin has standard errors, there is more than one side, or
 *   a covariance is missing or impossible.
 */
export function parameterErrors(estimates: UncertainModel, argument = "estimates"): ParameterErrors {
  checkFields(argument, estimates, ["alpha", "beta"], "a model with its errors");
  checkOneSide(estimates, argument);
  const n = estimates.alpha.length;
  for (const key of ["seLogAlpha", "seBeta", "cov"] as const) {
    must(estimates[key]?.length === n, argument, `must have ${key}, one value a bin (${n})`, estimates[key]);
  }
  const curve = "must have a curve in every bin; fillNeighbours gives one to those without";
  for (let i = 0; i < n; i++) must(!Number.isNaN(estimates.alpha[i]), `${argument}.alpha`, curve, NaN, i);
  const model = checkModel(estimates);
  const rule = "must be a finite standard error, 0 or above, or NaN where it is not known";
  for (const key of ["seLogAlpha", "seBeta"] as const) {
    for (let i = 0; i < n; i++) {
      const se = estimates[key][i];
      must(!(se < 0 || se === Infinity), `${argument}.${key}`, rule, se, i);
    }
  }
  const known = (i: number): boolean => estimates.seLogAlpha[i] >= 0 && estimates.seBeta[i] >= 0;
  const borrowed = Array.from({ length: n }, (_, i) => i).filter((i) => !known(i));
  must(borrowed.length !== n, argument, "must have standard errors in at least one bin", "none");
  const { seLogAlpha, seBeta, cov } = borrowed.length > 0 ? borrowErrors(estimates) : estimates;

  const factors = { p: new Float64Array(n), q: new Float64Array(n), r: new Float64Array(n) };
  const clamped: number[] = [];
  for (let i = 0; i < n; i++) {
    const most = seLogAlpha[i] * seBeta[i];
    const correlation = most === 0 ? 0 : cov[i] / most;
    must(
      Math.abs(correlation) <= MOST_CORRELATION,
      `${argument}.cov`,
      `must be given beside standard errors, and not exceed their product (${most})`,
      cov[i],
      i,
    );
    if (Math.abs(correlation) > 1) clamped.push(i);
    const rho = Math.max(-1, Math.min(1, correlation));
    factors.p[i] = seLogAlpha[i];
    factors.q[i] = rho * seBeta[i];
    factors.r[i] = Math.sqrt(1 - rho * rho) * seBeta[i];
  }
  const statuses: Record<string, number> = {};
  for (const status of estimates.status ?? [])
    statuses[status || "unstated"] = (statuses[status || "unstated"] ?? 0) + 1;
  return { model, logAlpha: model.alpha.map(log), ...factors, handling: { statuses, borrowed, clamped } };
}

function checkOneSide({ side, alpha }: UncertainModel, argument: string): void {
  const sides = [...new Set(side ?? [])];
  const rule = `must be of one side (selectSide takes one of ${sides.join(", ")})`;
  must(sides.length <= 1, argument, rule, `${sides.length} sides in ${alpha.length} rows`);
}

function borrowErrors(estimates: UncertainModel): UncertainModel {
  const n = estimates.alpha.length;
  const unknown = new Float64Array(n).fill(NaN);
  const doubles = (values: ArrayLike<number>): Float64Array => Float64Array.from(values);
  const table = {
    ...estimates,
    alpha: doubles(estimates.alpha),
    beta: doubles(estimates.beta),
    seLogAlpha: doubles(estimates.seLogAlpha),
    seBeta: doubles(estimates.seBeta),
    cov: doubles(estimates.cov),
    bin: [],
    n: unknown,
    minSize: unknown,
    maxSize: unknown,
    side: new Array<"">(n).fill(""),
    status: new Array<"">(n).fill(""),
  };
  // Errors are lent over any distance, for there are draws of every bin or of none.
  return fillNeighbours(table as unknown as ImpactEstimates, { longestGap: 1e12 });
}
