/**
 * Fills bins without a curve from the nearest bins with one, for a solver that needs every bin.
 *
 * Between neighbours at distances a (before) and b (after), with weights v = b / (a + b) and 1 - v,
 * (log alpha, beta) is their weighted mean and its covariance that of the mixture of the two,
 * v C1 + (1 - v) C2 + v (1 - v) D D', D being their difference: what is not known about a bin that
 * could be like either. At an end of the day the one neighbour is copied.
 */
import type { ImpactEstimates } from "./impact-estimates";

/** A copy with no bin left empty, side by side; filled rows have status `filled` and n = 0. */
export function fillNeighbours(estimates: ImpactEstimates): ImpactEstimates {
  const filled = {
    alpha: estimates.alpha.slice(),
    beta: estimates.beta.slice(),
    seLogAlpha: estimates.seLogAlpha.slice(),
    seBeta: estimates.seBeta.slice(),
    cov: estimates.cov.slice(),
    n: estimates.n.slice(),
    minSize: estimates.minSize.slice(),
    maxSize: estimates.maxSize.slice(),
    status: [...estimates.status],
  };
  const fitted = (row: number): boolean => estimates.alpha[row] > 0 && estimates.beta[row] > 0;

  estimates.bin.forEach((_, row) => {
    if (fitted(row)) return;
    const side = estimates.side[row];
    const [before, after] = [nearest(-1), nearest(1)];
    if (before === undefined && after === undefined) return;
    const one = before ?? (after as number);
    const two = after ?? one;
    const v = one === two ? 1 : (two - row) / (two - one);
    const dLog = Math.log(estimates.alpha[one] / estimates.alpha[two]);
    const dBeta = estimates.beta[one] - estimates.beta[two];
    const mix = (x: number, y: number, spread: number): number => (one === two ? x : v * x + (1 - v) * y + v * (1 - v) * spread);
    const { alpha, beta, seLogAlpha, seBeta, cov } = estimates;
    filled.alpha[row] = Math.exp(mix(Math.log(alpha[one]), Math.log(alpha[two]), 0));
    filled.beta[row] = mix(beta[one], beta[two], 0);
    filled.seLogAlpha[row] = Math.sqrt(mix(seLogAlpha[one] ** 2, seLogAlpha[two] ** 2, dLog * dLog));
    filled.seBeta[row] = Math.sqrt(mix(seBeta[one] ** 2, seBeta[two] ** 2, dBeta * dBeta));
    filled.cov[row] = mix(cov[one], cov[two], dLog * dBeta);
    filled.n[row] = 0;
    filled.minSize[row] = Math.max(estimates.minSize[one], estimates.minSize[two]);
    filled.maxSize[row] = Math.min(estimates.maxSize[one], estimates.maxSize[two]);
    filled.status[row] = "filled";

    function nearest(step: 1 | -1): number | undefined {
      for (let at = row + step; estimates.side[at] === side; at += step) if (fitted(at)) return at;
      return undefined;
    }
  });
  return { ...estimates, ...filled };
}
