/** A model's own volume as a profile to trade by. */

/** The volume, where it is known in every bin and there is some; a day without trades has no profile. */
export function knownProfile(volume: ArrayLike<number> | undefined): ArrayLike<number> | undefined {
  if (volume === undefined) return undefined;
  const values = Array.from(volume);
  return values.every((v) => v >= 0 && v < Infinity) && values.some((v) => v > 0) ? volume : undefined;
}
