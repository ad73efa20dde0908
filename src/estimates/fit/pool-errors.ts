/**
 * Standard errors of a side's bins, a day at a time. What the blocks of bin b moved (log alpha, beta) by has
 * cosine sums L_bj (see estimate-bin), j = 1 .. J_b, and the covariance of the bin's estimate is
 *
 *     C_b = (2 / J_b) sum_j L_bj L_bj' / s_j + what the curve's misfit makes,
 *
 * positive definite whatever the s_j. s_j says how much of the variance frequency j shows: all of it where noise
 * is fast, little where it persists. One bin cannot tell its s, so it is fitted to all bins of the day at once
 * (see spectrum-shape), to two series of each: beta, and log cost in the middle of the sizes. Each bin keeps its
 * own scale.
 *
 * Few bins tell the shape badly, and the higher a frequency the more depends on it: where noise lasts half a bin the
 * first shows .34 of the variance and the twelfth .005. Of a day of n = sum_b J_b / 12 full bins each takes its
 * 2 + n/2 lowest, all twelve from n = 20 on. Intervals are Student's, of as many degrees, and wider by a share of
 * 1/(n + 1) for the shape, 1/n from 20 on.
 *
 * The errors are those of the curve about which the book moves. Noise that outlasts the bin shifts all of it,
 * and no bin shows by how much: where much of the variance is noise of that kind, the status is `persistent`.
 */
import {
  intervalInflation,
  longRunCovariance,
  MOST_FREQUENCIES,
  type Covariance2,
} from "../../numeric/long-run-covariance";
import { fitSpectrumShape } from "../../numeric/spectrum-shape";
import type { BinStatus } from "../table/impact-estimates";
import type { BinRow } from "./time-bins";

export interface BinErrors {
  readonly seLogAlpha: number;
  readonly seBeta: number;
  readonly cov: number;
  readonly status: BinStatus;
}

/** Full bins that tell the shape of a day for all frequencies. */
const MANY = 20;

const NONE = { seLogAlpha: Number.NaN, seBeta: Number.NaN, cov: Number.NaN };

/** Each row with its errors; `day` tells the day of a time. */
export function poolErrors<Row extends BinRow>(
  rows: readonly Row[],
  day: (time: number) => number,
): (Row & BinErrors)[] {
  const days = new Map<number, Row[]>();
  for (const row of rows) {
    const date = day(row.start);
    const others = days.get(date);
    if (others === undefined) days.set(date, [row]);
    else others.push(row);
  }
  return [...days.values()].flatMap(dayErrors);
}

function dayErrors<Row extends BinRow>(rows: readonly Row[]): (Row & BinErrors)[] {
  const looks = rows.filter(({ moves }) => moves.beta.length >= 2).map(({ moves }) => moves);
  const { shows, persistent } = fitSpectrumShape(looks.flatMap(({ beta, level }) => [beta, level]));
  const full = looks.reduce((sum, { beta }) => sum + beta.length, 0) / MOST_FREQUENCIES;
  const slow = persistent >= persistentFrom(full);
  const frequencies = Math.min(MOST_FREQUENCIES, 2 + Math.floor(full / 2));
  const wider = 1 + 1 / Math.max(full, Math.min(full + 1, MANY));
  const errors = ({ moves, misfit }: Row): Omit<BinErrors, "status"> => {
    if (moves.beta.length < 2) return NONE;
    const [logAlpha, beta] = [moves.logAlpha, moves.beta].map((sums) => sums.subarray(0, frequencies));
    return errorsOf(longRunCovariance(logAlpha, beta, shows), wider * intervalInflation(beta.length), misfit);
  };
  return rows.map((row) => {
    const weak = slow && (row.status === "ok" || row.status === "extrapolated");
    return { ...row, ...errors(row), status: weak ? "persistent" : row.status };
  });
}

/** The share of slow noise from which on bins say so: a half where there are many, more where few tell it. */
function persistentFrom(full: number): number {
  return Math.min(0.9, 0.5 + 3 / full);
}

function errorsOf({ ss, sr, rr }: Covariance2, wider: number, misfit: Covariance2): Omit<BinErrors, "status"> {
  const scale = wider * wider;
  return {
    seLogAlpha: Math.sqrt(ss * scale + misfit.ss),
    seBeta: Math.sqrt(rr * scale + misfit.rr),
    cov: sr * scale + misfit.sr,
  };
}
