/**
 * The optimum on a given branch in 64-digit arithmetic: Newton's method on sum_i x_i(u) = S over a fixed
 * set of active bins, from a root good to a double. For differences with steps of 1e-20.
 */
import type { BigNumber } from "mathjs";

import { exactBig } from "../../src/numeric/big";

export interface BigProblem {
  readonly alpha: BigNumber[];
  readonly beta: BigNumber[];
  readonly size: BigNumber;
}

export interface BigSolution {
  readonly x: BigNumber[];
  readonly lambda: BigNumber;
  readonly cost: BigNumber;
}

export function bigProblem(alpha: ArrayLike<number>, beta: ArrayLike<number>, size: number): BigProblem {
  return { alpha: Array.from(alpha, exactBig), beta: Array.from(beta, exactBig), size: exactBig(size) };
}

/** @param active the active bins, and of them one that takes the rest of S where its beta is 1. */
export function solveBranch({ alpha, beta, size }: BigProblem, active: readonly number[], lambda: number): BigSolution {
  const one = exactBig(1);
  const zero = exactBig(0);
  const linear = active.find((i) => beta[i].eq(one));
  const slopes = alpha.map((a, i) => a.times(beta[i]).ln());
  const volume = (i: number, u: BigNumber): BigNumber => u.minus(slopes[i]).div(beta[i].minus(one)).exp();
  let u = linear === undefined ? exactBig(lambda).ln() : slopes[linear];
  for (let step = 0; linear === undefined && step < 80; step++) {
    const x = active.map((i) => volume(i, u));
    const total = x.reduce((sum, xi) => sum.plus(xi), zero);
    const slope = x.reduce((sum, xi, k) => sum.plus(xi.div(beta[active[k]].minus(one))), zero);
    const du = size.minus(total).div(slope);
    u = u.plus(du);
    if (du.abs().lt(exactBig(1e-55))) break;
  }
  const x = alpha.map((_, i) => (active.includes(i) && i !== linear ? volume(i, u) : zero));
  if (linear !== undefined) x[linear] = size.minus(x.reduce((sum, xi) => sum.plus(xi), zero));
  const cost = x.reduce((sum, xi, i) => (xi.gt(zero) ? sum.plus(alpha[i].times(xi.pow(beta[i]))) : sum), zero);
  return { x, lambda: u.exp(), cost };
}
