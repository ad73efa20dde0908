/**
 * What an earlier run left behind, where running again would come to the same: `--resume` keeps it. The
 * same are the notebook, its parameters, every source file it imports, every data file it read, and the
 * packages; and it must have run to its end, with all its files written and its page not edited since.
 */
import { join } from "node:path";

import { readBoundedText } from "../../base/bounded-json";
import { codeCells, formatNotebook, hasTag, readNotebook, type Notebook } from "../notebook-document";
import { fileHash } from "../provenance/data-reads";
import { packageVersions } from "../provenance/provenance";
import { OUTPUT_PREFIX } from "../record/output-path";
import type { RunRecord } from "../record/run-record";
import { isReportSealed, parseReportJson } from "../report/report-json";
import { isAsSealed } from "../report/seal";
import type { PlannedRun } from "./plan-runs";
import { prepareRun, withoutRun } from "./prepare-run";
import { filesFolder, runFiles } from "./run-files";

export interface KeptOptions {
  /** Where the earlier run left its files, and whether a page is wanted among them. */
  readonly out: string;
  readonly html: boolean;
  /** Whether cells that threw would have been passed over now. */
  readonly allowErrors?: boolean;
}

/** The record of the earlier run; undefined where there is none, or it would not be the same now. */
export async function keptRun(
  planned: Omit<PlannedRun, "title">,
  options: KeptOptions,
): Promise<RunRecord | undefined> {
  const record = readRecord(options.out, planned.name, options.html);
  if (record === undefined || record.failure !== null) return undefined;
  if (options.allowErrors !== true && codeCells(record.notebook).some(passedOver)) return undefined;
  const { root, source, notebook, parameters, code } = prepareRun(planned.path, planned.parameters);
  const { data, packages, code: before } = record.provenance;
  const same =
    record.source === source &&
    JSON.stringify(record.parameters) === JSON.stringify(parameters) &&
    before.sha256 === code.sha256 &&
    JSON.stringify(packages) === JSON.stringify(packageVersions(root)) &&
    cellsText(withoutRun(record.notebook)) === cellsText(notebook);
  if (!same) return undefined;
  const now = await Promise.all(data.map(({ path }) => fileHash(path, root).catch(() => undefined)));
  const own = (record.provenance.written ?? []).filter(({ path }) => path.startsWith(OUTPUT_PREFIX));
  const folder = filesFolder(options.out, planned.name);
  const left = await Promise.all(
    own.map(({ path }) =>
      fileHash(join(folder, path.slice(OUTPUT_PREFIX.length)), process.cwd()).catch(() => undefined),
    ),
  );
  const whole = left.every((sha256, i) => sha256 === own[i].sha256);
  return whole && now.every((sha256, i) => sha256 === data[i].sha256) ? record : undefined;
}

/** What is there of a run; undefined where a file is missing, damaged, edited, or of another run than the rest. */
function readRecord(folder: string, name: string, html: boolean): RunRecord | undefined {
  const [document, json, page] = runFiles(name, html).map((file) => join(folder, file));
  try {
    if (page !== undefined && !isAsSealed(readBoundedText(page))) return undefined;
    const report = parseReportJson(readBoundedText(json), json);
    const notebook = readNotebook(document);
    const { times } = notebook.metadata.impactlab as RunRecord["provenance"];
    const whole = times.finished === report.provenance.times.finished && isReportSealed(report, notebook) === true;
    return whole ? { ...report, notebook } : undefined;
  } catch {
    return undefined;
  }
}

/** Whether an error of a cell was passed over by `--allow-errors` alone. */
function passedOver(cell: Notebook["cells"][number]): boolean {
  return !hasTag(cell, "raises-exception") && cell.outputs?.some(({ output_type }) => output_type === "error") === true;
}

function cellsText({ cells }: Notebook): string {
  return formatNotebook({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells });
}
