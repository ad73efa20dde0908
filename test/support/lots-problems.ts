/** Small problems in round lots, of all regimes, from a seed: their lots are few enough for a dynamic programme. */
import { exp, pow } from "../../src/numeric/elementary";
import { createRandom, type Random } from "../../src/numeric/random";
import { allocate } from "../../src/solver/allocate";
import { costOf } from "../../src/solver/model/cost";
import { leastCostInLots, type LotsProblem } from "./lots-dynamic-programme";

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

/** How an allocation in lots falls short of a dynamic programme's least cost; empty where it does not. */
export function violations(seed: number, minTrades = false, solve: typeof allocate = allocate): string[] {
  const problem = lotsProblem(seed, minTrades);
  const { alpha, beta, size, lot, cap, minTrade } = problem;
  const least = leastCostInLots(problem);
  let found: ReturnType<typeof allocate>;
  try {
    found = solve({ alpha, beta }, size, { lot, cap, minTrade });
  } catch (error) {
    return least === Infinity ? [] : [`refused: ${(error as Error).message}`];
  }
  const { cost, status, x, certificate } = found;
  const rest = x.reduce((count, xi) => count + (Math.abs(xi / lot - Math.round(xi / lot)) > 1e-9 ? 1 : 0), 0);
  const wrong = {
    "was not refused": least === Infinity,
    "cost is not C(x)": !(relativeError(cost, costOf({ alpha, beta }, x)) < 1e-13),
    "cost below the least": cost < least * (1 - 1e-12),
    "optimal, and is not": status === "optimal" && cost > least * (1 + 2e-12),
    "a better one exists": cost > least * (1 + 2e-12),
    "bound above the least": !((certificate.lowerBound as number) <= least * (1 + 1e-12)),
    [status]: status !== "optimal" && status !== "bounded",
    "odd rests": rest > 1,
    "above a cap": cap !== undefined && x.some((xi, i) => xi > cap[i]),
    "below the smallest trade": x.some((xi) => xi > 0 && xi < (minTrade ?? 0) * (1 - 1e-12)),
    "sum is not S": Math.abs(x.reduce((a, b) => a + b, 0) - size) > 1e-12 * size,
  };
  return Object.entries(wrong).flatMap(([what, holds]) => (holds ? [`${what} (seed ${seed})`] : []));
}

/** |a - b| relative to the larger. */
function relativeError(a: number, b: number): number {
  return a === b ? 0 : Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b));
}
