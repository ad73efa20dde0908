/** Runs of the planned tasks of fixtures/cluster/works on an engine, and what one thread makes of the same. */
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { inlineExecutor } from "../../src/work/executor";
import { workOf } from "../../src/work/work";
import { PLANNED, type AddResult, type AddTask } from "../fixtures/cluster/works";

/** The tests' own table of works, as workers load it. */
export const WORKS = resolve(__dirname, "../fixtures/cluster/works");

export const tasksOf = (count: number): AddTask[] => Array.from({ length: count }, (_, part) => ({ part, count: 1 }));

/** Results by their number, as text that tells every bit. */
export function textOf(results: Iterable<AddResult>): string[] {
  const texts: string[] = [];
  for (const { part, values } of results)
    texts[part] = Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString("hex");
  return texts;
}

/** What one thread makes of the tasks. */
export async function alone(count: number, size = 1): Promise<string[]> {
  const results: AddResult[] = [];
  await inlineExecutor.run(workOf(PLANNED, { ms: 0, size }), tasksOf(count), (result) => results.push(result));
  return textOf(results);
}

/** Files in which tasks say that they begin: a line with their number and their process. */
export function logsIn(folder: string): () => string {
  let logs = 0;
  return () => join(folder, `log-${logs++}`);
}

export const readLog = (path: string): string[] => readFileSync(path, "utf8").trim().split("\n");

/** The lines of one task. */
export const begun = (lines: readonly string[], part: number): string[] =>
  lines.filter((line) => line.startsWith(`${part} `));
