/**
 * How many of what is counted (points, draws) go into a task: so many that bins times them are about `work`,
 * no fewer than `least` and no more than `most`. By the number of bins alone, so that the tasks are the same
 * whoever runs them; large enough that starting one is nothing, small enough to be stopped between two.
 */
export function taskSize(
  bins: number,
  { work, least, most }: { readonly work: number; readonly least: number; readonly most: number },
): number {
  return Math.min(most, Math.max(least, Math.floor(work / bins)));
}
