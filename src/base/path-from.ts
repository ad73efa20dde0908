/** How a file's path is told, and whose the file is. */
import { relative, sep } from "node:path";

/** From `root`, with "/" between its parts, where the file lies below it; else as it is. */
export function pathFrom(root: string, file: string): string {
  const inside = relative(root, file);
  return inside === ".." || inside.startsWith(`..${sep}`) ? file : inside.split(sep).join("/");
}

/** Whether a file is a package's to the project in `root`, which may be a package of another project itself. */
export function isOfPackage(root: string, file: string): boolean {
  const [from, path] = [root, file].map((name) => name.split(sep).join("/"));
  return path.includes("/node_modules/", path.startsWith(`${from}/`) ? from.length : 0);
}
