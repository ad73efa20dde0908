/**
 * What a report says of its run, for programs: the file beside it. Everything but the cells, which the
 * notebook beside it holds.
 */
import type { RunRecord } from "../record/run-record";

export const REPORT_FORMAT = "impactlab-report";
export const REPORT_VERSION = 1;

export interface StoredReport extends Omit<RunRecord, "notebook"> {
  readonly format: string;
  readonly version: number;
}

export function reportJson({ source, title, parameters, headline, failure, provenance }: RunRecord): string {
  const head = { format: REPORT_FORMAT, version: REPORT_VERSION };
  return `${JSON.stringify({ ...head, source, title, parameters, headline, failure, provenance }, null, 2)}\n`;
}
