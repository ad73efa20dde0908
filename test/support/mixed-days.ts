/** Days of the generator whose exponents are lowered until many curves are concave, and orders of lots on them. */
import { syntheticEquityDay } from "../../src/estimates/synthetic/synthetic-equity-day";
import { pow } from "../../src/numeric/elementary";
import { createRandom } from "../../src/numeric/random";
import type { LotsProblem } from "./lots-dynamic-programme";

/** 390 curves, their exponents so much lower at the same costs of 1000 shares; `maxSize` as it was. */
export function mixedDay(seed: number, shift: number): { alpha: number[]; beta: number[]; maxSize: number[] } {
  const { alpha, beta, maxSize } = syntheticEquityDay(seed);
  return {
    alpha: Array.from(alpha, (a) => a * pow(1000, shift)),
    beta: Array.from(beta, (b) => Math.round(1000 * (b - shift)) / 1000),
    maxSize: [...maxSize],
  };
}

/** An order in lots under caps of 1 to 15 `maxSize` on the first `bins` curves, half of them with an odd rest. */
export function mixedDayInLots(seed: number, bins = 390): Required<Omit<LotsProblem, "minTrade">> {
  const random = createRandom(seed);
  const { alpha, beta, maxSize } = mixedDay(seed, 0.15 + 0.5 * random.uniform());
  const wide = [1, 2, 3, 4.3, 6, 9, 15][random.integer(7)];
  const uneven = [0, 37, 150 * random.uniform()][random.integer(3)];
  const cap = maxSize.slice(0, bins).map((most, i) => Math.round(wide * most + uneven * (i % 3)));
  const lot = [1, 50, 100, 300, 1000][random.integer(5)];
  const room = cap.reduce((sum, c) => sum + lot * Math.floor(c / lot), 0);
  const rest = random.integer(2) * random.integer(lot);
  const size = Math.max(lot, Math.floor(room * (0.02 + 0.9 * random.uniform())) - rest);
  return { alpha: alpha.slice(0, bins), beta: beta.slice(0, bins), cap, lot, size };
}
