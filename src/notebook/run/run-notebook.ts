/**
 * Runs a notebook in a kernel of its own, in the notebook's folder, over the real protocol, and
 * records the run. A cell that fails ends it; what ran before stays in the record.
 */
import { mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { writing } from "../../base/file-error";
import { temporaryFolder } from "../../base/left-behind";
import type { ParameterSet } from "../parameters/parameter-sets";
import { dataFilesRead } from "../provenance/data-reads";
import { gitState, gitStateOf, packageVersions, seedsOf } from "../provenance/provenance";
import { placeOutput, writtenFiles } from "../provenance/written-files";
import { headlineOf } from "../record/headline";
import type { RunRecord } from "../record/run-record";
import { prepareRun, type PreparedRun } from "./prepare-run";
import { runCells, type CellsOptions, type CellsRun } from "./run-cells";

export interface RunOptions extends CellsOptions {
  readonly path: string;
  /** Values in place of the defaults that the notebook's parameters cell states. */
  readonly parameters?: ParameterSet;
  /** Where the run's output folder is to be, in the place of that of an earlier run. Default: nowhere. */
  readonly output?: string;
  /** Told why the output folder could not be put there; where it is left out, that is thrown and the record is lost. */
  readonly onUnplaced?: (error: unknown) => void;
  /** Recorded with the run: what its numbers were held to. */
  readonly tolerances?: Readonly<Record<string, number>>;
}

/**
 * @throws InputError where the file is no notebook, or a parameter is not what the notebook declares
 */
export async function runNotebook(options: RunOptions): Promise<RunRecord> {
  const prepared = prepareRun(options.path, options.parameters);
  const begun = beginning(prepared);
  const workspace = makeWorkspace();
  try {
    const ran = await runCells(prepared.notebook, prepared.folder, workspace, options);
    const record = await recordRun(prepared, ran, begun, workspace, options.tolerances);
    const target = options.output;
    try {
      if (target !== undefined) writing(dirname(target), () => placeOutput(workspace.output, target));
    } catch (error) {
      // A full disk, say: what ran may still find room.
      if (options.onUnplaced === undefined) throw error;
      options.onUnplaced(error);
    }
    return record;
  } finally {
    workspace.remove();
  }
}

/** Where a run notes the files that it reads, and leaves those that it writes. */
export interface Workspace {
  readonly log: string;
  readonly output: string;
  remove(): void;
}

export function makeWorkspace(): Workspace {
  const folder = temporaryFolder("run");
  const output = join(folder, "output");
  writing(tmpdir(), () => mkdirSync(output));
  return { log: join(folder, "files"), output, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** What is to be known of a project before a run begins. */
export interface Beginning {
  readonly started: string;
  readonly git: ReturnType<typeof gitState>;
}

export function beginning({ root }: PreparedRun): Beginning {
  return { started: new Date().toISOString(), git: gitState(root) };
}

/** The record of a run that has ended. */
export async function recordRun(
  { root, source, title, notebook, parameters, code }: PreparedRun,
  { failure, times: cells }: CellsRun,
  { started, git }: Beginning,
  { log, output }: Workspace,
  tolerances: RunOptions["tolerances"] = {},
): Promise<RunRecord> {
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
      tolerances,
      times,
    },
  };
}
