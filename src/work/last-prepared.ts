/** Work that is prepared where its tasks run: a run's tasks come one after the other, so the last is kept. */

/** Runs one task of a kind of work that is prepared. */
export type RunTask = (task: unknown) => unknown;

/** What hands out prepared work by its key, and has it prepared where the key is another than the last. */
export function lastPrepared(): (key: string, prepare: () => RunTask) => RunTask {
  let last: { readonly key: string; readonly run: RunTask } | undefined;
  return (key, prepare) => {
    if (last?.key !== key) last = { key, run: prepare() };
    return last.run;
  };
}
