/**
 * Which runs a command line asks for: its notebooks, each with every set of parameters, and what the
 * files of each are called. All that can be wrong with them is found here, before anything runs.
 */
import { createHash } from "node:crypto";
import { readdirSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";

import { InputError, must } from "../../base/input-error";
import { checkLanguage, readNotebook, titleOf, type Notebook } from "../notebook-document";
import { withDefaults } from "../parameters/inject-parameters";
import { checkNames, parameterSets, type GivenParameters, type ParameterSet } from "../parameters/parameter-sets";
import { readParameters } from "../parameters/parameters-cell";

export interface PlannedRun {
  readonly path: string;
  readonly parameters: ParameterSet;
  /** What its files are called, without extension: the notebook's name, with its parameters in a grid. */
  readonly name: string;
  /** As its report is called in the reports beside it; in a grid, where several share their title, by its name. */
  readonly title: string;
}

/** Characters of a name beyond which parameters are told by a hash. */
const LONGEST = 100;

/**
 * @param paths notebooks, and folders of them
 * @throws InputError, one sentence
 */
export function planRuns(paths: readonly string[], given: GivenParameters): PlannedRun[] {
  const notebooks = findNotebooks(paths).map((path) => {
    const notebook = readTypeScript(path);
    return { path, title: titleOf(notebook, path), parameters: readParameters(withDefaults(notebook), path) };
  });
  checkNames(
    given,
    notebooks.flatMap(({ parameters }) => parameters.map(({ name }) => name)),
  );
  const runs = notebooks.flatMap(({ path, title, parameters }) => {
    const sets = parameterSets(parameters, given);
    return sets.map((set) => {
      const name = nameOf(path, set, sets);
      return { path, parameters: set, name, title: sets.length === 1 ? title : name };
    });
  });
  const twice = runs.find(({ name }, i) => runs.findIndex((other) => other.name === name) !== i);
  if (twice !== undefined)
    throw new InputError(twice.path, "must have a file name that no other notebook of the run has", twice.name);
  return runs;
}

function readTypeScript(path: string): Notebook {
  const notebook = readNotebook(path);
  checkLanguage(notebook, path);
  return notebook;
}

/** The notebooks that paths name: files, and every .ipynb directly in a folder, by name. */
export function findNotebooks(paths: readonly string[]): string[] {
  const found = paths.flatMap((path) => {
    const stats = reading(path, () => statSync(path, { throwIfNoEntry: false }));
    must(stats !== undefined, path, "must be a notebook or a folder of notebooks", "no such file");
    if (!stats.isDirectory()) return [path];
    const names = reading(path, () => readdirSync(path)).filter(
      (name) => name.endsWith(".ipynb") && !name.startsWith("."),
    );
    must(names.length > 0, path, "must hold notebooks", "a folder without .ipynb files");
    return names.sort().map((name) => join(path, name));
  });
  return found.filter((path, i) => found.findIndex((other) => resolve(other) === resolve(path)) === i);
}

/** A folder that may not be read, links in a circle: a sentence. */
function reading<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const told = (error as NodeJS.ErrnoException).code;
    throw new InputError(path, "must be a notebook or a folder of notebooks that can be read", told);
  }
}

function nameOf(path: string, set: ParameterSet, sets: readonly ParameterSet[]): string {
  const base = basename(path, ".ipynb");
  if (sets.length === 1) return base;
  // What tells the runs apart; a value that all of them have does not.
  const varied = Object.keys(set).filter((name) =>
    sets.some((other) => JSON.stringify(other[name]) !== JSON.stringify(set[name])),
  );
  const text = varied.map((name) => `${name}-${plain(set[name])}`).join("-");
  const exact =
    text.length <= LONGEST &&
    varied.every((name) => typeof set[name] === "number" || /^[\w.-]+$/.test(String(set[name])));
  const hash = createHash("sha256")
    .update(JSON.stringify(varied.map((name) => set[name])))
    .digest("hex")
    .slice(0, 8);
  return `${base}-${exact ? text : `${text.slice(0, LONGEST)}-${hash}`}`;
}

/** A value in characters that every file system and address takes as they are. */
function plain(value: unknown): string {
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  return text.replace(/[^\w.-]+/g, "_");
}
