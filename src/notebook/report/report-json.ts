/**
 * What a report says of its run, for programs: the file beside it.
 */
import type { RunRecord } from "../record/run-record";

export const REPORT_FORMAT = "impactlab-report";

/** Everything but the cells, which the notebook beside it holds. */
export function reportJson({ source, title, parameters, headline, failure, provenance }: RunRecord): string {
  return `${JSON.stringify({ format: REPORT_FORMAT, version: 1, source, title, parameters, headline, failure, provenance }, null, 2)}\n`;
}
