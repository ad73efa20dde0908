/** An allocation of concave bins under caps against the exact least cost. */
import { allocate } from "../../src/solver/allocate";
import type { AllocationStatus } from "../../src/solver/model/allocation";
import { concaveProblem, leastCostOfConcave } from "./concave-caps";

export function closeness(seed: number): { seed: number; status: AllocationStatus; gap: number; sound: boolean } {
  const { alpha, beta, cap, size } = concaveProblem(seed);
  const { cost, status, certificate } = allocate({ alpha, beta }, size, { cap });
  const least = leastCostOfConcave({ alpha, beta, cap, size });
  const bound = certificate.lowerBound ?? cost;
  const proven = status !== "optimal" || cost <= least * (1 + 2e-12);
  return {
    seed,
    status,
    gap: certificate.dualityGap,
    sound: proven && cost >= least * (1 - 1e-12) && bound <= least * (1 + 1e-12),
  };
}
