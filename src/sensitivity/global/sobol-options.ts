/** What Sobol's indices are asked with, checked: one set of options for the design and for its analysis. */
import { checkOptions, type OptionNames } from "../../base/check-options";
import { must } from "../../base/input-error";
import { log2 } from "../../numeric/elementary";
import { checkSeed } from "../check-seed";

export interface SobolOptions {
  /** N, base points: a power of two. Default 1024. */
  readonly basePoints?: number;
  /**
   * Independent randomisations of N / replicates points each: a power of two. Default 16, or basePoints / 2 if that
   * is less.
   */
  readonly replicates?: number;
  /** Whether to have second-order indices, at N (2d + 2) evaluations instead of N (d + 2). Default false. */
  readonly secondOrder?: boolean;
  /** Whole number: of the points, and of the bootstrap's resamples. Default 0. */
  readonly seed?: number;
  /**
   * "replicates" (how the nets' own indices spread) or "bootstrap" (percentiles, over base points). Default
   * "replicates".
   */
  readonly intervals?: "replicates" | "bootstrap";
  /**
   * Whether to take a polynomial, fitted to the other half of the nets, as control variate: smaller errors for smooth
   * outputs, by orders of magnitude. Default true.
   */
  readonly surrogate?: boolean;
  /** Confidence of every interval, 0 to 1. Default 0.95. */
  readonly confidence?: number;
  /** Bootstrap resamples. Default 1000. */
  readonly resamples?: number;
  /** Half-width and last change below which an index counts as converged. Default 0.05. */
  readonly tolerance?: number;
}

export const SOBOL_OPTIONS: OptionNames<SobolOptions> = {
  basePoints: true,
  replicates: true,
  secondOrder: true,
  seed: true,
  intervals: true,
  surrogate: true,
  confidence: true,
  resamples: true,
  tolerance: true,
};

/** Checks the options and fills in their defaults. */
export function checkSobolOptions(options: SobolOptions): Required<SobolOptions> {
  checkOptions(options, SOBOL_OPTIONS);
  const { basePoints = 1024, secondOrder = false, seed = 0 } = options;
  const { intervals = "replicates", confidence = 0.95, resamples = 1000, tolerance = 0.05 } = options;
  const { surrogate = true } = options;
  must(typeof surrogate === "boolean", "options.surrogate", "must be true or false", surrogate);
  const { replicates = defaultReplicates(basePoints) } = options;
  checkPowerOfTwo("options.basePoints", basePoints, 2, 16777216);
  checkPowerOfTwo("options.replicates", replicates, 1, basePoints / 2);
  checkSeed(seed);
  must(
    intervals === "replicates" || intervals === "bootstrap",
    "options.intervals",
    "must be replicates or bootstrap",
    intervals,
  );
  must(confidence > 0 && confidence < 1, "options.confidence", "must lie between 0 and 1", confidence);
  must(
    Number.isInteger(resamples) && resamples >= 100,
    "options.resamples",
    "must be a whole number, 100 or above",
    resamples,
  );
  const spread = intervals === "replicates";
  must(
    !spread || basePoints >= 8,
    "options.basePoints",
    "must be 8 or above for intervals from replicates",
    basePoints,
  );
  must(
    !spread || replicates >= 4,
    "options.replicates",
    "must be 4 or above for intervals from replicates",
    replicates,
  );
  must(tolerance > 0, "options.tolerance", "must be above 0", tolerance);
  return { basePoints, replicates, secondOrder, seed, intervals, surrogate, confidence, resamples, tolerance };
}

/** As many as leave every net two points, 16 at most. */
export function defaultReplicates(basePoints: number): number {
  return Math.min(16, basePoints / 2);
}

function checkPowerOfTwo(argument: string, value: number, least: number, most: number): void {
  must(
    Number.isInteger(value) && value >= least && value <= most && Number.isInteger(log2(value)),
    argument,
    `must be a power of two from ${least} to ${most}`,
    value,
  );
}
