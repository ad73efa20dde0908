/**
 * The files that runs leave behind: each executed notebook, its report as a page and as JSON, and an
 * index over all reports of the folder. Every file is written beside its place and renamed there.
 */
import { existsSync, mkdirSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";

import { readBoundedText } from "../../base/bounded-json";
import { writing } from "../../base/file-error";
import { InputError } from "../../base/input-error";
import { writeBeside } from "../../base/write-beside";
import { formatNotebook } from "../notebook-document";
import type { RunRecord } from "../record/run-record";
import { MARK } from "../still/still-output";
import { NEIGHBOURS, neighboursHtml, type Neighbours } from "../report/neighbours";
import { renderIndex, type IndexRow } from "../report/render-index";
import { renderReport } from "../report/render-report";
import { parseReportJson, reportJson } from "../report/report-json";
import { SharedScripts, sharedFiles } from "../report/page/shared-scripts";
import { JSON_END } from "./run-files";

/** What a notebook's text has of every figure that has a picture. */
const STILL_MARK = `"${MARK}": true`;

export interface IndexOptions {
  /** Names of reports that come first, in this order. */
  readonly order: readonly string[];
  /** Names of those that an earlier command ran, and this one kept. */
  readonly kept: ReadonlySet<string>;
  /** How many runs of this command are still to come. */
  readonly waiting: number;
}

/** Writes NAME.ipynb, NAME.report.json and, where it is wanted, NAME.html into `folder`. */
export async function writeRun(
  record: RunRecord,
  folder: string,
  name: string,
  html: boolean,
  context: PageContext = {},
): Promise<void> {
  const path = join(folder, name);
  await writeBeside(`${path}.ipynb`, [formatNotebook(record.notebook)]);
  await writeBeside(`${path}${JSON_END}`, [reportJson(record)]);
  if (html) await writePage(record, folder, name, context);
}

/** How a page stands among the others of its folder. */
export interface PageContext extends Neighbours {
  /** Whether it shares scripts with them. Default: false. */
  readonly sharesAssets?: boolean;
}

/** Writes NAME.html alone. */
export async function writePage(record: RunRecord, folder: string, name: string, context: PageContext): Promise<void> {
  const shared = context.sharesAssets === true ? new SharedScripts() : undefined;
  const html = renderReport(record, { ...context, files: `${name}-files`, shared });
  // Before the page that asks for them; one that was cut off or edited is written again.
  for (const [path, text] of shared?.files ?? []) {
    const file = join(folder, path);
    writing(file, () => mkdirSync(dirname(file), { recursive: true }));
    if (!existsSync(file) || readFileSync(file, "utf8") !== text) await writeBeside(file, [text]);
  }
  await writeBeside(join(folder, `${name}.html`), [html]);
}

/** Whether a run's page stands so already: leads there, and has its scripts there. One that cannot be read does not. */
export function standsSo(folder: string, name: string, context: PageContext): boolean {
  try {
    const links = neighboursHtml(context);
    const html = readBoundedText(join(folder, `${name}.html`));
    const leads = links === "" ? !html.includes(NEIGHBOURS) : html.includes(links);
    const shared = sharedFiles(html);
    if (context.sharesAssets !== true) return leads && shared === undefined;
    return leads && shared !== undefined && shared.every((path) => existsSync(join(folder, path)));
  } catch {
    return false;
  }
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
      const record = parseReportJson(readBoundedText(join(folder, file)), file);
      return [{ name, record, kept: kept.has(name), picture: firstStill(join(folder, `${name}.ipynb`)) }];
    } catch (error) {
      // Whose file it is, and of what version: the others' reports are shown all the same.
      damaged.push(error instanceof InputError ? error.message : file);
      return [];
    }
  });
  await writeBeside(join(folder, "index.html"), [renderIndex(rows, { waiting, damaged })]);
}

/** In a notebook's text, the tag of the cell whose figure stands for the notebook. */
const COVER = /"tags": \[[^\]]*"cover"/;

/** The still picture of the cell tagged `cover`, or else the first, in a notebook's text: it takes long to parse. */
function firstStill(path: string): string | undefined {
  if (!existsSync(path)) return undefined;
  const text = readBoundedText(path);
  if (!text.includes(STILL_MARK)) return undefined;
  const from = Math.max(0, text.search(COVER));
  return /^ *"image\/png": "([A-Za-z0-9+/=]+)",?$/m.exec(text.slice(from))?.[1];
}
