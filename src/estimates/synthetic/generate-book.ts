/**
 * Order books whose impact curve is known: the truth the estimator is held against.
 *
 * Level k of a side reaches to the cumulative depth Q_k = Q_0 r^(k + phi) (rounded to whole lots)
 * and is priced so that the walking cost at every Q_k is A alpha Q_k^beta / kappa: at once a step
 * function, as books are, and a power law. Between the Q_k the cost runs along chords, above the
 * curve; with phi uniform on [0, 1) their mean is kappa times the curve at every size from Q_0 r
 * to Q_0 r^(L - 1), and with v = r^-u, u uniform on [0, 1), s = (r^beta - 1)/(r - 1),
 *
 *     kappa = E[v^beta] + s E[(1 - v) v^(beta - 1)],   E[v^a] = (1 - r^-a) / (a log r).
 *
 * Three noises of mean zero in cost move the book, all with the same correlation times: the level
 * (log A, one for both sides, so that the mid stays the mid), a tilt of the levels' prices for each
 * side, and phi, which wanders round its circle. So E[cost of q] = alpha q^beta, exactly.
 */
import { checkOptions, type OptionNames } from "../../base/check-options";
import { InputError, must } from "../../base/input-error";
import { exp, log, pow } from "../../numeric/elementary";
import { createRandom, type Random } from "../../numeric/random";
import { createSnapshot, type BookSnapshot } from "../book/book-snapshot";
import { SECOND } from "../book/parse-time";

export interface BookTruth {
  /** The curve in force at a time, microseconds since the first snapshot. beta > 1. */
  readonly curve: (time: number) => { readonly alpha: number; readonly beta: number };
  /** Whole number. */
  readonly seed: number;
  /** How long the book lasts, seconds. */
  readonly seconds: number;
  /** Mean rate of changes, a second; they are a Poisson process. Default 1. */
  readonly rate?: number;
  /** The curve may change at every multiple of this many seconds, so the book is shown then too. Default 60. */
  readonly step?: number;
  /** Time of the first snapshot, microseconds since the epoch. Default 2024-01-02 14:30 UTC. */
  readonly start?: number;
  /** Levels a side. Default 10. */
  readonly levels?: number;
  /** The smallest size at the best level, Q_0, shares. Default 100. */
  readonly touch?: number;
  /** Ratio of the depth at one level to that of the level before, r > 1. Default 1.6. */
  readonly ratio?: number;
  /** The smallest lot, shares. Default 1. */
  readonly lot?: number;
  /** The mid price, currency. Default 100. */
  readonly mid?: number;
  /** Standard deviation of log A. Default 0.2. */
  readonly levelNoise?: number;
  /**
   * Standard deviation of the tilt, the last level's offset from the mid over the first's, relative.
   * It is cut where levels would change places. Default 0.2.
   */
  readonly tiltNoise?: number;
  /**
   * Correlation time of all noise, seconds. Several: level and tilt are sums of noises of these times and equal
   * variances, and phi wanders with the shortest. Default 1.
   */
  readonly correlation?: number | readonly number[];
  /** Share of the changes that are trades, of up to `touch` shares. Default 0.1. */
  readonly tradeShare?: number;
}

const TRUTH: OptionNames<BookTruth> = {
  curve: true,
  seed: true,
  seconds: true,
  rate: true,
  step: true,
  start: true,
  levels: true,
  touch: true,
  ratio: true,
  lot: true,
  mid: true,
  levelNoise: true,
  tiltNoise: true,
  correlation: true,
  tradeShare: true,
};

/**
 * The snapshots of a book whose mean walking cost is alpha q^beta exactly (the formulas are at the head of the
 * file), in order of time; the one object is filled again and again.
 *
 * @param truth the curve by time, and the book's shape and noise: see `BookTruth` for units and defaults.
 * @throws InputError for a field that is not known or out of range.
 * @example
 * ```ts
 * import { estimateImpact, generateBook } from "../src";
 * const book = generateBook({ seed: 1, seconds: 120, curve: () => ({ alpha: 0.01, beta: 1.4 }) });
 * console.log((await estimateImpact(book)).beta); // two minutes, both near 1.4
 * ```
 */
export function* generateBook(truth: BookTruth): Generator<BookSnapshot> {
  checkOptions(truth, TRUTH, "truth");
  const { curve, seed, seconds, rate = 1, start = 1704205800 * SECOND, levels = 10, touch = 100, ratio = 1.6 } = truth;
  const { step = 60, lot = 1, mid = 100, levelNoise = 0.2, tiltNoise = 0.2, correlation = 1, tradeShare = 0.1 } = truth;
  must(seconds > 0 && seconds < 1e7, "truth.seconds", "must be above 0 and below 10,000,000", seconds);
  must(rate > 0, "truth.rate", "must be positive", rate);
  // Faster than that time no longer moves on from one change to the next.
  must(rate <= 1e6, "truth.rate", "must be at most a million a second", rate);
  must(step >= 1e-3, "truth.step", "must be at least a millisecond", step);
  must(ratio > 1, "truth.ratio", "must be above 1", ratio);
  const times = typeof correlation === "number" ? [correlation] : correlation;
  must(Array.isArray(times) && times.length > 0, "truth.correlation", "must be a time or a list of times", correlation);
  times.forEach((time) => must(time > 0, "truth.correlation", "must be positive", time));
  const shortest = Math.min(...times);
  const random = createRandom(seed);
  const book = createSnapshot(levels);
  const noises = times.map((time) => new WanderingNoise(time, random));
  const sum = (of: "level" | "buyTilt" | "sellTilt"): number =>
    noises.reduce((total, noise) => total + noise[of], 0) / Math.sqrt(noises.length);
  let phase = random.uniform();

  for (let at = 0; at < seconds;) {
    const { alpha, beta } = curve(at * SECOND);
    if (!(alpha > 0 && beta > 1))
      throw new InputError("curve", "must have alpha > 0 and beta > 1", `${alpha}, ${beta}`);
    const scale = (alpha * exp(levelNoise * sum("level") - pow(levelNoise, 2) / 2)) / chordExcess(beta, ratio);
    const most = steepestTilt(beta, ratio, levels);
    const [buyTilt, sellTilt] = [sum("buyTilt"), sum("sellTilt")];
    let [depth, spent] = [0, 0];
    for (let k = 0; k < levels; k++) {
      const reach = Math.max(depth + lot, Math.round((touch * pow(ratio, k + phase)) / lot) * lot);
      const offset = (scale * pow(reach, beta) - spent) / (reach - depth);
      const tilt = k / (levels - 1 || 1);
      book.askPrice[k] = mid + offset * (1 + tilt * within(most, tiltNoise * buyTilt));
      book.bidPrice[k] = mid - offset * (1 + tilt * within(most, tiltNoise * sellTilt));
      book.askSize[k] = book.bidSize[k] = reach - depth;
      depth = reach;
      spent = scale * pow(reach, beta);
    }
    book.time = start + at * SECOND;
    book.traded = random.uniform() < tradeShare ? lot * (1 + random.integer(Math.max(1, Math.round(touch / lot)))) : 0;
    yield book;

    // A Poisson process has no memory: to stop at the step and draw anew leaves it one.
    const next = Math.min(at - log(1 - random.uniform()) / rate, (Math.floor(at / step) + 1) * step);
    const wait = next - at;
    at = next;
    for (const noise of noises) noise.wait(wait);
    // Brownian on the circle: E cos(2 pi (phase' - phase)) = exp(-wait / shortest).
    phase += (Math.sqrt((2 * wait) / shortest) / (2 * Math.PI)) * random.normal();
    phase -= Math.floor(phase);
  }
}

/** Level and tilts, each normal with variance 1 and correlated as exp(-t / time). */
class WanderingNoise {
  level: number;
  buyTilt: number;
  sellTilt: number;

  constructor(
    private readonly time: number,
    private readonly random: Random,
  ) {
    [this.level, this.buyTilt, this.sellTilt] = [random.normal(), random.normal(), random.normal()];
  }

  wait(seconds: number): void {
    const keep = exp(-seconds / this.time);
    const fresh = Math.sqrt(1 - keep * keep);
    this.level = keep * this.level + fresh * this.random.normal();
    this.buyTilt = keep * this.buyTilt + fresh * this.random.normal();
    this.sellTilt = keep * this.sellTilt + fresh * this.random.normal();
  }
}

/** kappa: by how much the chords of a power law lie above it on average. */
export function chordExcess(beta: number, ratio: number): number {
  const mean = (power: number): number => (1 - pow(ratio, -power)) / (power * log(ratio));
  const slope = (pow(ratio, beta) - 1) / (ratio - 1);
  return mean(beta) + slope * (mean(beta - 1) - mean(beta));
}

/**
 * The steepest tilt d that leaves prices in order, with a fifth in reserve for rounded lots: offsets
 * grow by g = r^(beta - 1) a level, so the last two stay in order while (1 + d) g > 1 + d (L - 2)/(L - 1).
 */
function steepestTilt(beta: number, ratio: number, levels: number): number {
  const growth = pow(ratio, beta - 1);
  return levels < 2 ? 0 : (0.8 * (growth - 1)) / (growth - (levels - 2) / (levels - 1));
}

/** Cut at +-most, alike on both sides so that the mean stays zero. */
function within(most: number, tilt: number): number {
  return Math.max(-most, Math.min(most, tilt));
}
