/**
 * A synthetic day of an equity: 390 one-minute impact curves whose shape over the day is that of the
 * literature and whose every number is drawn. Nothing in it was observed.
 *
 * With t from 0 at the open to 1 at the close:
 *
 * - volume is U-shaped and higher at the close than at the open (Admati & Pfleiderer, Review of
 *   Financial Studies 1, 1988; Jain & Joh, JFQA 23, 1988);
 * - volatility and half spread are highest at the open and fall, the spread hardly rising again
 *   (McInish & Wood, Journal of Finance 47, 1992);
 * - displayed depth grows from a thin open to the close (Lee, Mucklow & Ready, RFS 6, 1993);
 * - slippage a share is c(x) = sigma * price * (x / V)^d, x shares of a minute's volume V, with d
 *   between 0.15 and 0.6: 0.6 in Almgren, Thum, Hauptmann & Li (Risk, July 2005), near 0.5 in
 *   Toth et al. (Physical Review X 1, 2011), and 0.15 and up for small trades (Lillo, Farmer &
 *   Mantegna, Nature 421, 2003). So alpha = sigma * price / V^d and beta = 1 + d.
 *
 * The curve that is written is the true one plus an error drawn from the standard errors and
 * covariance written beside it, cut to exponents from 0.15 to 0.6.
 */
import { exp, log, log10, pow } from "../../numeric/elementary";
import { createRandom } from "../../numeric/random";
import { type ImpactEstimates, NUMBER_COLUMNS } from "../table/impact-estimates";

const MINUTES = 390;
const PRICE = 50;
const DAY_VOLUME = 5_000_000;
/** Volatility of a day, relative to the price. */
const DAY_VOLATILITY = 0.018;

/**
 * A day of 390 one-minute curves g(x) = sigma P V^-d x^(1 + d), each with an error drawn from the standard errors
 * beside it; where its shape comes from is at the head of the file. `data/synthetic-equity-day.csv` is that of seed 1.
 *
 * @param seed whole number; the same seed makes the same day.
 * @returns bins `09:30` to `15:59`, one side, sizes in shares, costs in USD.
 * @example
 * ```ts
 * import { allocate, syntheticEquityDay } from "../src";
 * console.log(allocate(syntheticEquityDay(1), 250_000).cost); // 3119 USD
 * ```
 */
export function syntheticEquityDay(seed: number): ImpactEstimates {
  const random = createRandom(seed);
  const times = Array.from({ length: MINUTES }, (_, minute) => (minute + 0.5) / MINUTES);
  const volumeShape = normalise(
    times.map(
      (t) =>
        (0.45 + 0.9 * exp(-t / 0.07) + 1.5 * exp(-(1 - t) / 0.06) + 1.1 * pow(t - 0.5, 2)) *
        exp(0.25 * random.normal()),
    ),
  );
  const varianceShape = normalise(times.map((t) => pow(0.6 + 2.2 * exp(-t / 0.06) + 0.3 * t, 2)));
  let drift = 0;

  const rows = times.map((t, minute) => {
    const volume = Math.max(100, Math.round((DAY_VOLUME * volumeShape[minute]) / 100) * 100);
    const volatility = DAY_VOLATILITY * Math.sqrt(varianceShape[minute]);
    const depth = Math.round((600 + 2200 * t + 1500 * exp(-(1 - t) / 0.05)) * exp(0.3 * random.normal()));
    // The exponent wanders through the day, lower where the book is thin and steep at the touch.
    drift = 0.96 * drift + 0.28 * random.normal();
    const exponent = 0.15 + 0.45 / (1 + exp(-(drift + 1.4 * (t - 0.45))));
    const logAlpha = log(volatility * PRICE) - exponent * log(volume);

    const [minSize, maxSize] = [100, Math.max(400, Math.round(depth / 100) * 100)];
    const logCentre = log(minSize * maxSize) / 2;
    const seBeta = 0.02 + 0.03 * exp(-t / 0.1) + 0.02 * random.uniform();
    const seCentre = 0.05 + 0.06 * random.uniform();
    const [levelError, betaError] = [seCentre * random.normal(), seBeta * random.normal()];
    const logAlphaHat = logAlpha + levelError - logCentre * betaError;
    return {
      bin: clock(570 + minute),
      alpha: round(exp(logAlphaHat)),
      beta: round(Math.min(1.6, Math.max(1.15, 1 + exponent + betaError))),
      seLogAlpha: round(Math.sqrt(pow(seCentre, 2) + pow(logCentre * seBeta, 2))),
      seBeta: round(seBeta),
      cov: round(-logCentre * seBeta * seBeta),
      r2: round(1 - 0.004 - 0.05 * pow(random.uniform(), 2)),
      n: Math.floor(10 * log10(maxSize / minSize)) + 1,
      minSize,
      maxSize,
      volume,
    };
  });
  const numbers = NUMBER_COLUMNS.map(([, key]) => [key, Float64Array.from(rows, (row) => row[key])]);
  return {
    ...(Object.fromEntries(numbers) as Pick<ImpactEstimates, (typeof NUMBER_COLUMNS)[number][1]>),
    bin: rows.map((row) => row.bin),
    side: rows.map(() => "buy" as const),
    status: rows.map(() => "ok" as const),
    convention: "total",
    notes: {
      title: "SYNTHETIC equity day: drawn from a seed, not observed",
      currency: "USD",
      size_unit: "shares",
      source: `synthetic, seed ${seed}`,
      cost: "alpha * q^beta, USD: of buying q shares within the minute, over the mid price",
    },
  };
}

/** Eight digits: more than any estimate holds. */
function round(value: number): number {
  return Number(value.toPrecision(8));
}

function normalise(values: readonly number[]): number[] {
  const total = values.reduce((sum, value) => sum + value, 0);
  return values.map((value) => value / total);
}

/** Minutes after midnight as 09:30. */
function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}
