/**
 * The run that a report holds: of the page, of the .report.json beside it, or of the written notebook.
 */
import { readFileSync } from "node:fs";

import { InputError, must } from "../../base/input-error";
import { readText } from "../../base/read-text";
import { EXACT } from "./compare-outputs";
import { compareValues } from "./compare-values";
import { hasTag, parseNotebook, type Notebook } from "../notebook-document";
import { parseParameters } from "../parameters/parameters-cell";
import { readEmbeddedRun, storedCells, type StoredRun } from "../report/embedded-run";
import { REPORT_FORMAT } from "../report/report-json";
import { isAsSealed } from "../report/seal";
import { headlineOf } from "../record/headline";
import type { RunParameter, RunRecord } from "../record/run-record";

/** @throws InputError where the file is none of the three */
export function readReport(path: string): StoredRun {
  const text = readText(path);
  if (/^\s*</.test(text)) {
    const run = readEmbeddedRun(text);
    must(run !== undefined, path, "must be a page that impactlab run wrote", text);
    return { ...run, edited: !isAsSealed(text) };
  }
  const json = parse(text);
  if (json?.format === REPORT_FORMAT) return withCells(path, json as unknown as RunRecord);
  if (json?.nbformat !== undefined) return ofNotebook(path, parseNotebook(text, path));
  throw new InputError(path, "must be a report: the .html, .report.json or .ipynb that impactlab run wrote", text);
}

/** A .report.json: its cells are in the notebook beside it. */
function withCells(path: string, { source, parameters, headline, failure, provenance }: RunRecord): StoredRun {
  const beside = path.replace(/(\.report)?\.json$/, ".ipynb");
  const notebook = parseNotebook(readText(beside), beside);
  const run = runOf(notebook);
  const same = run?.source === source && run.times?.started === provenance.times.started;
  must(same, path, "must stand beside the notebook of the same run", beside);
  const edited = compareValues(headlineOf(notebook), headline, EXACT).worst !== undefined;
  return { source, parameters, failure, provenance, cells: storedCells(notebook), edited };
}

/** A written notebook: what it was run with is in its metadata, what it stood on in the .report.json beside it. */
function ofNotebook(path: string, notebook: Notebook): StoredRun {
  const run = runOf(notebook);
  must(run !== undefined, path, "must be a notebook that impactlab run wrote", "one without metadata of a run");
  const given = run.given ?? injectedNames(notebook);
  const parameters = Object.entries(run.parameters ?? {}).map(([name, value]) => ({
    name,
    value,
    given: given.includes(name),
  }));
  return {
    source: run.source,
    parameters,
    failure: run.failure ?? null,
    provenance: provenanceBeside(path, run),
    cells: storedCells(notebook),
  };
}

/** What a run of an earlier version was given: it stood in a cell of its own. */
function injectedNames({ cells }: Notebook): string[] {
  const injected = cells.find((cell) => hasTag(cell, "injected-parameters"))?.source ?? "";
  return parseParameters(injected, "").map(({ name }) => name);
}

function provenanceBeside(path: string, run: RunMetadata): StoredRun["provenance"] {
  try {
    const { provenance } = JSON.parse(readFileSync(path.replace(/\.ipynb$/, ".report.json"), "utf8")) as RunRecord;
    return provenance.times.started === run.times?.started ? provenance : undefined;
  } catch {
    return undefined; // it may have been taken away
  }
}

interface RunMetadata {
  readonly source: string;
  readonly parameters?: Readonly<Record<string, RunParameter["value"]>>;
  /** The names of those that the run gave. */
  readonly given?: readonly string[];
  readonly failure?: StoredRun["failure"];
  readonly times?: { readonly started: string };
}

function runOf({ metadata }: Notebook): RunMetadata | undefined {
  const run = metadata.impactlab as RunMetadata | undefined;
  return typeof run?.source === "string" ? run : undefined;
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
