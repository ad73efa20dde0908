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
import { exp } from "../../numeric/elementary";
import { newArena, type Arena } from "../../numeric/loops/arena";
import { correlatedIn, correlatedRoom } from "../../numeric/loops/correlated-normals";
import { fillNormals } from "../../numeric/loops/normal-stream";
import { exponentialsOf } from "../../numeric/loops/over-arrays";
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

/** Doubles that the draws of n bins take of a memory. */
export const drawRoom = correlatedRoom;

/** The draws of a source, in arrays of a memory that nobody else lays out anew: their own, or one with `drawRoom`. */
export function drawer(source: DrawSource, arena?: Arena): Drawer {
  if (source.kind === "normal") return normalDrawer(source, arena ?? newArena(drawRoom(source.beta.length)));
  return dayDrawer(source, arena ?? newArena(drawRoom(source.beta[0].length)));
}

function normalDrawer(source: DrawSource & { kind: "normal" }, arena: Arena): Drawer {
  const { leastBeta, logAlpha: a, beta: b, p, q, r } = source;
  const { y: logAlpha, b: beta, e: alpha, next } = correlatedIn(arena, { a, b, p, q, r });
  const drawn = { alpha, beta, logAlpha, redrawn: 0 };
  const pair = new Float64Array(2);
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
    alpha[i] = exp(logAlpha[i]);
  };
  return (seed, draw) => {
    const state = streamState(seed, draw);
    drawn.redrawn = 0;
    if (!next(state, leastBeta, FAR)) return drawn;
    for (let i = 0; i < beta.length; i++) {
      if (!(beta[i] > leastBeta && Math.abs(logAlpha[i]) < FAR)) drawAgain(state, i);
    }
    for (let i = 0; i < beta.length; i++) {
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

function dayDrawer({ logAlpha: a, beta: b }: DrawSource & { kind: "days" }, arena: Arena): Drawer {
  const days = a.length;
  const n = a[0].length;
  const times = new Int32Array(days);
  const [alpha, beta, logAlpha] = [arena.array(n), arena.array(n), arena.array(n)];
  const drawn = { alpha, beta, logAlpha, redrawn: 0 };
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
    exponentialsOf(arena, logAlpha, alpha);
    return drawn;
  };
}
