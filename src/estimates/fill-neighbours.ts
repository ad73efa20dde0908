/**
 * Fills what bins lack from the nearest bins of the same side that have it, for a solver that needs
 * every curve and a sensitivity study that needs every standard error.
 *
 * Between neighbours at distances a (before) and b (after), with weights v = b / (a + b) and 1 - v:
 *
 * - a bin with a curve but without standard errors (`few-snapshots`) gets the covariance
 *   v C1 + (1 - v) C2 and the status `filled-errors`;
 * - a bin without a curve gets the mean of their (log alpha, beta) with the covariance of the mixture
 *   of the two, v C1 + (1 - v) C2 + v (1 - v) D D', D being their difference: what is not known about
 *   a bin that could be like either. Its status is `filled` and its n is 0.
 *
 * A run of bins without it is filled whole or not at all: not where it is longer than the longest gap, for then
 * nothing says what the book was like, and never from across a break or from another date. At an end of a
 * session the one neighbour is copied into bins that a book covered; whether there was any trading in one that
 * is `partial` or `no-data` nobody knows.
 */
import { checkOptions, type OptionNames } from "../base/check-options";
import { parseDuration } from "../base/parse-duration";
import { SECOND, TimeParser } from "./book/parse-time";
import { ZoneClock } from "./book/time-zone";
import { exp, log, pow } from "../numeric/elementary";
import { checkEstimates, type ImpactEstimates } from "./table/impact-estimates";

export interface FillOptions {
  /**
   * Longer runs of bins are not filled: seconds, or text such as `15m`. Where bins are not named by times, one
   * counts as a minute. Default `10m`.
   */
  readonly longestGap?: string | number;
  /** Whose date is not crossed, `America/New_York`. Default: the bins' own. */
  readonly timeZone?: string;
}

const OPTIONS: OptionNames<FillOptions> = { longestGap: true, timeZone: true };
/** The longest gap that is filled, unless told. */
export const LONGEST_GAP = "10m";

const MINUTE = 60 * SECOND;
const DAY = 86_400 * SECOND;

/**
 * Fills what bins lack from the nearest bins of the same side that have it: between neighbours at distances a
 * and b, with v = b / (a + b), (log alpha, beta) is v t1 + (1 - v) t2, and its covariance that of the mixture,
 * v C1 + (1 - v) C2 + v (1 - v) D D' with D = t1 - t2.
 *
 * @param estimates rows of one or several sides, each side in order of time; N values a column.
 * @param options the longest gap to fill, 10 minutes unless told, and the time zone of dates.
 * @returns a copy, N rows, the gaps filled; `status` says `filled` or `filled-errors` in their rows. Longer runs,
 *   and `partial` or `no-data` bins at an end of a session, stay without a curve.
 * @throws InputError for a gap that is no time and a zone that is not known.
 * @example
 * ```ts
 * import { estimateImpact, exampleBook, fillNeighbours } from "../src";
 * // A minute asks for more sizes than its book holds now and then: its neighbours lend it their curve.
 * const estimates = await estimateImpact(exampleBook(1, 3, 1), { minSizes: 12 });
 * console.log(estimates.status, fillNeighbours(estimates).status);
 * ```
 */
export function fillNeighbours(estimates: ImpactEstimates, options: FillOptions = {}): ImpactEstimates {
  const { status } = checkEstimates(estimates);
  return fillGaps(estimates, options, (row) => status[row] !== "partial" && status[row] !== "no-data");
}

/** The same, told which rows at an end of a session a book covered. */
export function fillGaps(
  estimates: ImpactEstimates,
  options: FillOptions,
  covered: (row: number) => boolean,
): ImpactEstimates {
  const { longestGap = LONGEST_GAP, timeZone } = checkOptions(options, OPTIONS);
  const longest = parseDuration("options.longestGap", longestGap) * SECOND;
  const zone = timeZone === undefined ? undefined : new ZoneClock("options.timeZone", timeZone);
  const rows = { ...spacing(estimates, zone), longest, covered };
  const status = [...estimates.status];
  const seLogAlpha = estimates.seLogAlpha.slice();
  const seBeta = estimates.seBeta.slice();
  const cov = estimates.cov.slice();
  const { alpha, beta } = estimates;
  const hasCurve = (row: number): boolean => alpha[row] > 0 && beta[row] > 0;
  const hasErrors = (row: number): boolean =>
    hasCurve(row) && estimates.seLogAlpha[row] >= 0 && estimates.seBeta[row] >= 0;

  forEachGap(rows, hasErrors, (row, one, two, v) => {
    if (!hasCurve(row)) return;
    const mix = (x: number, y: number): number => v * x + (1 - v) * y;
    seLogAlpha[row] = Math.sqrt(mix(pow(seLogAlpha[one], 2), pow(seLogAlpha[two], 2)));
    seBeta[row] = Math.sqrt(mix(pow(seBeta[one], 2), pow(seBeta[two], 2)));
    cov[row] = mix(cov[one], cov[two]);
    status[row] = "filled-errors";
  });

  const filled = {
    alpha: alpha.slice(),
    beta: beta.slice(),
    n: estimates.n.slice(),
    minSize: estimates.minSize.slice(),
    maxSize: estimates.maxSize.slice(),
  };
  forEachGap(rows, hasCurve, (row, one, two, v) => {
    const dLog = log(alpha[one] / alpha[two]);
    const dBeta = beta[one] - beta[two];
    const mix = (x: number, y: number, spread = 0): number => v * x + (1 - v) * y + v * (1 - v) * spread;
    filled.alpha[row] = exp(mix(log(alpha[one]), log(alpha[two])));
    filled.beta[row] = mix(beta[one], beta[two]);
    seLogAlpha[row] = Math.sqrt(mix(pow(seLogAlpha[one], 2), pow(seLogAlpha[two], 2), dLog * dLog));
    seBeta[row] = Math.sqrt(mix(pow(seBeta[one], 2), pow(seBeta[two], 2), dBeta * dBeta));
    cov[row] = mix(cov[one], cov[two], dLog * dBeta);
    filled.n[row] = 0;
    const maxSize = Math.min(estimates.maxSize[one], estimates.maxSize[two]);
    filled.minSize[row] = Math.min(maxSize, Math.max(estimates.minSize[one], estimates.minSize[two]));
    filled.maxSize[row] = maxSize;
    status[row] = "filled";
  });
  return { ...estimates, ...filled, seLogAlpha, seBeta, cov, status };
}

interface SpacedRows {
  /** Whether a row comes right after the one before: of the same side and date, no bin between them. */
  readonly follows: readonly boolean[];
  /** From one bin to the next, microseconds. */
  readonly width: number;
  readonly longest: number;
  readonly covered: (row: number) => boolean;
}

/** Calls `fill` with each row of a gap, the nearest rows that have what it lacks, and the first's weight. */
function forEachGap(
  { follows, width, longest, covered }: SpacedRows,
  has: (row: number) => boolean,
  fill: (row: number, one: number, two: number, weight: number) => void,
): void {
  for (let first = 0, end = 1; first < follows.length; first = end++) {
    if (has(first)) continue;
    while (follows[end] && !has(end)) end++;
    if ((end - first) * width > longest) continue;
    const before = first > 0 && follows[first] ? first - 1 : undefined;
    const after = follows[end] ? end : undefined;
    const [one, two] = [before ?? after, after ?? before];
    if (one === undefined || two === undefined) continue;
    for (let row = first; row < end; row++) {
      if (one !== two || covered(row)) fill(row, one, two, one === two ? 1 : (two - row) / (two - one));
    }
  }
}

/** How the rows lie in time, by their labels; rows without times are a minute apart. */
function spacing({ bin, side }: ImpactEstimates, zone: ZoneClock | undefined): Pick<SpacedRows, "follows" | "width"> {
  const times = timesOf(bin);
  const rows = [...side.keys()];
  const step = (row: number): number => times[row] - times[row - 1];
  const sameSide = (row: number): boolean => row > 0 && side[row] === side[row - 1];
  if (times.length === 0) return { follows: rows.map(sameSide), width: MINUTE };
  const steps = rows.filter(sameSide).map(step);
  const width = steps.reduce((least, one) => (one > 0 && one < least ? one : least), DAY);
  const date = (row: number): number => Math.floor((zone?.show(times[row]) ?? times[row]) / DAY);
  const next = (row: number): boolean => Math.abs(step(row) - width) < 1 && date(row) === date(row - 1);
  return { follows: rows.map((row) => sameSide(row) && next(row)), width };
}

/** The bins' labels as microseconds; none unless all of them are times. */
function timesOf(labels: readonly string[]): number[] {
  const parser = new TimeParser();
  const times: number[] = [];
  for (const label of labels) {
    const text = Buffer.from(/^\d\d:\d\d/.test(label) ? `1970-01-01T${label}` : label);
    const time = parser.parse(text, 0, text.length);
    if (Number.isNaN(time)) return [];
    times.push(time);
  }
  return times;
}
