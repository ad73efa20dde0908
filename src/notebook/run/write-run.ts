/**
 * The files that runs leave behind: each executed notebook, its report as a page and as JSON, and an
 * index over all reports of the folder. Every file is written beside its place and renamed there.
 */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { readBoundedText } from "../../base/bounded-json";
import { InputError } from "../../base/input-error";
import { writeBeside } from "../../base/write-beside";
import { formatNotebook } from "../notebook-document";
import type { RunRecord } from "../record/run-record";
import { renderIndex, type IndexRow } from "../report/render-index";
import { renderReport } from "../report/render-report";
import { parseReportJson, reportJson } from "../report/report-json";

const JSON_END = ".report.json";

/** What a run's files are called. */
export function runFiles(name: string, html: boolean): string[] {
  return [`${name}.ipynb`, name + JSON_END, ...(html ? [`${name}.html`] : [])];
}

/** The folder of what its cells leave in the run's output folder. */
export function filesFolder(folder: string, name: string): string {
  return join(folder, `${name}-files`);
}

export interface IndexOptions {
  /** Names of reports that come first, in this order. */
  readonly order: readonly string[];
  /** Names of those that an earlier command ran, and this one kept. */
  readonly kept: ReadonlySet<string>;
  /** How many runs of this command are still to come. */
  readonly waiting: number;
}

/** Writes NAME.ipynb, NAME.report.json and, where it is wanted, NAME.html into `folder`. */
export async function writeRun(record: RunRecord, folder: string, name: string, html: boolean): Promise<void> {
  const path = join(folder, name);
  await writeBeside(`${path}.ipynb`, [formatNotebook(record.notebook)]);
  await writeBeside(`${path}${JSON_END}`, [reportJson(record)]);
  if (html) await writeBeside(`${path}.html`, [renderReport(record, undefined, `${name}-files`)]);
}

/**
 * Writes index.html over all reports in `folder`, also those of earlier commands: one notebook run again
 * does not lose sight of the others.
 */
export async function writeIndex(folder: string, { order, kept, waiting }: IndexOptions): Promise<void> {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith(JSON_END))
    .map((name) => name.slice(0, -JSON_END.length))
    .sort();
  const ordered = [...order.filter((name) => names.includes(name)), ...names.filter((name) => !order.includes(name))];
  const damaged: string[] = [];
  const rows = ordered.flatMap((name): IndexRow[] => {
    if (!existsSync(join(folder, `${name}.html`))) return [];
    const file = name + JSON_END;
    try {
      return [{ name, record: parseReportJson(readBoundedText(join(folder, file)), file), kept: kept.has(name) }];
    } catch (error) {
      // Whose file it is, and of what version: the others' reports are shown all the same.
      damaged.push(error instanceof InputError ? error.message : file);
      return [];
    }
  });
  await writeBeside(join(folder, "index.html"), [renderIndex(rows, { waiting, damaged })]);
}
