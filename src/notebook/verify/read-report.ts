/**
 * The run that a report holds: of the page, of the .report.json beside it, or of the written notebook. What
 * is read may come from anyone: it is checked to its end before any of it is used.
 */
import { existsSync } from "node:fs";

import { parseBoundedJson, readBoundedText } from "../../base/bounded-json";
import { InputError, must } from "../../base/input-error";
import { EXACT } from "./compare-outputs";
import { compareValues } from "./compare-values";
import { hasTag, parseNotebook, type Notebook } from "../notebook-document";
import { parseParameters } from "../parameters/parameters-cell";
import { readEmbeddedRun, storedCells, type StoredRun } from "../report/page/embedded-run";
import { checkReport, isReportSealed, parseReportJson, REPORT_FORMAT, type StoredReport } from "../report/report-json";
import { isAsSealed } from "../report/seal";
import { headlineOf } from "../record/headline";
import { checkSchema, EMBEDDED_RUN, NOTEBOOK_RUN } from "../record/run-schema";
import type { RunParameter } from "../record/run-record";

const REPORT = "a report: the .html, .report.json or .ipynb that impactlab run wrote";

/** @throws InputError where the file is none of the three, damaged, or larger than a report is */
export function readReport(path: string): StoredRun {
  const text = readBoundedText(path);
  if (/^\ufeff?\s*</.test(text)) {
    const run = readEmbeddedRun(text, path);
    must(run !== undefined, path, "must be a page that impactlab run wrote, with its run", text);
    return { ...run, edited: !isAsSealed(text) };
  }
  must(/^\ufeff?\s*\{/.test(text), path, `must be ${REPORT}`, text);
  const json = parseBoundedJson(text, path) as Readonly<Record<string, unknown>>;
  if (json.format === REPORT_FORMAT) return withCells(path, checkReport(json, path));
  if (json.nbformat !== undefined) return ofNotebook(path, parseNotebook(text, path));
  throw new InputError(path, `must be ${REPORT}`, text);
}

/** A .report.json: its cells are in the notebook beside it. */
function withCells(path: string, report: StoredReport): StoredRun {
  const { source, parameters, failure, provenance } = report;
  const beside = path.replace(/(\.report)?\.json$/, ".ipynb");
  must(beside !== path, path, "must be called NAME.report.json, and stand beside NAME.ipynb", path);
  const notebook = parseNotebook(readBoundedText(beside), beside);
  const run = runOf(notebook, beside);
  const same = run?.source === source && run.times?.started === provenance.times.started;
  must(same, path, "must stand beside the notebook of the same run", beside);
  const cells = checkedCells(notebook, beside);
  return { source, parameters, failure, provenance, cells, edited: !isWhole(report, notebook) };
}

/** A written notebook: what it was run with is in its metadata, what it stood on in the .report.json beside it. */
function ofNotebook(path: string, notebook: Notebook): StoredRun {
  const run = runOf(notebook, path);
  must(run !== undefined, path, "must be a notebook that impactlab run wrote", "one without metadata of a run");
  const given = run.given ?? injectedNames(notebook);
  const parameters = Object.entries(run.parameters ?? {}).map(([name, value]) => ({
    name,
    value,
    given: given.includes(name),
  }));
  const report = reportBeside(path, run);
  return {
    source: run.source,
    parameters,
    failure: run.failure ?? null,
    provenance: report?.provenance,
    cells: checkedCells(notebook, path),
    // A notebook has no seal of its own.
    edited: report === undefined ? undefined : !isWhole(report, notebook),
  };
}

/** Whether they are as the run wrote them: by the seal, and of a version without one by what both say. */
function isWhole(report: StoredReport, notebook: Notebook): boolean {
  const same = compareValues(headlineOf(notebook), report.headline, EXACT).worst === undefined;
  return same && isReportSealed(report, notebook) !== false;
}

/** The cells as a page holds them, of ids and outputs that can be compared. */
function checkedCells(notebook: Notebook, path: string): StoredRun["cells"] {
  return checkSchema(EMBEDDED_RUN.shape.cells, storedCells(notebook), path, "a notebook whose cells are whole");
}

/** What a run of an earlier version was given: it stood in a cell of its own. */
function injectedNames({ cells }: Notebook): string[] {
  const injected = cells.find((cell) => hasTag(cell, "injected-parameters"))?.source ?? "";
  return parseParameters(injected, "").map(({ name }) => name);
}

/** The report of the same run; it may have been taken away, or be another run's. */
function reportBeside(path: string, run: RunMetadata): StoredReport | undefined {
  const beside = path.replace(/\.ipynb$/, ".report.json");
  if (beside === path || !existsSync(beside)) return undefined;
  const report = parseReportJson(readBoundedText(beside), beside);
  return report.provenance.times.started === run.times?.started ? report : undefined;
}

interface RunMetadata {
  readonly source: string;
  readonly parameters?: Readonly<Record<string, RunParameter["value"]>>;
  /** The names of those that the run gave. */
  readonly given?: readonly string[];
  readonly failure?: StoredRun["failure"];
  readonly times?: { readonly started: string };
}

function runOf({ metadata }: Notebook, path: string): RunMetadata | undefined {
  const run = metadata.impactlab;
  const isRun = typeof run === "object" && run !== null && "source" in run;
  return isRun ? checkSchema<RunMetadata>(NOTEBOOK_RUN, run, path, "a notebook whose run is whole") : undefined;
}
