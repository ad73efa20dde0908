/** Small problems in round lots, of all regimes, from a seed: their lots are few enough for a dynamic programme. */
import { exp, pow } from "../../src/numeric/elementary";
import { createRandom, type Random } from "../../src/numeric/random";
import type { LotsProblem } from "./lots-dynamic-programme";

export interface SmallLotsProblem extends LotsProblem {
  readonly regime: string;
}

const REGIMES: Readonly<Record<string, (random: Random) => number>> = {
  convex: (random) => 1.05 + 1.5 * random.uniform(),
  linear: () => 1,
  concave: (random) => 0.1 + 0.85 * random.uniform(),
  "near one": (random) => 1 + 1e-3 * (random.uniform() - 0.5),
  "two kinds": (random) => (random.uniform() < 0.5 ? 1.5 : 0.6),
  mixed: (random) => REGIMES[["convex", "linear", "concave"][random.integer(3)]](random),
};

/** The number-th problem of a seed; half of them with caps, two fifths with an odd rest. */
export function lotsProblem(seed: number, minTrades = false): SmallLotsProblem {
  const random = createRandom(seed);
  const regime = Object.keys(REGIMES)[random.integer(6)];
  const n = 1 + random.integer(7);
  const beta = Array.from({ length: n }, () => REGIMES[regime](random));
  const lot = [1, 10, 100, 0.1][random.integer(4)];
  const rest = random.uniform() < 0.4 ? (lot * (1 + random.integer(9))) / 10 : 0;
  const size = (1 + random.integer(30)) * lot + rest;
  // Bins of two kinds are alike within each, so that ties abound.
  const alpha = beta.map((b) => (regime === "two kinds" ? 1 : exp(2 * random.uniform())) * pow(size / n, 1 - b));
  const [fine, coarse] = [random.uniform() < 0.5, random.uniform() < 0.5];
  const cap =
    random.uniform() < 0.5
      ? undefined
      : alpha.map(() => {
          const lots = Math.floor(((random.uniform() * 3 * size) / n / lot) * (fine ? 10 : 1));
          return (lots * lot) / (coarse && fine ? 10 : 1);
        });
  const minTrade = minTrades ? random.integer(5) * lot + (random.uniform() < 0.3 ? lot / 2 : 0) : 0;
  return { regime, alpha, beta, size, lot, cap, minTrade };
}
