/** The status of an allocation whose bound is not its dual's: where all but the gap holds, it is bounded. */
import { allocationStatus, type Allocation, type AllocationStatus } from "./allocation";

export function boundedStatus({ status, certificate, cost, lambda }: Allocation): AllocationStatus {
  if (status !== "inaccurate") return status;
  const butForTheGap = allocationStatus({ ...certificate, dualityGap: 0 }, cost, lambda, true);
  return butForTheGap === "optimal" ? "bounded" : status;
}
