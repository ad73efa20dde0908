/** The command line's words for a sweep: grids as expressions, the transform and the pivot by name. */
import { InputError } from "../../base/input-error";
import type { BetaTransform, Pivot } from "../../sweep/beta-transform";
import { parseGrid } from "./grid-expression";
import type { SweepOptions } from "../../sweep/sweep";
import { checkTablePath } from "../../estimates/table/write-columns";

export interface SweepFileFlags {
  sizes: string;
  betas?: string;
  transform: string;
  pivot: Pivot;
  allocations?: boolean;
  twap?: boolean;
  workers: number | "auto";
  resume?: boolean;
  out: string;
}

/** @throws InputError that names the flag, the rule and the value. */
export function sweepOptions(flags: SweepFileFlags): SweepOptions {
  checkTablePath("--out", flags.out);
  return {
    sizes: parseGrid("--sizes", flags.sizes),
    betas:
      flags.betas === undefined
        ? undefined
        : transformOf(flags.transform, parseGrid("--betas", flags.betas), flags.pivot),
    allocations: flags.allocations ? "all" : undefined,
    twap: flags.twap,
    workers: flags.workers,
  };
}

function transformOf(kind: string, values: Float64Array, pivot: Pivot): BetaTransform {
  if (kind !== "common" && kind !== "shift" && kind !== "stretch") {
    throw new InputError("--transform", "must be common, shift or stretch", kind);
  }
  return { kind, values, pivot };
}
