/**
 * What `run --json` prints of each run: where its files are, what it was given, what it came to.
 */
import { join } from "node:path";

import type { FinishedRun, RunAllOptions } from "./run-all";
import { filesFolder, runFiles } from "./run-files";
import { OUTPUT_PREFIX } from "../record/output-path";

export function runJson({ name, record, kept }: FinishedRun, { out, html }: Pick<RunAllOptions, "out" | "html">) {
  const { source, title, parameters, failure, headline, provenance } = record;
  const { started, finished, cells } = provenance.times;
  return {
    name,
    source,
    title,
    kept,
    files: runFiles(name, html).map((file) => join(out, file)),
    written: (provenance.written ?? []).map(({ path, sha256 }) => ({
      path: path.startsWith(OUTPUT_PREFIX) ? join(filesFolder(out, name), path.slice(OUTPUT_PREFIX.length)) : path,
      sha256,
    })),
    parameters: Object.fromEntries(parameters.map((parameter) => [parameter.name, parameter.value])),
    failure,
    headline,
    started,
    milliseconds: { total: Date.parse(finished) - Date.parse(started), cells },
  };
}
