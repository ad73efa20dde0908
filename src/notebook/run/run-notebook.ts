/**
 * Runs a notebook in a kernel of its own, in the notebook's folder, over the real protocol, and
 * records the run. A cell that fails ends it; what ran before stays in the record.
 */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { writing } from "../../base/file-error";
import type { ParameterSet } from "../parameters/parameter-sets";
import { dataFilesRead } from "../provenance/data-reads";
import { gitState, gitStateOf, packageVersions, seedsOf } from "../provenance/provenance";
import { placeOutput, writtenFiles } from "../provenance/written-files";
import { headlineOf } from "../record/headline";
import type { RunRecord } from "../record/run-record";
import { prepareRun } from "./prepare-run";
import { runCells, type CellsOptions } from "./run-cells";

export interface RunOptions extends CellsOptions {
  readonly path: string;
  /** Values in place of the defaults that the notebook's parameters cell states. */
  readonly parameters?: ParameterSet;
  /** Where the run's output folder is to be, in the place of that of an earlier run. Default: nowhere. */
  readonly output?: string;
  /** Recorded with the run: what its numbers were held to. */
  readonly tolerances?: Readonly<Record<string, number>>;
}

/**
 * @throws InputError where the file is no notebook, or a parameter is not what the notebook declares
 */
export async function runNotebook(options: RunOptions): Promise<RunRecord> {
  const { root, folder, source, title, notebook, parameters, code } = prepareRun(options.path, options.parameters);
  const git = gitState(root);
  const started = new Date().toISOString();
  const workspace = writing(tmpdir(), () => mkdtempSync(join(tmpdir(), "impactlab-run-")));
  try {
    const log = join(workspace, "files");
    const output = join(workspace, "output");
    mkdirSync(output);
    const { failure, times: cells } = await runCells(notebook, folder, { log, output }, options);
    const times = { started, finished: new Date().toISOString(), cells };
    notebook.metadata.impactlab = {
      source,
      parameters: Object.fromEntries(parameters.map(({ name, value }) => [name, value])),
      given: parameters.filter(({ given }) => given).map(({ name }) => name),
      failure,
      times,
    };
    const data = await dataFilesRead(log, root);
    const written = await writtenFiles(output, log, root);
    const target = options.output;
    if (target !== undefined) writing(dirname(target), () => placeOutput(output, target));
    return {
      source,
      title,
      notebook,
      parameters,
      headline: headlineOf(notebook),
      failure,
      provenance: {
        git: gitStateOf(root, git, [source, ...[...code.files, ...data].map(({ path }) => path)]),
        data,
        ...(written.length === 0 ? {} : { written }),
        code,
        packages: packageVersions(root),
        node: process.version,
        seeds: seedsOf(parameters),
        tolerances: options.tolerances ?? {},
        times,
      },
    };
  } finally {
    rmSync(workspace, { recursive: true, force: true });
  }
}
