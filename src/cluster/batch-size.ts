/**
 * How many tasks go into a job: as many as take it a second or so, so that carrying it is next to nothing beside, by
 * what the last ones took. No number depends on it.
 */

/** Characters of results that a job may bring, about. */
const MUCH = 4_000_000;
/** Tasks that a job may hold, whatever they take. */
const MOST = 20_000;

export interface BatchSize {
  /** Tasks of the next job. */
  next(): number;
  /** What came of one: its tasks, what they took, milliseconds, and how long their results were. */
  learn(tasks: number, ms: number, characters: number): void;
}

export function batchSize(seconds: number): BatchSize {
  let size = 1;
  return {
    next: () => size,
    learn(tasks, ms, characters) {
      const byTime = (1000 * seconds * tasks) / Math.max(ms, 0.01);
      const bySize = (MUCH * tasks) / Math.max(characters, 1);
      // The first job of a worker holds its start: up by steps, down at once.
      size = Math.max(1, Math.floor(Math.min(byTime, bySize, 8 * Math.max(size, tasks), MOST)));
    },
  };
}
