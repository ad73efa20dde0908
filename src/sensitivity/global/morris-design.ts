/**
 * The paths that elementary effects are taken along: over a grid of p levels, each input once by
 * Delta = p / (2 (p - 1)) of its range, in random order (Morris 1991, section 3); or the ones of many that lie
 * far apart.
 */
import { checkOptions, type OptionNames } from "../../base/check-options";
import { must } from "../../base/input-error";
import { pow } from "../../numeric/elementary";
import { createRandom, type Random } from "../../numeric/random";
import { checkSeed } from "../check-seed";
import { checkDesignSize, checkInputs, valueInRange, type StudyInput } from "./study-input";

export interface MorrisOptions {
  /** r, paths. Default 20. */
  readonly trajectories?: number;
  /**
   * Draws this many paths and keeps r that lie far from one another (greedily, by the distance of
   * Campolongo et al. 2007). Default: as many as are kept. Chosen paths are no longer independent, and
   * the intervals, which take them for that, come out wider than they need to be.
   */
  readonly candidates?: number;
  /** p, even. Default 4. */
  readonly levels?: number;
  /** Whole number. Default 0. */
  readonly seed?: number;
  /** Of the interval of mu*. Default 0.95. */
  readonly confidence?: number;
}

export interface MorrisDesign {
  readonly inputs: readonly StudyInput[];
  readonly trajectories: number;
  readonly levels: number;
  /** r (d + 1) rows of d inputs, path after path. */
  readonly rows: Float64Array;
  /** r x d: the input that step k of a path changes, and whether it goes up (+1) or down (-1). */
  readonly changed: Int32Array;
  readonly direction: Int8Array;
}

export const MORRIS_OPTIONS: OptionNames<MorrisOptions> = {
  trajectories: true,
  candidates: true,
  levels: true,
  seed: true,
  confidence: true,
};

/**
 * Lays out the evaluations that elementary effects are taken from, for values that are worked out elsewhere:
 * `analyseMorris` has the other half.
 *
 * @param inputs d of them, each with its range or its normal distribution.
 * @param options as of `morris`, and the same for `analyseMorris`.
 * @returns r (d + 1) rows of d inputs, path after path.
 * @throws InputError for inputs and options that break their rule.
 * @example
 * ```ts
 * import { analyseMorris, morrisDesign } from "../src";
 *
 * const design = morrisDesign([{ name: "a", low: 0, high: 2 }]);
 * const y = design.rows.map((a) => 3 * a);
 * console.log(analyseMorris(design, { y, failures: [] }).effects[0].mu); // 6: over the whole range
 * ```
 */
export function morrisDesign(inputs: readonly StudyInput[], options: MorrisOptions = {}): MorrisDesign {
  checkInputs(inputs);
  const { trajectories = 20, candidates = trajectories, levels = 4, seed = 0 } = checkOptions(options, MORRIS_OPTIONS);
  must(
    Number.isInteger(trajectories) && trajectories >= 2,
    "options.trajectories",
    "must be a whole number, 2 or above",
    trajectories,
  );
  must(
    Number.isInteger(candidates) && candidates >= trajectories,
    "options.candidates",
    `must be a whole number, not below the trajectories (${trajectories})`,
    candidates,
  );
  must(
    Number.isInteger(levels) && levels >= 2 && levels % 2 === 0,
    "options.levels",
    "must be an even number, 2 or above",
    levels,
  );
  checkSeed(seed);
  const d = inputs.length;
  checkDesignSize("options.trajectories", trajectories, trajectories * (d + 1), d);
  checkDesignSize("options.candidates", candidates, candidates * (d + 1), d);
  // Every pair of candidates is held against one another, point by point.
  const points = candidates * (d + 1);
  if (candidates > trajectories)
    checkDesignSize("options.candidates", candidates, Math.ceil((points * points) / 100), d);
  const random = createRandom(seed);
  const drawn = Array.from({ length: candidates }, () => drawPath(d, levels, random));
  const paths = candidates > trajectories ? farApart(drawn, trajectories) : drawn;
  const rows = Float64Array.from(
    paths.flatMap(({ places }) => places.flatMap((place) => place.map((at, i) => valueInRange(inputs[i], at)))),
  );
  return {
    inputs,
    trajectories,
    levels,
    rows,
    changed: Int32Array.from(paths.flatMap(({ changed }) => changed)),
    direction: Int8Array.from(paths.flatMap(({ direction }) => direction)),
  };
}

interface Path {
  /** d + 1 points of the grid, as places 0 .. 1. */
  readonly places: number[][];
  readonly changed: number[];
  readonly direction: (1 | -1)[];
}

/** Each input starts at a level from which Delta leads to another one, up or down; their order is random. */
function drawPath(d: number, levels: number, random: Random): Path {
  const half = levels / 2;
  const levelsNow = Array.from({ length: d }, () => random.integer(levels));
  const changed = Array.from({ length: d }, (_, i) => i);
  for (let k = d - 1; k > 0; k--) {
    const other = random.integer(k + 1);
    [changed[k], changed[other]] = [changed[other], changed[k]];
  }
  const direction = changed.map((i): 1 | -1 => (levelsNow[i] < half ? 1 : -1));
  const places = [levelsNow.map((level) => level / (levels - 1))];
  changed.forEach((i, k) => {
    levelsNow[i] += direction[k] * half;
    places.push(levelsNow.map((level) => level / (levels - 1)));
  });
  return { places, changed, direction };
}

/**
 * `keep` paths far from one another: the two farthest, then each time the one with the largest sum of distances to
 * those kept.
 */
function farApart(paths: readonly Path[], keep: number): Path[] {
  const distance = (a: Path, b: Path): number =>
    a.places.reduce(
      (sum, p) =>
        sum + b.places.reduce((inner, q) => inner + Math.sqrt(p.reduce((s, v, i) => s + pow(v - q[i], 2), 0)), 0),
      0,
    );
  const table = paths.map((a) => paths.map((b) => distance(a, b)));
  const kept = new Set<number>();
  let farthest = [0, 1];
  table.forEach((row, i) =>
    row.forEach((value, j) => (farthest = value > table[farthest[0]][farthest[1]] ? [i, j] : farthest)),
  );
  farthest.forEach((i) => kept.add(i));
  const sums = table.map((row) => row[farthest[0]] + row[farthest[1]]);
  while (kept.size < keep) {
    const open = paths.map((_, i) => i).filter((i) => !kept.has(i));
    const next = open.reduce((best, i) => (sums[i] > sums[best] ? i : best));
    kept.add(next);
    sums.forEach((_, i) => (sums[i] += table[i][next]));
  }
  return [...kept].sort((a, b) => a - b).map((i) => paths[i]);
}
