/**
 * Runs the notebooks of a plan, several at a time, and writes what each leaves behind as soon as it
 * has ended, with an index over what is there by then.
 */
import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

import { writing } from "../../base/file-error";
import { InputError, must } from "../../base/input-error";
import { nameBeside } from "../../base/left-behind";
import { projectRoot } from "../../kernel/project-root";
import type { RunRecord } from "../record/run-record";
import { Stills } from "../still/stills";
import type { PlannedRun } from "./plan-runs";
import { filesFolder, runFiles } from "./run-files";
import { runNotebook, type RunOptions } from "./run-notebook";
import type { RunsProgress } from "./run-progress";
import type { PageContext } from "./write-run";

export interface RunAllOptions extends Omit<RunOptions, "path" | "parameters" | "onProgress" | "onUnplaced"> {
  /** The folder the files are written to; made where there is none. */
  readonly out: string;
  readonly html: boolean;
  /** Whether the notebooks carry still pictures of their figures. Default: false. */
  readonly stills?: boolean;
  /** Whether the pages share their scripts, which lie beside them once. Default: false, each page is one file. */
  readonly sharedAssets?: boolean;
  /** How many notebooks run at a time, each in a kernel of its own. */
  readonly jobs: number;
  /** Keeps what an earlier command ran, where running it again would come to the same. */
  readonly resume?: boolean;
  readonly progress: RunsProgress;
}

export interface FinishedRun {
  readonly name: string;
  readonly record: RunRecord;
  /** Whether an earlier command ran it, and this one kept it. */
  readonly kept: boolean;
}

/** What reads and writes reports takes a third of a second to load: the first kernel starts meanwhile. */
const loadReports = () => ({
  ...(require("./kept-run") as typeof import("./kept-run")),
  ...(require("./write-run") as typeof import("./write-run")),
});

/** Resolves with the runs in the plan's order; those that never began because of `signal` are left out. */
export async function runAll(plan: readonly PlannedRun[], options: RunAllOptions): Promise<FinishedRun[]> {
  const { out, html, stills: wanted, sharedAssets: sharesAssets, jobs, resume, progress, ...rest } = options;
  const order = plan.map(({ name }) => name);
  checkPlaces(out, order, html);
  const finished: FinishedRun[] = [];
  let indexed = Promise.resolve();
  /** One index after the other: each is written over all that is there. */
  const index = (): Promise<void> =>
    (indexed = indexed.then(() => {
      const kept = new Set(finished.filter((run) => run.kept).map(({ name }) => name));
      return html ? loadReports().writeIndex(out, { order, kept, waiting: plan.length - finished.length }) : undefined;
    }));
  const stills =
    wanted === true && plan.length > 0 ? new Stills(projectRoot(resolve(dirname(plan[0].path)))) : undefined;
  options.signal?.addEventListener("abort", () => void stills?.close(), { once: true });
  const waiting = [...plan];
  const failures: unknown[] = [];
  // A full disk, say: what runs beside it may still find room, and nothing new begins.
  const fail = (error: unknown): void => {
    failures.push(error);
    waiting.length = 0;
  };
  const runOne = async ({ name, path, parameters }: PlannedRun): Promise<FinishedRun> => {
    const kept =
      resume === true ? await loadReports().keptRun({ name, path, parameters }, { out, html, ...rest }) : undefined;
    if (kept !== undefined) return { name, record: kept, kept: true };
    const onProgress: RunOptions["onProgress"] = (cell) => progress.update(name, cell);
    const output = filesFolder(out, name);
    return {
      name,
      record: await runNotebook({ ...rest, path, parameters, onProgress, output, onUnplaced: fail }),
      kept: false,
    };
  };
  /** The reports before and after one in the plan, of those that are there, or still to come. */
  const beside = (name: string, isThere: (name: string) => boolean = () => true): PageContext => {
    const at = order.indexOf(name);
    const before = plan.slice(0, at).reverse();
    return {
      sharesAssets,
      previous: before.find((run) => isThere(run.name)),
      next: plan.slice(at + 1).find((run) => isThere(run.name)),
    };
  };
  /** Beside the kernel of the next notebook: drawing figures takes as long as many a cell. */
  const finish = async ({ name, record, kept }: FinishedRun): Promise<void> => {
    const drawn = await stills?.add(record);
    const context = beside(name);
    const { standsSo, writePage, writeRun } = loadReports();
    if (!kept || drawn === true) await writeRun(record, out, name, html, context);
    else if (html && !standsSo(out, name, context)) await writePage(record, out, name, context);
    finished.push({ name, record, kept });
    await index();
    progress.end(name, record.failure?.message ?? (kept ? "kept, nothing has changed" : "done"));
  };
  const finishing: Promise<void>[] = [];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined && options.signal?.aborted !== true; next = waiting.shift()) {
      finishing.push(finish(await runOne(next)).catch(fail));
    }
  };
  const working = Array.from({ length: Math.max(1, jobs) }, () => work().catch(fail));
  setImmediate(loadReports);
  await Promise.all(working);
  await Promise.all(finishing);
  // What never came, as after an interrupt, is no way on.
  if (html && finished.length < plan.length)
    await relink(finished, out, (name) => beside(name, isPage(out))).catch(fail);
  await stills?.close();
  progress.stop();
  if (failures.length > 0) throw failures[0];
  return finished.sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
}

const isPage =
  (folder: string) =>
  (name: string): boolean =>
    existsSync(join(folder, `${name}.html`));

/** Writes the pages again that lead elsewhere than they are to. */
async function relink(
  finished: readonly FinishedRun[],
  folder: string,
  beside: (name: string) => PageContext,
): Promise<void> {
  const { standsSo, writePage } = loadReports();
  for (const { name, record } of finished)
    if (!standsSo(folder, name, beside(name))) await writePage(record, folder, name, beside(name));
}

/** Makes the folder, and sees to it that the files can be written, before an hour's run finds that they cannot. */
function checkPlaces(out: string, names: readonly string[], html: boolean): void {
  const attempt = (rule: string, act: () => void): void => {
    try {
      act();
    } catch (error) {
      throw new InputError("--out", `must be a folder${rule} (${(error as NodeJS.ErrnoException).code})`, out);
    }
  };
  attempt(", or one that can be made", () => mkdirSync(out, { recursive: true }));
  attempt(" that may be written to", () => {
    const probe = nameBeside(join(out, "index.html"));
    writeFileSync(probe, "");
    rmSync(probe);
  });
  const files = [...names.flatMap((name) => runFiles(name, html)), ...(html ? ["index.html"] : [])];
  const isTaken = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  const taken = files.find((file) => writing(join(out, file), () => isTaken(join(out, file))));
  must(taken === undefined, "--out", `must have room for a file, and ${taken} is a folder there`, out);
}
