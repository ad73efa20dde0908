/** One element of an array: the tasks of its file that no earlier try of it has done. */
import { appendFileSync, existsSync, openSync, writeSync } from "node:fs";

import { lineOf } from "../../work/checked-lines";
import { fingerprintOf } from "../fingerprint";
import { loadWorks } from "../load-works";
import { batchRunner } from "../run-batch";
import { RunFolder, type Ended, type RunJob } from "./run-folder";

/** Results wait for others so long, milliseconds. */
const FLUSH = 500;

/** @param works path of the table of works, as the site's command line has it. */
export async function runElement(path: string, element: number, works: string): Promise<void> {
  const folder = new RunFolder(path);
  const end = (ended: Ended): void => folder.write("ended", element, JSON.stringify(ended));
  const job = JSON.parse(folder.read("job.json") ?? "") as RunJob;
  const own = fingerprintOf(works);
  if (job.fingerprint !== own)
    return end({ poison: [], refused: `the run was made by source ${job.fingerprint}, and this machine has ${own}` });
  const tasks = (folder.read("tasks", element) ?? "").split("\n").filter((line) => line !== "");
  const partOf = (text: string): number => (JSON.parse(text) as { readonly part: number }).part;
  const done = new Set<number>();
  for (const { text } of folder.linesFrom(element, 0)) if (text !== undefined) done.add(partOf(text));
  const { poison, open } = sort(folder, element, job, tasks, (index) => done.has(partOf(tasks[index])));
  // A line that was cut off stays alone on its own.
  if (existsSync(folder.of("lines", element))) appendFileSync(folder.of("lines", element), "\n");
  const at = openSync(folder.of("at", element), "w");
  let lines = "";
  let flushed = performance.now();
  const flush = (): void => {
    appendFileSync(folder.of("lines", element), lines);
    [lines, flushed] = ["", performance.now()];
  };
  const run = batchRunner(loadWorks(works));
  const batch = {
    work: job.work,
    hash: job.hash,
    shared: folder.read("shared.json"),
    tasks: open.map((k) => tasks[k]),
  };
  const thrown = await run(batch, {
    begin: (k) => void writeSync(at, String(open[k]).padEnd(12), 0),
    done(_, line) {
      lines += lineOf(line);
      if (performance.now() - flushed >= FLUSH) flush();
    },
  });
  flush();
  end({ poison, thrown });
}

/** The tasks that are open, and those over which too many tries have died; the last one counted. */
function sort(
  folder: RunFolder,
  element: number,
  { deaths }: RunJob,
  tasks: readonly string[],
  isDone: (index: number) => boolean,
): { readonly poison: number[]; readonly open: number[] } {
  const last = folder.read("at", element)?.trim();
  if (last !== undefined && last !== "" && !isDone(Number(last)))
    appendFileSync(folder.of("deaths", element), `${last}\n`);
  const counts = new Map<number, number>();
  for (const index of (folder.read("deaths", element) ?? "").split("\n").filter(Boolean).map(Number))
    counts.set(index, (counts.get(index) ?? 0) + 1);
  const open = tasks.flatMap((_, index) => (isDone(index) ? [] : [index]));
  const poison = open.filter((index) => (counts.get(index) ?? 0) >= deaths);
  return { poison, open: open.filter((index) => !poison.includes(index)) };
}
