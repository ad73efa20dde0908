/** The project's own source that a notebook stands on: the files its cells import and all that those import. */
import { sourceClosure as closureOf } from "../../work/source-closure";
import { ts } from "../../kernel/cells/language/typescript";
import type { Provenance } from "../record/run-record";

/** The closure of the relative imports in `sources`, cells of a notebook in `folder`. */
export function sourceClosure(sources: readonly string[], folder: string, root: string): Provenance["code"] {
  return closureOf(sources, folder, root, (text) =>
    ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName),
  );
}
