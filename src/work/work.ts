/**
 * What is to be done, told so that anyone can do it: a kind of work, known by its name; what all of its tasks have in
 * common, the model above all, which travels once; and the tasks, small, each by its number.
 */

/** What a kind of work is known by. */
export interface WorkName {
  /** Under which other machines find it in their own source, and by which its module exports it. */
  readonly name: string;
  /** Path of that module, without extension: for threads of this machine, and for the source that it stands on. */
  readonly module: string;
  /** What is counted as it is done: "points". */
  readonly unit: string;
}

/**
 * A kind of work: pure functions of plain values and typed arrays, with results of the same. What is shared and the
 * tasks may travel as result-json.ts has them.
 */
export interface WorkKind<Shared, Task, Result> extends WorkName {
  /** Takes what all tasks have in common, once, and returns what runs each of them. */
  readonly prepare: (shared: Shared) => (task: Task) => Result;
  /** A task as its user knows it, after the unit's name: "row 3, sizes 1 to 64". */
  readonly describe?: (task: Task) => string;
}

/** A kind of work with what its tasks have in common. */
export interface Work<Task, Result> extends WorkName {
  readonly shared?: unknown;
  /** Runs one task here. */
  readonly run: (task: Task) => Result;
  readonly describe?: (task: Task) => string;
}

/** Work of a kind; nothing is prepared before a task is run here. */
export function workOf<Shared, Task, Result>(
  { name, module, unit, prepare, describe }: WorkKind<Shared, Task, Result>,
  shared: Shared,
): Work<Task, Result> {
  let prepared: ((task: Task) => Result) | undefined;
  return { name, module, unit, describe, shared, run: (task) => (prepared ??= prepare(shared))(task) };
}
