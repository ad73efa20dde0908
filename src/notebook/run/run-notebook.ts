/**
 * Runs a notebook in a kernel of its own, in the notebook's folder, over the real protocol, and
 * records the run. A cell that fails ends it; what ran before stays in the record.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

import { pathFrom } from "../../base/path-from";
import { projectRoot } from "../../kernel/project-root";
import { dataFilesRead } from "../provenance/data-reads";
import { HEADLINE_MIME_TYPE, type Headline } from "../record/headline";
import { injectParameters } from "../parameters/inject-parameters";
import { hasTag, readNotebook, titleOf, type Cell, type Notebook } from "../notebook-document";
import type { ParameterSet } from "../parameters/parameter-sets";
import { describeType } from "../parameters/parameter-type";
import { checkParameter, readParameters, type Parameter } from "../parameters/parameters-cell";
import { gitState, gitStateOf, packageVersions, seedsOf } from "../provenance/provenance";
import { runCells, type CellsOptions } from "./run-cells";
import type { RunParameter, RunRecord } from "../record/run-record";
import { sourceClosure } from "../provenance/source-closure";

export interface RunOptions extends CellsOptions {
  readonly path: string;
  /** Values in place of the defaults that the notebook's parameters cell states. */
  readonly parameters?: ParameterSet;
  /** Recorded with the run: what its numbers were held to. */
  readonly tolerances?: Readonly<Record<string, number>>;
}

/**
 * @throws InputError where the file is no notebook, or a parameter is not what the notebook declares
 */
export async function runNotebook(options: RunOptions): Promise<RunRecord> {
  const folder = resolve(dirname(options.path));
  const root = projectRoot(folder);
  const original = readNotebook(options.path);
  const declared = readParameters(original, options.path);
  const set = options.parameters ?? {};
  const parameters = declared.map((parameter) => runParameter(parameter, set));
  const notebook = prepare(injectParameters(original, declared, set));
  const git = gitState(root);
  const code = sourceClosure(
    codeCells(notebook).map(({ source }) => source),
    folder,
    root,
  );
  const started = new Date().toISOString();
  const workspace = mkdtempSync(join(tmpdir(), "impactlab-run-"));
  try {
    const log = join(workspace, "files");
    const { failure, times: cells } = await runCells(notebook, folder, log, options);
    const times = { started, finished: new Date().toISOString(), cells };
    const source = pathFrom(root, resolve(options.path));
    notebook.metadata.impactlab = {
      source,
      parameters: Object.fromEntries(parameters.map(({ name, value }) => [name, value])),
      failure,
      times,
    };
    const data = await dataFilesRead(log, root);
    return {
      source,
      title: titleOf(notebook, options.path),
      notebook,
      parameters,
      headline: headlineOf(notebook),
      failure,
      provenance: {
        git: gitStateOf(root, git, [source, ...[...code.files, ...data].map(({ path }) => path)]),
        data,
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

/** A copy without the outputs of earlier runs; a cell that is skipped keeps what it has. */
function prepare(notebook: Notebook): Notebook {
  const copy = structuredClone(notebook);
  for (const cell of codeCells(copy)) {
    delete cell.metadata.impactlab;
    if (!hasTag(cell, "skip-execution")) Object.assign(cell, { outputs: [], execution_count: null });
  }
  return copy;
}

function codeCells(notebook: Notebook): Cell[] {
  return notebook.cells.filter(({ cell_type }) => cell_type === "code");
}

function runParameter(parameter: Parameter, set: ParameterSet): RunParameter {
  const { name, type, default: fallback, description, minimum, maximum, unit } = parameter;
  const given = name in set;
  return {
    name,
    type: describeType(type),
    value: given ? checkParameter(parameter, set[name], name) : fallback,
    default: fallback,
    given,
    description,
    ...(minimum === undefined ? {} : { minimum }),
    ...(maximum === undefined ? {} : { maximum }),
    ...(unit === undefined ? {} : { unit }),
  };
}

/** The headline numbers that a notebook's outputs hold. */
export function headlineOf(notebook: Notebook): Headline[] {
  return codeCells(notebook).flatMap(({ outputs = [] }) =>
    outputs.flatMap((output) => {
      const shown =
        "data" in output ? (output.data[HEADLINE_MIME_TYPE] as { numbers: Headline[] } | undefined) : undefined;
      return shown?.numbers ?? [];
    }),
  );
}
