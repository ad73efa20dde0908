/** A study file into results beside it: with a progress bar, kept when interrupted, resumable. */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";

import Papa from "papaparse";

import { InputError } from "../../base/input-error";
import { writeBeside } from "../../base/write-beside";
import { openProgressFile } from "../../work/progress-file";
import { showCount } from "../../work/show-count";
import { planStudy } from "./run-study";
import type { StudyChunk } from "./run-study";
import { readStudyFile } from "./study-file";
import type { StudyKind, StudySpec } from "./study-file";
import type { Columns, StudyOutcome, StudyReport } from "./study-report";

/** What a study's page is made of. */
export interface StudyPage {
  readonly title: string;
  /** The study file's name. */
  readonly source: string;
  readonly text: string;
  readonly outcome: StudyOutcome;
  /** The study as it was read, and the estimates' hashes. */
  readonly asked: string;
}

export interface StudyToFileOptions {
  /** Renders the HTML page. */
  readonly page: (page: StudyPage) => string;
  /** Folder for the results. Default: that of the study file. */
  readonly out?: string;
  /** What the study file holds, where it is known already; then there need be no such file. */
  readonly text?: string;
  /** Goes on where an interrupted run stopped. */
  readonly resume?: boolean;
  /** Instead of what the file says. */
  readonly workers?: number | "auto";
  readonly signal?: AbortSignal;
}

/**
 * Runs the study of a YAML file, NAME.yaml, and writes NAME.html, NAME.json and NAME.csv (with further
 * tables as NAME-draws.csv and the like). Returns the text of what came of it and the files written. Rejects when aborted,
 * with what is done so far kept beside the results.
 */
export async function studyToFile(
  path: string,
  options: StudyToFileOptions,
  stream: NodeJS.WriteStream,
): Promise<{ text: string; files: string[] }> {
  const read = readStudyFile(path, options.text);
  const spec: StudySpec = { ...read, workers: options.workers ?? read.workers };
  const study = await planStudy(spec);
  const name = join(options.out ?? dirname(path), basename(path, extname(path)));
  makeFolder(dirname(name));
  const progress = openProgressFile<StudyChunk>(`${name}.json`, study.tasks, options.resume === true);
  let done = progress.done.reduce((sum, chunk) => sum + ("y" in chunk ? chunk.y : chunk.optimum).length, 0);
  const show = showCount("study", study.unit, study.total, done, stream);
  let report: StudyReport;
  try {
    report = await study.run({
      done: progress.done,
      signal: options.signal,
      onChunk(chunk, count) {
        progress.add(chunk);
        done = count;
        show.update(count);
      },
    });
  } catch (error) {
    show.stop();
    if (options.signal?.aborted === true) {
      stream.write(
        `${done} of ${study.total} ${study.unit} are kept in ${progress.path}: the same command with --resume goes on\n`,
      );
    } else if (error instanceof InputError) progress.remove();
    throw error;
  }
  show.stop();
  const files = await save(name, basename(path), spec, report, options.page);
  progress.remove();
  return { text: report.text, files };
}

async function save(
  name: string,
  source: string,
  spec: StudySpec,
  { outcome, text, data, tables }: StudyReport,
  page: StudyToFileOptions["page"],
): Promise<string[]> {
  const estimates = spec.estimates.map((path) => ({
    name: basename(path),
    sha256: createHash("sha256").update(readFileSync(path)).digest("hex"),
  }));
  const study = { ...askedOf(spec), estimates };
  const json = (value: unknown): string =>
    JSON.stringify(value, (_, v: unknown) => (ArrayBuffer.isView(v) ? Array.from(v as Float64Array) : v), 1);
  const files: [string, string][] = [
    [
      `${name}.html`,
      page({ title: `${TITLES[spec.study]}: ${basename(name)}`, source, text, outcome, asked: json(study) }),
    ],
    [`${name}.json`, `${json({ study, result: data })}\n`],
    ...Object.entries(tables).map(([part, columns]): [string, string] => [
      part === "" ? `${name}.csv` : `${name}-${part}.csv`,
      csv(columns),
    ]),
  ];
  for (const [path, content] of files) await writeBeside(path, [content]);
  return files.map(([path]) => path);
}

/** Fields of every study, and of each kind; not the workers, on which no result depends. */
const FIELDS = ["study", "estimates", "side", "convention", "size", "seed"] as const;
const OWN_FIELDS: Readonly<Record<StudyKind, readonly (keyof StudySpec)[]>> = {
  local: ["output", "pivot", "inputs"],
  sobol: ["output", "pivot", "inputs", "points", "replicates", "secondOrder"],
  morris: ["output", "pivot", "inputs", "trajectories", "candidates", "levels"],
  montecarlo: ["draws", "truth"],
};

function askedOf(spec: StudySpec): Record<string, unknown> {
  return Object.fromEntries([...FIELDS, ...OWN_FIELDS[spec.study]].map((field) => [field, spec[field]]));
}

const TITLES = {
  local: "Local sensitivity",
  sobol: "Sobol indices",
  morris: "Elementary effects",
  montecarlo: "Monte Carlo over the estimates",
};

function csv(columns: Columns): string {
  const lists = Object.values(columns);
  const data = lists[0].map((_, row) => lists.map((list) => list[row]));
  return `${Papa.unparse({ fields: Object.keys(columns), data }, { newline: "\n" })}\n`;
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new InputError("--out", `must be a folder that can be made (${(error as Error).message})`, folder);
  }
}
