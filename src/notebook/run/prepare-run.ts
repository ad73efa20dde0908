/**
 * A run before any cell ran: the notebook it will run, and the source that stands on. Two runs that are
 * prepared alike, and read the same data, come to the same numbers.
 */
import { dirname, resolve } from "node:path";

import { projectRoot } from "../../kernel/project-root";
import { checkLanguage, codeCells, hasTag, readNotebook, titleOf, type Notebook } from "../notebook-document";
import { injectParameters, withDefaults } from "../parameters/inject-parameters";
import type { ParameterSet } from "../parameters/parameter-sets";
import { describeType } from "../parameters/parameter-type";
import { checkParameter, readParameters, type Parameter } from "../parameters/parameters-cell";
import { pathFrom } from "../../base/path-from";
import { sourceClosure } from "../provenance/source-closure";
import type { Provenance, RunParameter } from "../record/run-record";

export interface PreparedRun {
  /** The project's folder, and the notebook's, in which its cells run. */
  readonly root: string;
  readonly folder: string;
  /** The notebook's path from `root`. */
  readonly source: string;
  readonly title: string;
  /** With the given parameters, and without the outputs of earlier runs. */
  readonly notebook: Notebook;
  readonly parameters: readonly RunParameter[];
  readonly code: Provenance["code"];
}

/** @throws InputError where the file is no notebook, or a parameter is not what the notebook declares */
export function prepareRun(path: string, set: ParameterSet = {}): PreparedRun {
  const folder = resolve(dirname(path));
  const root = projectRoot(folder);
  const original = withDefaults(readNotebook(path));
  checkLanguage(original, path);
  const declared = readParameters(original, path);
  const parameters = declared.map((parameter) => runParameter(parameter, set));
  const notebook = withoutRun(injectParameters(original, declared, set));
  const texts = codeCells(notebook).map(({ source }) => source);
  const code = sourceClosure(texts, folder, root);
  return {
    root,
    folder,
    source: pathFrom(root, resolve(path)),
    title: titleOf(original, path),
    notebook,
    parameters,
    code,
  };
}

/** A copy without what a run leaves; a cell that is skipped keeps what it has. */
export function withoutRun(notebook: Notebook): Notebook {
  const copy = structuredClone(notebook);
  for (const cell of codeCells(copy)) {
    delete cell.metadata.impactlab;
    if (!hasTag(cell, "skip-execution")) Object.assign(cell, { outputs: [], execution_count: null });
  }
  return copy;
}

function runParameter(parameter: Parameter, set: ParameterSet): RunParameter {
  const { name, type, default: fallback, expression, description, minimum, maximum, unit } = parameter;
  const given = Object.hasOwn(set, name);
  return {
    name,
    type: describeType(type),
    value: given ? checkParameter(parameter, set[name], name) : fallback,
    default: fallback,
    ...(expression === undefined ? {} : { expression }),
    given,
    description,
    ...(minimum === undefined ? {} : { minimum }),
    ...(maximum === undefined ? {} : { maximum }),
    ...(unit === undefined ? {} : { unit }),
  };
}
