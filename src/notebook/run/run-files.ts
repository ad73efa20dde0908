/** What a run's files are called. */
import { join } from "node:path";

export const JSON_END = ".report.json";

/** The notebook, its report as JSON and, where it is wanted, as a page. */
export function runFiles(name: string, html: boolean): string[] {
  return [`${name}.ipynb`, name + JSON_END, ...(html ? [`${name}.html`] : [])];
}

/** The folder of what its cells leave in the run's output folder. */
export function filesFolder(folder: string, name: string): string {
  return join(folder, `${name}-files`);
}
