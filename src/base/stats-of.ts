import { statSync, type Stats } from "node:fs";

/** What a path leads to; undefined where nothing is, or nothing that can be looked at: reading it says why. */
export function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}
