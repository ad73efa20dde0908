/** A study file into results beside it: with a progress bar, kept when interrupted, resumable. */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";

import { InputError } from "../../base/input-error";
import { checkNotAnInput } from "../../base/not-an-input";
import { writeBeside } from "../../base/write-beside";
import type { Executor } from "../../work/executor";
import type { RunOptions } from "../../work/run-tasks";
import { csv } from "../../estimates/table/write-columns";
import { runToFile } from "../../work/run-to-file";
import { planStudy, type StudyChunk } from "./run-study";
import type { StudyKind } from "./study-fields";
import { readStudyFile, type StudySpec } from "./study-file";
import type { StudyOutcome, StudyReport } from "./study-report";

/** What a study's page is made of. */
export interface StudyPage {
  readonly title: string;
  /** The study file's name. */
  readonly source: string;
  readonly text: string;
  readonly outcome: StudyOutcome;
  /** The study as it was read, and the tables' hashes. */
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
  /** Runs the tasks, where it is not threads. */
  readonly executor?: Executor;
  readonly signal?: AbortSignal;
}

/**
 * Runs the study of a YAML file, NAME.yaml, and writes NAME.html, NAME.json and NAME.csv (with further
 * tables as NAME-draws.csv and the like). Returns the text of what came of it and the files written. Rejects when
 * aborted, with what is done so far kept beside the results.
 */
export async function studyToFile(
  path: string,
  options: StudyToFileOptions,
  stream: NodeJS.WriteStream,
): Promise<{ text: string; files: string[] }> {
  const { resume, executor, signal } = options;
  const spec = readStudyFile(path, options.text);
  const name = join(options.out ?? dirname(path), basename(path, extname(path)));
  const inputs = [...spec.estimates, ...spec.costs];
  for (const end of RESULTS) checkNotAnInput(`${path}: what it writes`, name + end, ...inputs);
  makeFolder(dirname(name));
  try {
    const { work, tasks, run } = await planStudy(spec);
    return await runToFile(
      { name: "study", file: `${name}.json`, work, tasks, resume: resume === true, executor, stream, signal },
      (how: RunOptions<StudyChunk>) => run({ ...how, workers: options.workers ?? spec.workers }),
      async (report) => ({ text: report.text, files: await save(name, basename(path), spec, report, options.page) }),
    );
  } catch (error) {
    throw inStudyFile(error, path, spec);
  }
}

/** What may stand behind a study's name where its results are written. */
const RESULTS = [".html", ".json", ".csv", "-bins.csv", "-convergence.csv", "-draws.csv"];

/** What is wrong with an option or an input, as the study file calls it; the workers may be a flag. */
function inStudyFile(error: unknown, path: string, { inputs }: StudySpec): unknown {
  if (!(error instanceof InputError) || !/^(options\.(?!workers)|inputs\[|size$)/.test(error.argument)) return error;
  const field = error.argument
    .replace(/^options\./, "")
    .replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
    .replace(/^inputs\[(\d+)\]/, (_, k: string) => `vary.${inputs[Number(k)].name}`);
  return new InputError(`${path}: ${field}`, error.rule, error.value, error.index);
}

async function save(
  name: string,
  source: string,
  spec: StudySpec,
  { outcome, text, data, tables }: StudyReport,
  page: StudyToFileOptions["page"],
): Promise<string[]> {
  const hashed = (paths: readonly string[]): { name: string; sha256: string }[] =>
    paths.map((path) => ({
      name: basename(path),
      sha256: createHash("sha256").update(readFileSync(path)).digest("hex"),
    }));
  const costs = spec.costs.length === 0 ? {} : { costs: hashed(spec.costs) };
  const study = { ...askedOf(spec), estimates: hashed(spec.estimates), ...costs };
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
      [...csv(columns)].join(""),
    ]),
  ];
  for (const [path, content] of files) await writeBeside(path, [content]);
  return files.map(([path]) => path);
}

/** Fields of every study, and of each kind; not the workers, on which no result depends. */
const FIELDS = [
  "study",
  "estimates",
  "side",
  "convention",
  "symbol",
  "columns",
  "currency",
  "sizeUnit",
  "unfitted",
  "size",
  "cap",
  "participation",
  "lot",
  "minTrade",
  "seed",
] as const;
const OWN_FIELDS: Readonly<Record<StudyKind, readonly (keyof StudySpec)[]>> = {
  local: ["output", "pivot", "inputs"],
  sobol: ["output", "pivot", "inputs", "basePoints", "replicates", "secondOrder", "surrogate"],
  morris: ["output", "pivot", "inputs", "trajectories", "candidates", "levels"],
  montecarlo: ["draws", "truth"],
  "walk-forward": ["costs", "parts", "window", "draws"],
};

function askedOf(spec: StudySpec): Record<string, unknown> {
  return Object.fromEntries([...FIELDS, ...OWN_FIELDS[spec.study]].map((field) => [field, spec[field]]));
}

const TITLES = {
  local: "Local sensitivity",
  sobol: "Sobol indices",
  morris: "Elementary effects",
  montecarlo: "Monte Carlo over the estimates",
  "walk-forward": "Walk forward",
};

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    const told = (error as NodeJS.ErrnoException).code;
    throw new InputError("--out", `must be a folder, or one that can be made (${told})`, folder);
  }
}
