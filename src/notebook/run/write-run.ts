/**
 * The files that runs leave behind: each executed notebook, its report as a page and as JSON, and an
 * index over all reports of the folder. Every file is written beside its place and renamed there.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { writeBeside } from "../../base/write-beside";
import { formatNotebook } from "../notebook-document";
import type { IndexRow } from "../report/render-index";
import type { RunRecord } from "../record/run-record";

const JSON_END = ".report.json";

/** What a run's files are called. */
export function runFiles(name: string, html: boolean): string[] {
  return [`${name}.ipynb`, name + JSON_END, ...(html ? [`${name}.html`] : [])];
}

/** Writes NAME.ipynb, NAME.report.json and, where it is wanted, NAME.html into `folder`. */
export async function writeRun(record: RunRecord, folder: string, name: string, html: boolean): Promise<void> {
  const { renderReport, reportJson } = load();
  const path = join(folder, name);
  await writeBeside(`${path}.ipynb`, [formatNotebook(record.notebook)]);
  await writeBeside(`${path}${JSON_END}`, [reportJson(record)]);
  if (html) await writeBeside(`${path}.html`, [renderReport(record)]);
}

/**
 * Writes index.html over all reports in `folder`, also those of earlier runs: one notebook run again
 * does not lose sight of the others. Reports named in `order` come first.
 */
export async function writeIndex(folder: string, order: readonly string[]): Promise<void> {
  const { renderIndex, REPORT_FORMAT } = load();
  const names = readdirSync(folder)
    .filter((name) => name.endsWith(JSON_END))
    .map((name) => name.slice(0, -JSON_END.length))
    .sort();
  const ordered = [...order.filter((name) => names.includes(name)), ...names.filter((name) => !order.includes(name))];
  const rows = ordered.flatMap((name): IndexRow[] => {
    if (!existsSync(join(folder, `${name}.html`))) return [];
    const record = JSON.parse(readFileSync(join(folder, name + JSON_END), "utf8")) as IndexRow["record"] & {
      format?: string;
    };
    return record.format === REPORT_FORMAT ? [{ name, record }] : [];
  });
  await writeBeside(join(folder, "index.html"), [renderIndex(rows)]);
}

/** Only when needed: what renders Markdown, formulas and code takes a moment to load. */
function load() {
  const { renderReport } = require("../report/render-report") as typeof import("../report/render-report");
  const { renderIndex } = require("../report/render-index") as typeof import("../report/render-index");
  const { REPORT_FORMAT, reportJson } = require("../report/report-json") as typeof import("../report/report-json");
  return { renderReport, renderIndex, REPORT_FORMAT, reportJson };
}
