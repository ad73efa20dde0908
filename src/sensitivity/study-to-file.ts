/** A study file into results beside it: with a progress bar, kept when interrupted, resumable. */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";

import Papa from "papaparse";

import { InputError } from "../numeric/input-error";
import { writeBeside } from "../numeric/write-beside";
import { openProgressFile } from "../sweep/progress-file";
import { resultFromJson, resultToJson } from "../sweep/result-json";
import { showCount } from "../sweep/show-count";
import { planStudy } from "./run-study";
import type { StudyChunk } from "./run-study";
import { readStudyFile } from "./study-file";
import type { StudySpec } from "./study-file";
import type { Columns, StudyReport } from "./study-report";

export interface StudyToFileOptions {
  /** Folder for the results. Default: that of the study file. */
  readonly out?: string;
  /** Goes on where an interrupted run stopped. */
  readonly resume?: boolean;
  /** Instead of what the file says. */
  readonly workers?: number | "auto";
  readonly signal?: AbortSignal;
}

/**
 * Runs the study of a YAML file, NAME.yaml, and writes NAME.json and NAME.csv (with further tables as
 * NAME-draws.csv and the like). Returns the text of what came of it and the files written. Rejects when aborted,
 * with what is done so far kept beside the results.
 */
export async function studyToFile(path: string, options: StudyToFileOptions, stream: NodeJS.WriteStream): Promise<{ text: string; files: string[] }> {
  const read = readStudyFile(path);
  const spec: StudySpec = { ...read, workers: options.workers ?? read.workers };
  const study = await planStudy(spec);
  const name = join(options.out ?? dirname(path), basename(path, extname(path)));
  makeFolder(dirname(name));
  const progress = openProgressFile<StudyChunk>(`${name}.json`, study.tasks, options.resume === true, { toText: resultToJson, fromText: resultFromJson });
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
      stream.write(`${done} of ${study.total} ${study.unit} are kept in ${progress.path}: the same command with --resume goes on\n`);
    } else if (error instanceof InputError) progress.remove();
    throw error;
  }
  show.stop();
  const files = await save(name, spec, report);
  progress.remove();
  return { text: report.text, files };
}

async function save(name: string, spec: StudySpec, { data, tables }: StudyReport): Promise<string[]> {
  const sha256 = createHash("sha256").update(readFileSync(spec.estimates)).digest("hex");
  // The results do not depend on the workers, nor on where the estimates lie: neither does the file.
  const stated = { ...spec, workers: undefined, estimates: { name: basename(spec.estimates), sha256 } };
  const json = { study: stated, result: data };
  const files = [`${name}.json`];
  await writeBeside(files[0], [`${JSON.stringify(json, (_, value: unknown) => (ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value), 1)}\n`]);
  for (const [part, columns] of Object.entries(tables)) {
    const file = part === "" ? `${name}.csv` : `${name}-${part}.csv`;
    await writeBeside(file, [csv(columns)]);
    files.push(file);
  }
  return files;
}

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
