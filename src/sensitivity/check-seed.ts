/** The seed of whoever draws. */
import { InputError } from "../base/input-error";

/** @throws InputError for a seed that is no whole number from 0 to 2^53 - 1. */
export function checkSeed(seed: number): void {
  if (!(Number.isSafeInteger(seed) && seed >= 0)) {
    throw new InputError("options.seed", "must be a whole number from 0 to 2^53 - 1", seed);
  }
}
