/** How a file's path is told. */
import { relative, sep } from "node:path";

/** From `root`, with "/" between its parts, where the file lies below it; else as it is. */
export function pathFrom(root: string, file: string): string {
  const inside = relative(root, file);
  return inside === ".." || inside.startsWith(`..${sep}`) ? file : inside.split(sep).join("/");
}
