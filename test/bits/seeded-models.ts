/** Models from a seed, of numbers that have the same bits everywhere; `test/support/problems` draws by `Math.pow`. */
import { exp } from "../../src/numeric/elementary";
import { createRandom } from "../../src/numeric/random";

export const KINDS = ["convex", "linear", "concave", "mixed", "near one"] as const;
export type Kind = (typeof KINDS)[number];

/** n bins: alpha over two e-folds around 1e-2; beta as the kind says. */
export function seededModel(kind: Kind, n: number, seed: number): { alpha: Float64Array; beta: Float64Array } {
  const random = createRandom(seed);
  const betas: Readonly<Record<Kind, (i: number) => number>> = {
    convex: () => 1.05 + 1.5 * random.uniform(),
    linear: () => 1,
    concave: () => 0.1 + 0.85 * random.uniform(),
    mixed: (i) => [betas.convex(i), 1, betas.concave(i)][i % 3],
    "near one": () => 1 + (random.uniform() - 0.5) * exp(-12 * random.uniform()),
  };
  const beta = Float64Array.from({ length: n }, (_, i) => betas[kind](i));
  // Dearer where less convex, so that no kind of bin takes it all.
  const level = (b: number): number => (b > 1 ? 0 : b === 1 ? 3 : 5) - 6;
  return { alpha: beta.map((b) => exp(level(b) + 2 * random.uniform())), beta };
}
