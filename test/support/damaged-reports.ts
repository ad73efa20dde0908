/**
 * Reports as they come from mail, disks and strangers: cut off, of wrong types, packed wrongly, packed small
 * and unpacked large. Each is read; it ends in a run that can be compared, or in one sentence.
 */
import { gunzipSync, gzipSync } from "node:zlib";
import { join } from "node:path";
import { writeFileSync } from "node:fs";

import { InputError } from "../../src/base/input-error";
import { formatNotebook } from "../../src/notebook/notebook-document";
import type { RunRecord } from "../../src/notebook/record/run-record";
import { renderReport } from "../../src/notebook/report/render-report";
import { reportJson } from "../../src/notebook/report/report-json";
import { formatSeal, formatVerification } from "../../src/notebook/verify/format-verification";
import { readReport } from "../../src/notebook/verify/read-report";
import { compareRuns, notebookOf } from "../../src/notebook/verify/verify";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type Random = () => number;

const BLOCK = /(data-impactlab-run="1">)([^<]*)/;

/** The run within a page, another in its place. */
export function withRun(html: string, pack: (json: string) => Buffer | string): string {
  return html.replace(BLOCK, (_, start: string, packed: string) => {
    const made = pack(gunzipSync(Buffer.from(packed, "base64")).toString());
    return start + (typeof made === "string" ? made : made.toString("base64"));
  });
}

/** What may stand where something else should. */
const ODD: readonly ((random: Random) => Json)[] = [
  () => null,
  () => [],
  () => ({}),
  () => "",
  () => true,
  () => -1,
  () => 1e308,
  () => "x".repeat(5000),
  () => "../../../../../etc/passwd",
  () => "/etc/passwd",
  () => "\u001b]0;owned\u0007\u009b2J",
  () => ({ __proto__x: 1, constructor: null, length: 3 }),
  () => [[[[[[[]]]]]]],
  () => ({ "impactlab-figure": null }),
  (random) => random(),
  (random) => Array.from({ length: 50 }, () => (random() < 0.5 ? null : "a")),
];

/** One place in the value, chosen by chance, holds something odd, holds nothing, or is there twice. */
export function withOdd(value: Json, random: Random): Json {
  if (typeof value === "object" && value !== null && Object.keys(value).length > 0 && random() < 0.85) {
    const keys = Object.keys(value);
    const key = keys[Math.floor(random() * keys.length)];
    const act = random();
    if (Array.isArray(value)) {
      const at = Number(key);
      if (act < 0.1) return value.filter((_, i) => i !== at);
      if (act < 0.2) return [...value, value[at]];
      return value.map((item, i) => (i === at ? withOdd(item, random) : item));
    }
    if (act < 0.1) return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
    return { ...value, [key]: withOdd(value[key], random) };
  }
  return ODD[Math.floor(random() * ODD.length)](random);
}

function cutOff(text: string, random: Random): string {
  return text.slice(0, Math.floor(random() * text.length));
}

function scratched(bytes: Buffer, random: Random): Buffer {
  const copy = Buffer.from(bytes);
  for (let n = 1 + Math.floor(random() * 8); n > 0; n--) {
    copy[Math.floor(random() * copy.length)] = Math.floor(random() * 256);
  }
  return copy;
}

const oddJson = (text: string, random: Random): string => JSON.stringify(withOdd(JSON.parse(text) as Json, random));
const NUMBERS = ["NaN", "-Infinity", "1e999", "01", "0x10", "'a'", "undefined"];
const withNumber = (text: string, random: Random): string =>
  text.replace(/: ?(\d+|null|")/g, (all) => (random() < 0.05 ? `: ${NUMBERS[Math.floor(7 * random())]}` : all));

/** A report's file and its text. */
type Damage = (report: ReportFiles, random: Random) => readonly [name: string, content: string | Buffer];

export interface ReportFiles {
  readonly page: string;
  readonly json: string;
  readonly notebook: string;
}

export const DAMAGES: Readonly<Record<string, Damage>> = {
  "page cut off": ({ page }, random) => ["a.html", cutOff(page, random)],
  "page scratched": ({ page }, random) => ["a.html", scratched(Buffer.from(page), random)],
  "run cut off": ({ page }, random) => ["a.html", withRun(page, (json) => gzipSync(cutOff(json, random)))],
  "gzip cut off": ({ page }, random) => [
    "a.html",
    withRun(page, (json) => Buffer.from(cutOff(gzipSync(json).toString("latin1"), random), "latin1")),
  ],
  "gzip scratched": ({ page }, random) => ["a.html", withRun(page, (json) => scratched(gzipSync(json), random))],
  "run is no gzip": ({ page }, random) => ["a.html", withRun(page, (json) => cutOff(json, random))],
  "run of wrong types": ({ page }, random) => ["a.html", withRun(page, (json) => gzipSync(oddJson(json, random)))],
  "run with odd numbers": ({ page }, random) => ["a.html", withRun(page, (json) => gzipSync(withNumber(json, random)))],
  "report cut off": ({ json }, random) => ["a.report.json", cutOff(json, random)],
  "report scratched": ({ json }, random) => ["a.report.json", scratched(Buffer.from(json), random)],
  "report of wrong types": ({ json }, random) => ["a.report.json", oddJson(json, random)],
  "report with odd numbers": ({ json }, random) => ["a.report.json", withNumber(json, random)],
  "report in another encoding": ({ json }, random) => [
    "a.report.json",
    random() < 0.5 ? Buffer.from(`\ufeff${json}`, "utf16le") : `\ufeff${json}`,
  ],
  "notebook cut off": ({ notebook }, random) => ["a.ipynb", cutOff(notebook, random)],
  "notebook scratched": ({ notebook }, random) => ["a.ipynb", scratched(Buffer.from(notebook), random)],
  "notebook of wrong types": ({ notebook }, random) => ["a.ipynb", oddJson(notebook, random)],
  "notebook with odd numbers": ({ notebook }, random) => ["a.ipynb", withNumber(notebook, random)],
};

export function reportFiles(record: RunRecord): ReportFiles {
  return { page: renderReport(record), json: reportJson(record), notebook: formatNotebook(record.notebook) };
}

/** Writes the whole report into `folder`, as it is before any damage. */
export function writeReport(folder: string, { page, json, notebook }: ReportFiles): void {
  writeFileSync(join(folder, "a.html"), page);
  writeFileSync(join(folder, "a.report.json"), json);
  writeFileSync(join(folder, "a.ipynb"), notebook);
}

/** A sentence of an InputError: one line, without what acts on a terminal. */
export const SENTENCE = /^[^\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]+ must [^\x00-\x1f\x7f-\x9f]+$/;

export type Ending = "sentence" | "edited" | "same" | { readonly fault: string };

/** How reading a damaged report and comparing it with its run ends; the folder holds the whole one. */
export function endingOf(folder: string, name: string, content: string | Buffer, record: RunRecord): Ending {
  const path = join(folder, name);
  writeFileSync(path, content);
  try {
    const stored = readReport(path);
    const said = [
      formatSeal(stored),
      formatVerification(compareRuns(stored, record, { relative: 1e-9, absolute: 0 }), { relative: 1e-9, absolute: 0 }),
    ].join("");
    if (/[\x00-\x08\x0b-\x1f\x7f-\x9f]/.test(said)) return { fault: `control characters: ${JSON.stringify(said)}` };
    try {
      notebookOf(stored, folder);
    } catch (error) {
      if (!(error instanceof InputError) || !SENTENCE.test(error.message)) return { fault: String(error) };
    }
    return stored.edited === true ? "edited" : "same";
  } catch (error) {
    if (error instanceof InputError && SENTENCE.test(error.message)) return "sentence";
    return { fault: error instanceof Error ? `${error.name}: ${error.message}\n${error.stack}` : String(error) };
  }
}
