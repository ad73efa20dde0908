/**
 * Days of generated books whose curves are known, estimated and walked through: what each fold paid over its bound,
 * the least that the day's true curves would have cost.
 */
import { estimateWithCosts } from "../../src/estimates/fit/estimate-impact";
import { generateBook } from "../../src/estimates/synthetic/generate-book";
import { createRandom } from "../../src/numeric/random";
import { blockInterval, type Interval } from "../../src/sensitivity/walk-forward/block-bootstrap";
import type { StrategyName } from "../../src/sensitivity/walk-forward/fold-plans";
import type { WalkDay } from "../../src/sensitivity/walk-forward/folds";
import { walkForward, wholeCost } from "../../src/sensitivity/walk-forward/walk-forward";
import { allocate } from "../../src/solver/allocate";
import { costOf } from "../../src/solver/model/cost";

export interface BookDays {
  readonly days: number;
  readonly bins: number;
  readonly seed: number;
  /** Standard deviation of log alpha over the bins, and of a day's own about it. */
  readonly between: number;
  readonly daily: number;
}

type Curves = { readonly alpha: readonly number[]; readonly beta: readonly number[] };

const SECOND = 1e6;
const START = 1704205800 * SECOND;
/** Of a bin. */
const WIDTH = 30;
const BETA = 1.5;
/** The order, shares a bin: inside the book, whose ten levels reach to 4300 or more. */
const EACH = 800;

/** How far the folds of one strategy were above their bounds. */
export interface Regret {
  /** The interval that the folds give for its mean, and its mean by the true curves at these sizes; currency. */
  readonly interval: Interval;
  readonly known: number;
  /** The interval of the saving paid, and the saving by the true curves at the sizes allocated; shares of TWAP's. */
  readonly saving: Interval;
  readonly knownSaving: number;
}

/** Walks forward through the days of one seed. */
export async function walkBooks(
  truth: BookDays,
  strategies: readonly StrategyName[],
  confidence = 0.95,
): Promise<Map<StrategyName, Regret>> {
  const random = createRandom(truth.seed);
  const days: WalkDay[] = [];
  const curves: Curves[] = [];
  for (let day = 0; day < truth.days; day++) {
    const level = (bin: number): number => -6 + truth.between * Math.SQRT2 * Math.sin((2 * Math.PI * bin) / truth.bins);
    const alpha = Array.from({ length: truth.bins }, (_, bin) => Math.exp(level(bin) + truth.daily * random.normal()));
    const beta = alpha.map(() => BETA);
    curves.push({ alpha, beta });
    days.push(await dayOf({ alpha, beta }, day, 1000 * truth.seed + day));
  }
  const size = EACH * truth.bins;
  const how = { confidence, resamples: 300, seed: truth.seed };
  const { folds, strategies: walked } = walkForward(days, size, { strategies, draws: 20, ...how });
  const bound = curves.map((curve) => allocate(curve, size).cost);
  const even = curves.map((curve) =>
    costOf(
      curve,
      curve.alpha.map(() => EACH),
    ),
  );
  const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
  return new Map(
    walked.map(({ strategy, paidSaving }) => {
      const plans = folds.map(({ plans: all }) => {
        const plan = all.find((one) => one.strategy === strategy);
        if (plan === undefined || plan.unfilled > 0) throw new Error(`${strategy}: not filled`);
        return plan;
      });
      const over = plans.map((plan, f) => wholeCost(plan, size) - bound[f + 1]);
      const byCurves = plans.map(({ x }, f) => costOf(curves[f + 1], x));
      const interval = blockInterval(over.length, (on) => total(on.map((f) => over[f])) / on.length, how);
      const [cost, least, ofTwap] = [byCurves, bound.slice(1), even.slice(1)].map(total);
      const known = (cost - least) / plans.length;
      return [strategy, { interval, known, saving: paidSaving, knownSaving: 1 - cost / ofTwap }];
    }),
  );
}

/** The estimates of a day and what its book cost. */
async function dayOf({ alpha, beta }: Curves, day: number, seed: number): Promise<WalkDay> {
  const curve = (time: number) => {
    const bin = Math.min(alpha.length - 1, Math.floor(time / (WIDTH * SECOND)));
    return { alpha: alpha[bin], beta: beta[bin] };
  };
  // A state past the end has the last bin whole; the bin that it begins is left out.
  const shape = { rate: 2, step: WIDTH, seconds: alpha.length * WIDTH + 1, start: START + day * 86_400 * SECOND };
  const book = generateBook({ seed, curve, ...shape });
  const { estimates, costs } = await estimateWithCosts(book, { side: "buy", binWidth: `${WIDTH}s` });
  const [table] = costs;
  return { estimates, costs: { ...table, rows: table.rows.slice(0, alpha.length) } };
}

/** One strategy over many seeds. */
export interface SeedsScore {
  /** How often the interval of paid minus bound holds its mean over all seeds, and that of the saving zero. */
  readonly rate: number;
  readonly zero: number;
  readonly known: readonly number[];
  readonly knownSaving: readonly number[];
}

/** TWAP, and allocation by the curves that were known, over seeds 0, 1 ... */
export async function walkSeeds(
  truth: Omit<BookDays, "seed">,
  seeds: number,
  confidence = 0.95,
): Promise<Record<"twap" | "plain", SeedsScore>> {
  const walked: Map<StrategyName, Regret>[] = [];
  for (let seed = 0; seed < seeds; seed++) walked.push(await walkBooks({ ...truth, seed }, ["plain"], confidence));
  const scoreOf = (name: StrategyName): SeedsScore => {
    const all = walked.flatMap((one) => one.get(name) ?? []);
    const known = all.map((one) => one.known);
    const mean = known.reduce((sum, value) => sum + value, 0) / seeds;
    const share = (held: (one: Regret) => boolean): number => all.filter(held).length / seeds;
    return {
      rate: share(({ interval }) => interval.low <= mean && mean <= interval.high),
      zero: share(({ saving }) => saving.low <= 0 && 0 <= saving.high),
      known,
      knownSaving: all.map(({ knownSaving }) => knownSaving),
    };
  };
  return { twap: scoreOf("TWAP"), plain: scoreOf("plain") };
}
