/** Tells of every change to files, also of those that editors write beside and rename. */
import { watch, type FSWatcher } from "node:fs";
import { basename, dirname } from "node:path";

/** Milliseconds of quiet after which a file counts as written: editors write in several steps. */
const QUIET = 60;

export interface FileWatch {
  /** The files that are watched from now on. */
  set(files: readonly string[]): void;
  close(): void;
}

/** A folder is watched, not the file: a file that is renamed into its place is another one. */
export function watchFiles(changed: () => void): FileWatch {
  const folders = new Map<string, { readonly watcher: FSWatcher; names: ReadonlySet<string> }>();
  let timer: NodeJS.Timeout | undefined;
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(changed, QUIET);
  };
  return {
    set(files) {
      const wanted = new Map<string, Set<string>>();
      for (const file of files) wanted.set(dirname(file), (wanted.get(dirname(file)) ?? new Set()).add(basename(file)));
      for (const [folder, { watcher }] of folders) {
        if (wanted.has(folder)) continue;
        watcher.close();
        folders.delete(folder);
      }
      for (const [folder, names] of wanted) {
        const known = folders.get(folder);
        if (known !== undefined) {
          known.names = names;
          continue;
        }
        const watcher = watch(folder, (_, name) => {
          // Some systems tell no name.
          if (name === null || folders.get(folder)?.names.has(name) === true) soon();
        });
        watcher.on("error", () => undefined);
        folders.set(folder, { watcher, names });
      }
    },
    close() {
      clearTimeout(timer);
      for (const { watcher } of folders.values()) watcher.close();
    },
  };
}
