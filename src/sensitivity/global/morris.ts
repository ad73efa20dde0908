/**
 * Elementary effects (M. D. Morris, Technometrics 33, 1991): r random paths over a grid of p levels, each
 * of which changes one input after another by Delta = p / (2 (p - 1)) of its range. The effect of input i
 * along a path,
 *
 *     d_i = (f(x + Delta e_i) - f(x)) / Delta,
 *
 * is in units of the output over the input's whole range. mu_i is its mean, mu*_i that of |d_i|
 * (Campolongo, Cariboni & Saltelli, Environ. Model. Softw. 22, 2007), sigma_i its standard deviation:
 * mu* ranks the inputs, a sigma as large as mu* says that an input acts through interactions or bends.
 * r (d + 1) evaluations.
 */
import { InputError } from "../../base/input-error";
import { createRandom } from "../../numeric/random";
import type { Random } from "../../numeric/random";
import { studentQuantile } from "../../numeric/student-quantile";
import { evaluate } from "./evaluate";
import type { PointFailure, StudyFunction, Values } from "./evaluate";
import { checkOptions } from "../../base/check-options";
import type { OptionNames } from "../../base/check-options";
import { checkInputs, valueInRange } from "./study-input";
import type { StudyInput } from "./study-input";

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
  /** Default 1. */
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

export interface ElementaryEffects {
  readonly name: string;
  readonly mu: number;
  readonly muStar: number;
  readonly sigma: number;
  /** Interval of mu*, by Student's t over the paths. */
  readonly low: number;
  readonly high: number;
  /** Effects that mu, mu* and sigma are of: paths whose two points both have a value. */
  readonly effects: number;
}

export interface MorrisResult {
  /** `no-output`: an input has fewer than two effects, which leaves NaN. */
  readonly status: "estimated" | "constant-output" | "no-output";
  /** In the order of the inputs. */
  readonly effects: readonly ElementaryEffects[];
  readonly trajectories: number;
  readonly levels: number;
  readonly confidence: number;
  readonly evaluations: number;
  readonly failures: readonly PointFailure[];
}

const OPTIONS: OptionNames<MorrisOptions> = {
  trajectories: true,
  candidates: true,
  levels: true,
  seed: true,
  confidence: true,
};

/** Elementary effects of f's inputs. */
export function morris(f: StudyFunction, inputs: readonly StudyInput[], options: MorrisOptions = {}): MorrisResult {
  checkOptions(options, OPTIONS);
  const design = morrisDesign(inputs, options);
  return analyseMorris(design, evaluate(f, design.rows, inputs.length), options);
}

/** Lays out the evaluations. */
export function morrisDesign(inputs: readonly StudyInput[], options: MorrisOptions = {}): MorrisDesign {
  checkInputs(inputs);
  const { trajectories = 20, candidates = trajectories, levels = 4, seed = 1 } = options;
  if (!(Number.isInteger(trajectories) && trajectories >= 2))
    throw new InputError("options.trajectories", "must be a whole number, 2 or above", trajectories);
  if (!(Number.isInteger(candidates) && candidates >= trajectories)) {
    throw new InputError(
      "options.candidates",
      `must be a whole number, not below the trajectories (${trajectories})`,
      candidates,
    );
  }
  if (!(Number.isInteger(levels) && levels >= 2 && levels % 2 === 0))
    throw new InputError("options.levels", "must be an even number, 2 or above", levels);
  const d = inputs.length;
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

/** The effects from values that were worked out elsewhere, in the design's order. */
export function analyseMorris(
  design: MorrisDesign,
  { y, failures }: Values,
  { confidence = 0.95 }: MorrisOptions = {},
): MorrisResult {
  const { inputs, trajectories, levels, changed, direction } = design;
  const d = inputs.length;
  const step = levels / (2 * (levels - 1));
  const byInput = inputs.map((): number[] => []);
  for (let k = 0; k < changed.length; k++) {
    const at = Math.floor(k / d) * (d + 1) + (k % d);
    const effect = (direction[k] * (y[at + 1] - y[at])) / step;
    if (Number.isFinite(effect)) byInput[changed[k]].push(effect);
  }
  const values = y.filter(Number.isFinite);
  const least = values.reduce((a, b) => Math.min(a, b), Infinity);
  const most = values.reduce((a, b) => Math.max(a, b), -Infinity);
  const constant = values.length > 0 && most - least <= ROUNDING * Math.max(Math.abs(least), Math.abs(most));
  return {
    status: byInput.some((effects) => effects.length < 2) ? "no-output" : constant ? "constant-output" : "estimated",
    effects: inputs.map(({ name }, i) => ({ name, ...summary(byInput[i], confidence) })),
    trajectories,
    levels,
    confidence,
    evaluations: y.length,
    failures,
  };
}

/** Values this near one another, relative to their size, differ by rounding alone. */
const ROUNDING = 1e-12;

function summary(effects: readonly number[], confidence: number): Omit<ElementaryEffects, "name"> {
  const n = effects.length;
  if (n < 2) return { mu: NaN, muStar: NaN, sigma: NaN, low: NaN, high: NaN, effects: n };
  // Relative to the largest, so that no square overflows or vanishes.
  const scale = effects.reduce((most, effect) => Math.max(most, Math.abs(effect)), 0) || 1;
  const moments = (values: readonly number[]): { mean: number; sd: number } => {
    const mean = values.reduce((a, b) => a + b / scale, 0) / n;
    return {
      mean: mean * scale,
      sd: scale * Math.sqrt(values.reduce((a, b) => a + (b / scale - mean) ** 2, 0) / (n - 1)),
    };
  };
  const plain = moments(effects);
  const absolute = moments(effects.map(Math.abs));
  const half = (studentQuantile(confidence, n - 1) * absolute.sd) / Math.sqrt(n);
  return {
    mu: plain.mean,
    muStar: absolute.mean,
    sigma: plain.sd,
    low: Math.max(0, absolute.mean - half),
    high: absolute.mean + half,
    effects: n,
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

/** `keep` paths far from one another: the two farthest, then each time the one with the largest sum of distances to those kept. */
function farApart(paths: readonly Path[], keep: number): Path[] {
  const distance = (a: Path, b: Path): number =>
    a.places.reduce(
      (sum, p) =>
        sum + b.places.reduce((inner, q) => inner + Math.sqrt(p.reduce((s, v, i) => s + (v - q[i]) ** 2, 0)), 0),
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
