/**
 * Draws of a day's parameters. Draw m depends on the seed and m alone.
 *
 * - `normal`: every bin's (log alpha, beta) from its covariance (parameter-errors.ts);
 * - `days`: the mean of (log alpha, beta) over as many days as there are, picked with replacement: Efron's
 *   bootstrap with the day as its unit, so that what bins have in common on a day stays together.
 *
 * A source is plain JSON, for tasks.
 */
import { InputError, must } from "../../base/input-error";
import { exponentials } from "../../numeric/loops/over-arrays";
import { fillNormals } from "../../numeric/loops/normal-stream";
import { nextBits, streamState } from "../../numeric/random";
import { checkSeed } from "../check-seed";
import type { ParameterErrors } from "./parameter-errors";

export type DrawSource =
  | {
      readonly kind: "normal";
      readonly logAlpha: readonly number[];
      readonly beta: readonly number[];
      readonly p: readonly number[];
      readonly q: readonly number[];
      readonly r: readonly number[];
      /** A bin's draw with beta at or below it is drawn again. */
      readonly leastBeta: number;
    }
  | {
      readonly kind: "days";
      /** Of each day, each bin. */
      readonly logAlpha: readonly (readonly number[])[];
      readonly beta: readonly (readonly number[])[];
    };

/** One draw's parameters, written over by the next. */
export interface DrawnParameters {
  readonly alpha: Float64Array;
  readonly beta: Float64Array;
  readonly logAlpha: Float64Array;
  /** Times a bin was drawn again. */
  redrawn: number;
}

export type Drawer = (seed: number, draw: number) => DrawnParameters;

/** Streams from 2^31 up are for other draws of the same seed (draw-models.ts). */
export const MOST_DRAWS = 2147483648;

/** Checks the options of whoever draws. */
export function checkDraws(draws: number, seed: number, most = MOST_DRAWS): void {
  const whole = Number.isSafeInteger(draws) && draws >= 1 && draws <= most;
  must(whole, "options.draws", `must be a whole number, 1 to ${most}`, draws);
  checkSeed(seed);
}

/** Of log alpha: nearer to 0 alpha is a normal double. */
const FAR = 700;
/** Tries at a beta above the least; a normal that fails them all has next to nothing there. */
const MOST_TRIES = 10_000;

export function normalSource({ logAlpha, model, p, q, r }: ParameterErrors, leastBeta = 0): DrawSource {
  const bounded = leastBeta >= 0 && leastBeta < Infinity;
  must(bounded, "options.leastBeta", "must be a finite number, 0 or above", leastBeta);
  return {
    kind: "normal",
    logAlpha: Array.from(logAlpha),
    beta: Array.from(model.beta),
    p: Array.from(p),
    q: Array.from(q),
    r: Array.from(r),
    leastBeta,
  };
}

/** The draws of a source. */
export function drawer(source: DrawSource): Drawer {
  return source.kind === "normal" ? normalDrawer(source) : dayDrawer(source);
}

function normalDrawer(source: DrawSource & { kind: "normal" }): Drawer {
  const { leastBeta } = source;
  const [a, b, p, q, r] = [source.logAlpha, source.beta, source.p, source.q, source.r].map((values) =>
    Float64Array.from(values),
  );
  const n = a.length;
  const z = new Float64Array(2 * n);
  const pair = new Float64Array(2);
  const drawn = emptyParameters(n);
  const { alpha, beta, logAlpha } = drawn;
  const drawAgain = (state: Int32Array, i: number): void => {
    for (let tries = 0; !(beta[i] > leastBeta); tries++) {
      if (tries === MOST_TRIES) {
        const why = `bin ${i} has beta ${b[i]} and its standard error is ${Math.sqrt(q[i] * q[i] + r[i] * r[i])}`;
        throw new InputError("options.leastBeta", `must be in reach of every bin's draws; ${why}`, leastBeta);
      }
      drawn.redrawn++;
      fillNormals(state, pair);
      beta[i] = b[i] + q[i] * pair[0] + r[i] * pair[1];
      logAlpha[i] = a[i] + p[i] * pair[0];
    }
  };
  return (seed, draw) => {
    const state = streamState(seed, draw);
    fillNormals(state, z);
    drawn.redrawn = 0;
    // With what is rare in a loop of its own, this one takes half the time.
    let rare = 0;
    for (let i = 0; i < n; i++) {
      const z1 = z[2 * i];
      const drawnBeta = b[i] + q[i] * z1 + r[i] * z[2 * i + 1];
      const drawnLog = a[i] + p[i] * z1;
      rare += drawnBeta > leastBeta && Math.abs(drawnLog) < FAR ? 0 : 1;
      beta[i] = drawnBeta;
      logAlpha[i] = drawnLog;
    }
    for (let i = 0; i < n && rare > 0; i++) drawAgain(state, i);
    alpha.set(logAlpha);
    exponentials(alpha);
    for (let i = 0; i < n && rare > 0; i++) {
      if (!(alpha[i] > 0 && alpha[i] < Infinity)) {
        throw new InputError(
          "estimates.seLogAlpha",
          `must leave draws of alpha within a double's range, and one came to exp(${logAlpha[i].toPrecision(4)})`,
          p[i],
          i,
        );
      }
    }
    return drawn;
  };
}

function dayDrawer({ logAlpha: a, beta: b }: DrawSource & { kind: "days" }): Drawer {
  const days = a.length;
  const n = a[0].length;
  const times = new Int32Array(days);
  const drawn = emptyParameters(n);
  const { alpha, beta, logAlpha } = drawn;
  return (seed, draw) => {
    const state = streamState(seed, draw);
    times.fill(0);
    for (let pick = 0; pick < days; pick++) times[Math.floor(((nextBits(state) >>> 0) / 4294967296) * days)]++;
    for (let i = 0; i < n; i++) {
      let [sumA, sumB] = [0, 0];
      for (let day = 0; day < days; day++) {
        sumA += times[day] * a[day][i];
        sumB += times[day] * b[day][i];
      }
      logAlpha[i] = sumA / days;
      beta[i] = sumB / days;
    }
    alpha.set(logAlpha);
    exponentials(alpha);
    return drawn;
  };
}

function emptyParameters(n: number): DrawnParameters {
  return { alpha: new Float64Array(n), beta: new Float64Array(n), logAlpha: new Float64Array(n), redrawn: 0 };
}
