/** Caps: the most that each bin may trade, 0 <= x_i <= c_i. */
import { InputError } from "../../base/input-error";
import { sum } from "../../numeric/sum";
import { TOLERANCES } from "./allocation";

/** Shares: one number for every bin, or one a bin. Infinity is no cap; 0 shuts a bin. */
export type Cap = number | ArrayLike<number>;

/**
 * The caps of n bins, checked to leave room for the size.
 *
 * @param argument what the caller knows them as.
 * @throws InputError where a cap is no number of shares, or all caps together are below the size.
 */
export function checkCap(cap: Cap, n: number, size: number, argument = "options.cap"): Float64Array {
  const checked = checkCaps(cap, n, argument);
  const room = sum(checked);
  if (room < size * (1 - TOLERANCES.feasibility))
    throw new InputError(
      argument,
      `must leave room for the size: all bins together may trade ${Number(room.toPrecision(14))} shares`,
      size,
    );
  return checked;
}

/** The caps of n bins, whatever room they leave. */
export function checkCaps(cap: Cap, n: number, argument = "options.cap"): Float64Array {
  const caps = typeof cap === "number" ? new Float64Array(n).fill(cap) : cap;
  if (typeof caps !== "object" || caps === null || caps.length !== n)
    throw new InputError(argument, `must be a number of shares, or one a bin (${n})`, cap);
  const checked = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    if (typeof caps[i] !== "number" || !(caps[i] >= 0)) {
      throw new InputError(
        argument,
        "must be a number of shares, 0 or above (Infinity for no cap)",
        caps[i],
        typeof cap === "number" ? undefined : i,
      );
    }
    checked[i] = caps[i];
  }
  return checked;
}

/** Whether an allocation keeps to caps. */
export function keepsTo(x: Float64Array, cap: Float64Array): boolean {
  for (let i = 0; i < x.length; i++) if (x[i] > cap[i]) return false;
  return true;
}
