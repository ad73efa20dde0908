/** The seed of whoever draws. */
import { must } from "../base/input-error";

/** @throws InputError for a seed that is no whole number from 0 to 2^53 - 1. */
export function checkSeed(seed: number): void {
  must(Number.isSafeInteger(seed) && seed >= 0, "options.seed", "must be a whole number from 0 to 2^53 - 1", seed);
}
