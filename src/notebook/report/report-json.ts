/**
 * What a report says of its run, for programs: the file beside it. Everything but the cells, which the
 * notebook beside it holds. Its seal is the SHA-256 of all it says and of those cells, but for the times: it
 * tells damage and slips; it is no signature.
 */
import { createHash } from "node:crypto";

import { parseBoundedJson } from "../../base/bounded-json";
import { must } from "../../base/input-error";
import { formatNotebook, parseNotebook, sorted, type Notebook } from "../notebook-document";
import type { RunRecord } from "../record/run-record";
import { checkSchema, REPORT, REPORT_HEAD } from "../record/run-schema";
import { storedCells } from "./page/embedded-run";

export const REPORT_FORMAT = "impactlab-report";
export const REPORT_VERSION = 1;

export interface StoredReport extends Omit<RunRecord, "notebook"> {
  readonly format: string;
  readonly version: number;
  /** Of earlier versions there is none. */
  readonly seal?: string;
}

export function reportJson(record: RunRecord): string {
  const { source, title, parameters, headline, failure, provenance } = record;
  const head = { format: REPORT_FORMAT, version: REPORT_VERSION };
  const report = { ...head, source, title, parameters, headline, failure, provenance };
  // Sealed as they will be read: not everything that a cell may show comes back from a file as it was.
  const notebook = parseNotebook(formatNotebook(record.notebook), source);
  const seal = sealOf(JSON.parse(JSON.stringify(report)) as StoredReport, notebook);
  return `${JSON.stringify({ ...report, seal }, null, 2)}\n`;
}

/**
 * A report from its text; `path` names it in errors.
 *
 * @throws InputError where it is none, damaged, or of a version that this one does not know
 */
export function parseReportJson(text: string, path: string): StoredReport {
  return checkReport(parseBoundedJson(text, path), path);
}

/** @throws InputError as `parseReportJson` */
export function checkReport(json: unknown, path: string): StoredReport {
  const { format, version } = checkSchema<StoredReport>(REPORT_HEAD, json, path, "a report that impactlab run wrote");
  must(format === REPORT_FORMAT, path, `must be a report of the format ${REPORT_FORMAT}`, format);
  must(version === REPORT_VERSION, path, `must be a report of version ${REPORT_VERSION}`, version);
  return checkSchema<StoredReport>(REPORT, json, path, "a report that is whole");
}

/** Whether a report and the notebook beside it are as its run wrote them; undefined where it has no seal. */
export function isReportSealed(report: StoredReport, notebook: Notebook): boolean | undefined {
  return report.seal === undefined ? undefined : report.seal === sealOf(report, notebook);
}

function sealOf(report: StoredReport, notebook: Notebook): string {
  const provenance = { ...report.provenance, times: undefined };
  const sealed = sorted([{ ...report, seal: undefined, provenance }, storedCells(notebook)]);
  return createHash("sha256").update(JSON.stringify(sealed)).digest("hex");
}
