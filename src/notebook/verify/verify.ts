/**
 * Runs the notebook of a report again, with the same parameters, and compares cell by cell.
 */
import { existsSync, realpathSync, statSync } from "node:fs";
import { isAbsolute, relative, resolve, sep } from "node:path";

import { must } from "../../base/input-error";
import { compareOutputs, type OutputDifference } from "./compare-outputs";
import type { Tolerance } from "./compare-values";
import { readNotebook } from "../notebook-document";
import { withDefaults } from "../parameters/inject-parameters";
import { readParameters } from "../parameters/parameters-cell";
import { storedCells, type StoredCell, type StoredRun } from "../report/page/embedded-run";
import type { ParameterValue } from "../parameters/literal";
import type { FileHash, RunRecord } from "../record/run-record";
import { runNotebook, type RunOptions } from "../run/run-notebook";

export interface Verification {
  readonly source: string;
  /** Every code cell: those of the report in order, then those that are new. */
  readonly cells: readonly CellVerdict[];
  /** Whether what the report shows is not what its run wrote. */
  readonly edited: boolean;
  /** Of the whole run: where it ended. */
  readonly outcome: { readonly was: string; readonly is: string } | null;
  /** Code cells and numbers that were compared, and residues that are others than they were: see Tolerance. */
  readonly compared: { readonly cells: number; readonly numbers: number; readonly residues: number };
  /** What the run stands on and is not as it was; no difference by itself. */
  readonly changed: readonly string[];
  /** Files that the run wrote and that are not the same now, in sentences: each a difference. */
  readonly files: readonly string[];
}

export interface CellVerdict {
  /** Position among the code cells, from 1, as the notebook counts them where it ran from top to bottom. */
  readonly number: number;
  readonly source: string;
  readonly verdict: "is the same" | "differs" | "is new" | "is gone";
  readonly outputs: readonly OutputDifference[];
}

export interface VerifyOptions extends Omit<RunOptions, "path" | "parameters" | "allowErrors"> {
  /** The project's folder, which the report's paths start from. */
  readonly root: string;
  readonly tolerance: Tolerance;
}

/**
 * Nothing that a report says is trusted: it names a notebook of the project, or none is run, and gives values
 * to the parameters which that declares.
 *
 * @throws InputError where the notebook is not there, or does not take the report's parameters any more
 */
export async function verify(stored: StoredRun, { root, tolerance, ...options }: VerifyOptions): Promise<Verification> {
  const path = notebookOf(stored, root);
  const given = stored.parameters.filter((parameter) => parameter.given);
  const parameters = Object.fromEntries(given.map(({ name, value }) => [name, value as ParameterValue]));
  checkNames(path, Object.keys(parameters));
  // A run that went on after errors, or had none, goes on after new ones: the more there is to compare.
  const allowErrors = stored.failure === null;
  // A run that its type check kept from beginning is compared with one that is checked.
  const check =
    stored.failure?.ename === "TypeScriptError" && stored.cells.every(({ outputs }) => outputs.every(isError));
  const record = await runNotebook({ ...options, path, parameters, allowErrors, check });
  return compareRuns(stored, record, tolerance);
}

/**
 * The report's notebook, which lies in the project: by its path and, where links lead elsewhere, by the place
 * they lead to. What others wrote elsewhere on this machine is not run because a report names it.
 */
export function notebookOf({ source }: Pick<StoredRun, "source">, root: string): string {
  const what = "the report's notebook";
  must(!isAbsolute(source) && !/^[A-Za-z]:/.test(source), what, `must be in the project (${root})`, source);
  must(source.endsWith(".ipynb"), what, "must be called NAME.ipynb", source);
  const path = resolve(root, source);
  must(existsSync(path), what, `must be in the project (${root})`, source);
  const [base, real] = [realpathSync(root), realpathSync(path)];
  const inside = [relative(resolve(root), path), relative(base, real)].every(
    (from) => from !== "" && !isAbsolute(from) && from !== ".." && !from.startsWith(`..${sep}`),
  );
  must(inside && statSync(real).isFile(), what, `must be a file in the project (${root})`, source);
  return path;
}

function checkNames(path: string, names: readonly string[]): void {
  const declared = readParameters(withDefaults(readNotebook(path)), path).map(({ name }) => name);
  const other = names.find((name) => !declared.includes(name));
  must(other === undefined, "the report", "must give parameters that its notebook declares", other);
}

function isError({ output_type }: StoredCell["outputs"][number]): boolean {
  return output_type === "error";
}

/** Compares a stored run with a new one. */
export function compareRuns(stored: StoredRun, record: RunRecord, tolerance: Tolerance): Verification {
  const now = storedCells(record.notebook);
  const [nowById, before] = [new Map(now.map((cell) => [cell.id, cell])), new Set(stored.cells.map(({ id }) => id))];
  let [numbers, residues] = [0, 0];
  // Earlier versions gave a run its parameters in a cell of its own.
  const kept = stored.cells.filter(({ id, outputs }) => outputs.length > 0 || !id.startsWith("injected-parameters"));
  const cells = kept.map(({ id, source, outputs }, i): CellVerdict => {
    const same = nowById.get(id);
    if (same === undefined) return { number: i + 1, source, verdict: "is gone", outputs: [] };
    const compared = compareOutputs(outputs, same.outputs, tolerance);
    numbers += compared.numbers;
    residues += compared.residues;
    const verdict = compared.differences.length > 0 ? "differs" : "is the same";
    return { number: i + 1, source, verdict, outputs: compared.differences };
  });
  const added = now.flatMap(({ id, source }, i): CellVerdict[] =>
    before.has(id) ? [] : [{ number: i + 1, source, verdict: "is new", outputs: [] }],
  );
  const [was, is] = [stored.failure, record.failure].map((failure) =>
    failure === null ? "ran to its end" : `ended in cell ${failure.cell + 1} (${failure.kind})`,
  );
  return {
    source: stored.source,
    cells: [...cells, ...added],
    edited: stored.edited === true,
    outcome: was === is ? null : { was, is },
    compared: { cells: kept.length, numbers, residues },
    files:
      stored.provenance === undefined
        ? []
        : changedFiles(stored.provenance.written ?? [], record.provenance.written ?? [], "written"),
    changed: changesOf(stored, record, now),
  };
}

function changesOf(stored: StoredRun, record: RunRecord, now: readonly StoredCell[]): string[] {
  const edited = stored.cells.flatMap((cell, i) => {
    const same = now.find(({ id }) => id === cell.id);
    return same === undefined || same.source === cell.source ? [] : [`code cell ${i + 1} was edited`];
  });
  const { provenance } = stored;
  if (provenance === undefined) return [...edited, "what the report's run stood on is not recorded beside it"];
  const { git, node, data, code } = record.provenance;
  const commit =
    provenance.git.commit === git.commit
      ? []
      : [`commit was ${provenance.git.commit ?? "none"}, is ${git.commit ?? "none"}`];
  const version = provenance.node === node ? [] : [`Node was ${provenance.node}, is ${node}`];
  return [
    ...edited,
    ...commit,
    ...version,
    ...changedFiles(provenance.data, data, "read"),
    ...changedFiles(provenance.code.files, code.files, "imported"),
  ];
}

function changedFiles(was: readonly FileHash[], is: readonly FileHash[], how: string): string[] {
  const [before, after] = [was, is].map((files) => new Map(files.map(({ path, sha256 }) => [path, sha256])));
  return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((path) => {
    const [old, now] = [before.get(path), after.get(path)];
    if (old === now) return [];
    if (old === undefined) return [`${path} is ${how} now, and was not`];
    if (now === undefined) return [`${path} was ${how}, and is not any more`];
    return [`${path} changed: SHA-256 was ${old.slice(0, 12)}…, is ${now.slice(0, 12)}…`];
  });
}
