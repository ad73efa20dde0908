/** Concave bins under integer caps from a seed, and their exact least cost by a dynamic programme over volumes. */
import { pow } from "../../src/numeric/elementary";
import { createRandom } from "../../src/numeric/random";

export interface ConcaveProblem {
  readonly kind: string;
  readonly alpha: readonly number[];
  readonly beta: readonly number[];
  readonly cap: readonly number[];
  readonly size: number;
}

export const KINDS = ["even caps, odd size", "near-identical bins", "spread"] as const;

/** 12 to 45 bins; the number-th of a seed is of the kind whose turn it is. */
export function concaveProblem(seed: number): ConcaveProblem {
  const random = createRandom(seed);
  const kind = KINDS[seed % 3];
  const n = 12 + random.integer(34);
  const near = kind === "near-identical bins";
  const [wide, level] = [near ? 1e-3 : 1, 0.2 + 0.6 * random.uniform()];
  const alpha = Array.from({ length: n }, () => 1 + wide * random.uniform());
  const beta = Array.from({ length: n }, () => Math.min(0.95, level + (near ? 1e-3 : 0.5) * random.uniform()));
  const most = near ? 200 + random.integer(100) : 0;
  const cap = alpha.map(() => {
    if (near) return most + random.integer(8);
    return kind === "spread" ? 1 + random.integer(400) : 2 * (1 + random.integer(200));
  });
  const room = cap.reduce((a, b) => a + b, 0);
  const size = Math.max(1, Math.floor((0.1 + 0.8 * random.uniform()) * room));
  return { kind, alpha, beta, cap, size: kind === "even caps, odd size" ? 2 * Math.floor(size / 2) + 1 : size };
}

/**
 * The least cost. At an optimum every bin is at 0 or its cap but for one at most, so for each bin that may be in
 * between: the least cost of every total of the others' caps, and the bin takes what is missing.
 */
export function leastCostOfConcave({ alpha, beta, cap, size }: Omit<ConcaveProblem, "kind">): number {
  const cost = (i: number, x: number): number => (x > 0 ? alpha[i] * pow(x, beta[i]) : 0);
  let least = Infinity;
  for (let inside = 0; inside < cap.length; inside++) {
    const totals = new Float64Array(size + 1).fill(Infinity);
    totals[0] = 0;
    cap.forEach((c, i) => {
      if (i === inside) return;
      const full = cost(i, c);
      for (let total = size; total >= c; total--) totals[total] = Math.min(totals[total], totals[total - c] + full);
    });
    for (let y = 0; y <= Math.min(size, cap[inside]); y++) least = Math.min(least, totals[size - y] + cost(inside, y));
  }
  return least;
}
