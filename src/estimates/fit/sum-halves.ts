/**
 * A large book on two threads: the file is cut at the edge of a bin near its middle. The first half ends with the
 * row after the edge, the second begins with the row before it, whose state reaches across; each keeps the bins on
 * its side, and what they come to is what one thread comes to, bit for bit. Where anything is out of the ordinary
 * (an error, rows of another instrument or unit in the other half, no edge to cut at) there are no halves, and one
 * thread reads the whole and says what is wrong and in which line.
 */
import { open } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";

import { workOf, type WorkKind } from "../../work/work";
import { workerExecutor } from "../../work/worker-executor";
import { openBook } from "../book/open-book";
import type { ByteRange } from "../book/row-reader";
import { planEstimate, type EstimateOptions, type EstimatePlan } from "./estimate-options";
import { MOST_BINS, sumBook, type BookSums } from "./sum-book";

/** From here on the second thread's start is worth it, bytes. */
const LARGE = 150e6;
/** So far from the middle an edge is looked for. */
const FAR = 64e6;
/** The second thread takes a while to start. */
const MIDDLE = 0.52;
const SECOND = 1e6;
const NEWLINE = 0x0a;

interface HalfTask {
  readonly path: string;
  readonly options: EstimateOptions & { readonly range: ByteRange };
}

/** Work for a thread of this machine alone: it names a file. */
export const HALVES: WorkKind<null, HalfTask, BookSums> = {
  module: join(__dirname, "sum-halves"),
  name: "HALVES",
  unit: "halves",
  // A thread waits for what a task promises.
  prepare: () => sumHalf as unknown as (task: HalfTask) => BookSums,
};

/** The sums of a file by two threads; undefined where one must do it. */
export async function sumHalves(
  path: string,
  plan: EstimatePlan,
  options: EstimateOptions,
): Promise<BookSums | undefined> {
  const { workers = "auto", signal, onProgress, ...plain } = options;
  signal?.throwIfAborted();
  if (workers === 1 || (workers === "auto" && availableParallelism() < 2)) return undefined;
  try {
    const size = await textSize(path);
    if (size === undefined || (workers === "auto" && size < LARGE)) return undefined;
    const cut = await findCut(path, size, plan, { ...plain, signal });
    if (cut === undefined) return undefined;
    let later: BookSums | undefined;
    const progress = (read: number): void => onProgress?.(Math.round((read / cut.first.end) * size), size);
    const task = { path, options: { ...plain, range: cut.second } };
    const [earlier] = await Promise.all([
      sumHalf({ path, options: { ...plain, signal, onProgress: progress, range: cut.first } }),
      workerExecutor(1).run(workOf(HALVES, null), [task], (sums) => void (later = sums), signal),
    ]);
    return later === undefined ? undefined : joined(earlier, later, cut.edge);
  } catch (error) {
    signal?.throwIfAborted();
    // An error keeps neither its class nor its line from half a file on another thread: the whole tells it.
    if (error instanceof Error) return undefined;
    throw error;
  }
}

/** Sums a part of a file; on another thread this is its task. */
export async function sumHalf({ path, options }: HalfTask): Promise<BookSums> {
  const { range, ...given } = options;
  const source = await openBook(path, { ...given, range });
  try {
    return await sumBook(source, planEstimate(given), given);
  } finally {
    source.close();
  }
}

/** The halves as one, each with the bins on its side of the edge; undefined where they are not of one kind. */
function joined(earlier: BookSums, later: BookSums, edge: number): BookSums | undefined {
  if (earlier.identity !== later.identity) return undefined;
  const series = earlier.series.map(({ side, rows }, at) => ({
    side,
    rows: [...rows.filter(({ start }) => start < edge), ...later.series[at].rows.filter(({ start }) => start >= edge)],
  }));
  if (series[0].rows.length > MOST_BINS) return undefined;
  const rows = earlier.rows + later.rows - 2;
  return { ...earlier, series, rows, last: later.last, sawBook: earlier.sawBook || later.sawBook };
}

interface Cut {
  readonly first: ByteRange;
  readonly second: ByteRange;
  /** Where the bin of the first half's last row begins, microseconds. */
  readonly edge: number;
}

/** The first edge of a bin after the middle of the file. */
async function findCut(
  path: string,
  size: number,
  plan: EstimatePlan,
  options: EstimateOptions,
): Promise<Cut | undefined> {
  const start = await nextLine(path, Math.floor(size * MIDDLE));
  if (start === undefined || start >= size) return undefined;
  const range = { start, end: Math.min(size, start + FAR) };
  const source = await openBook(path, { ...options, range });
  try {
    let before: { readonly start: number; readonly time: number } | undefined;
    let [first, latest] = [Number.NaN, Number.NEGATIVE_INFINITY];
    while (source.next() || (await source.refill())) {
      const { time } = source.snapshot;
      const { span } = source;
      if (span === undefined) return undefined;
      if (Number.isNaN(first)) first = time;
      // Rows may be a second out of order. After a second no earlier one is later than the latest seen here.
      if (before !== undefined && before.time === latest && latest >= first + SECOND && time >= latest) {
        const bins = plan.binsOn(source.clock);
        const edge = bins.at(time);
        if (edge !== bins.at(before.time) && edge <= time)
          return { first: { start: 0, end: span.end }, second: { start: before.start, end: size }, edge };
      }
      latest = Math.max(latest, time);
      before = { start: span.start, time };
    }
    return undefined;
  } finally {
    source.close();
  }
}

/** The size of a plain text with a header, which is what can be cut; undefined for others. */
async function textSize(path: string): Promise<number | undefined> {
  const file = await open(path).catch(() => undefined);
  if (file === undefined) return undefined;
  try {
    const stats = await file.stat();
    const { buffer, bytesRead } = await file.read(Buffer.alloc(512), 0, 512, 0);
    const text = buffer.toString("latin1", 0, bytesRead);
    return stats.isFile() && /(bid|ask)_px_/.test(text) && !text.startsWith("\x1f\x8b") ? stats.size : undefined;
  } finally {
    await file.close();
  }
}

/** Where the next line begins; undefined where there is none within a megabyte. */
async function nextLine(path: string, from: number): Promise<number | undefined> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(1 << 20), 0, 1 << 20, from);
    const at = buffer.subarray(0, bytesRead).indexOf(NEWLINE);
    return at < 0 ? undefined : from + at + 1;
  } finally {
    await file.close();
  }
}
