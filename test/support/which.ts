import { delimiter, join } from "node:path";

import { executable } from "../../src/kernel/install/open-jupyter";

/** The path of an executable on the PATH, or undefined. */
export function which(name: string): string | undefined {
  return (process.env.PATH ?? "")
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find(executable);
}
