/**
 * Draws of a day's parameters as models, for an allocation that is best on average over them:
 *
 *     allocateAverage(drawModels(estimates, { draws: 200, seed: 1 }), size)
 *
 * Given the estimates, that is the allocation of lowest expected cost under the flat prior (see
 * monte-carlo.ts): as M grows its objective goes to sum_i g_i(x) exp(v_i(x) / 2), which shies away from
 * sizes the fits did not see. The draws are never those of a Monte Carlo study of the same seed, so that a
 * study does not flatter it.
 *
 * With few draws the average has a winner's curse of its own. So they come in mirrored pairs (antithetic
 * variates; Hammersley and Morton, Proceedings of the Cambridge Philosophical Society 52, 1956), theta and
 * 2 centre - theta, in which the noise of first order cancels. A bin whose mirror image has beta at or below
 * `leastBeta` keeps the draw itself: the truncated normal being symmetric on what both sides have in common,
 * every bin's marginal distribution, all that a separable mean depends on, stays what it was.
 */
import { checkOptions, type OptionNames } from "../../base/check-options";
import { exp } from "../../numeric/elementary";
import type { CheckedModel } from "../../solver/model/impact-model";
import { checkDraws, drawer, MOST_DRAWS, normalSource, type DrawnParameters } from "./parameter-draws";
import { parameterErrors, type ParameterErrors, type UncertainModel } from "./parameter-errors";
import { daySource, poolDays } from "./pool-days";

export interface DrawModelsOptions {
  /** M, in mirrored pairs. Default 200. */
  readonly draws?: number;
  /** Whole number. Default 0. */
  readonly seed?: number;
  /** A bin's draw with beta at or below it is drawn again. Default 1, for a mean that is convex. Not for days. */
  readonly leastBeta?: number;
}

const OPTIONS: OptionNames<DrawModelsOptions> = { draws: true, seed: true, leastBeta: true };

/**
 * M models drawn from the errors of a day's estimates,
 *
 *     (log alpha_i, beta_i) ~ Normal(estimates, [[se_a^2, cov], [cov, se_b^2]]),   beta_i > leastBeta,
 *
 * in mirrored pairs (Hammersley and Morton, Proc. Camb. Phil. Soc. 52, 1956); or the typical days of M resamples of
 * several days.
 *
 * @param estimates one side of a day, N bins with their errors; or those of two or more days.
 * @returns alpha and beta of each draw, beside the volume where it is known,
 *   never those of a Monte Carlo study of the same seed.
 * @throws InputError for estimates without errors or curves, and for options that break their rule.
 * @example
 * ```ts
 * import { allocateAverage, drawModels } from "../src";
 *
 * const errors = { seLogAlpha: [0.3, 0.3], seBeta: [0.05, 0.05], cov: [0, 0] };
 * const estimates = { alpha: [0.01, 0.02], beta: [1.5, 1.6], ...errors };
 * const models = drawModels(estimates, { draws: 50 });
 * console.log(allocateAverage(models, 1000).x); // the least cost on average over the draws
 * ```
 */
export function drawModels(
  estimates: UncertainModel | readonly UncertainModel[],
  options: DrawModelsOptions = {},
): CheckedModel[] {
  const { draws = 200, seed = 0, leastBeta = 1 } = checkOptions(options, OPTIONS);
  checkDraws(draws, seed);
  if (Array.isArray(estimates)) {
    const draw = drawer(daySource(estimates as readonly UncertainModel[]));
    const models = Array.from({ length: draws }, (_, m) => copyOf(draw(seed, MOST_DRAWS + m)));
    return withVolume(models, poolDays(estimates as readonly UncertainModel[]));
  }
  const errors = parameterErrors(estimates as UncertainModel);
  const draw = drawer(normalSource(errors, leastBeta));
  const models: CheckedModel[] = [];
  for (let pair = 0; models.length < draws; pair++) {
    const drawn = draw(seed, MOST_DRAWS + pair);
    models.push(copyOf(drawn));
    if (models.length < draws) models.push(mirrored(drawn, errors, leastBeta));
  }
  return withVolume(models, estimates as UncertainModel);
}

/** The volume, which no draw changes, goes along, for a participation. */
function withVolume(models: CheckedModel[], { volume }: UncertainModel): CheckedModel[] {
  return volume === undefined ? models : models.map((model) => ({ ...model, volume }));
}

function copyOf({ alpha, beta }: DrawnParameters): CheckedModel {
  return { alpha: alpha.slice(), beta: beta.slice() };
}

function mirrored(drawn: DrawnParameters, { logAlpha, model }: ParameterErrors, leastBeta: number): CheckedModel {
  const image = copyOf(drawn);
  image.beta.forEach((beta, i) => {
    const across = 2 * model.beta[i] - beta;
    if (!(across > leastBeta)) return;
    image.beta[i] = across;
    image.alpha[i] = exp(2 * logAlpha[i] - drawn.logAlpha[i]);
  });
  return image;
}
