/**
 * What an order that is really sent must keep to, bin by bin. Everything that allocates takes these, under the same
 * names. A share of volume is a cap like any other, c_i = p V_i: the least of both holds.
 */
import type { OptionNames } from "../../base/check-options";
import { InputError, must } from "../../base/input-error";
import { checkCap, checkCaps, type Cap } from "./caps";
import type { ImpactModel } from "./impact-model";

export interface Constraints {
  /**
   * The most that each bin may trade: shares, one number for all or one a bin; Infinity is no cap, 0 shuts
   * a bin. Exact for bins of beta >= 1. With caps on bins of beta < 1 the problem is NP-hard: where no such cap
   * binds, or the bound proves it, the status is `optimal`, else `bounded`. Together they must leave room for
   * the size. Default: none.
   */
  readonly cap?: Cap;
  /**
   * The most of each bin's volume that may be traded there, a share: 0.05 caps bin i at 5 % of `model.volume[i]`,
   * the volume of the estimates, without the order's own. A bin of volume 0 is shut; one whose volume is not known
   * is refused (Infinity as its volume leaves it without a cap). Default: none.
   */
  readonly participation?: number;
  /**
   * Shares a lot, above 0: every bin trades whole lots. Where the size is no multiple, the odd rest joins one bin,
   * the one where it costs least (the lowest index on ties). Exact for bins of beta >= 1; else `bounded` where the
   * bound does not prove it. Default: none.
   */
  readonly lot?: number;
  /**
   * Shares, 0 or above: a bin trades nothing or at least so much. The best that was found, with a proven bound.
   * Default: 0.
   */
  readonly minTrade?: number;
}

export const CONSTRAINT_OPTIONS: OptionNames<Constraints> = {
  cap: true,
  participation: true,
  lot: true,
  minTrade: true,
};

/**
 * The caps that `cap` and `participation` come to together, checked to leave room for the size; undefined where
 * neither is given.
 *
 * @throws InputError for what breaks its rule; where there is no room, with the largest size that there is room for.
 */
export function capsOf(
  model: ImpactModel,
  n: number,
  size: number,
  { cap, participation }: Constraints,
): Float64Array | undefined {
  if (participation === undefined) return cap === undefined ? undefined : checkCap(cap, n, size);
  const share = volumeCaps(model, n, participation);
  const argument = capsName({ cap, participation });
  if (cap === undefined) return checkCap(share, n, size, argument);
  const caps = checkCaps(cap, n).map((c, i) => Math.min(c, share[i]));
  return checkCap(caps, n, size, argument);
}

/** What the caps were asked for by. */
export function capsName({ cap, participation }: Constraints): string {
  if (participation === undefined) return "options.cap";
  return cap === undefined ? "options.participation" : "options.cap and options.participation";
}

/** p V_i. */
function volumeCaps({ volume }: ImpactModel, n: number, participation: number): Float64Array {
  must(
    typeof participation === "number" && participation > 0 && participation <= 1,
    "options.participation",
    "must be a share of each bin's volume, above 0 and at most 1 (0.05 is 5 %)",
    participation,
  );
  const known = typeof volume === "object" && volume !== null && Array.from(volume).some((v) => !Number.isNaN(v));
  must(known, "options.participation", "must go with a model that has each bin's volume", participation);
  must(volume.length === n, "model.volume", `must have one value a bin (${n})`, volume);
  return Float64Array.from({ length: n }, (_, i) => {
    if (typeof volume[i] === "number" && volume[i] >= 0) return participation * volume[i];
    const rule = "must be known in every bin for a participation: 0 shuts a bin, Infinity leaves it without a cap";
    throw new InputError("model.volume", rule, volume[i], i);
  });
}
