/** Reads damaged books by the estimator and by hand, and counts how they end. */
import { performance } from "node:perf_hooks";
import { gunzipSync } from "node:zlib";

import { InputError } from "../../src/base/input-error";
import { estimateImpact } from "../../src/estimates/fit/estimate-impact";
import { curvesByHand, lobsterByHand, Refused, type Minute } from "./book-by-hand";
import { DAMAGE_SIZES, damagedBook, type DamagedBook } from "./damaged-books";
import type { temporaryFolder } from "./temporary-folder";

export interface DamageCounts {
  inputs: number;
  /** Ended in the numbers that the reader by hand gets. */
  numbers: number;
  /** Ended in one sentence; so many of these name a line, and a column. */
  sentences: number;
  lines: number;
  columns: number;
  /** What went wrong: the seed, the damage, and how. */
  readonly faults: string[];
  /** The most CPU that one took, seconds, and the most memory of the process, MB. */
  slowest: number;
  memory: number;
}

/** File, line and column where they are known, rule and value. */
const SENTENCE = /^\/\S+\.csv(, line \d+(, column "[^\n]*")?)? (must|looks) [^\n]*, got [^\n]+$/;

/** Checks `count` damaged books from seed `first` on. */
export async function checkDamaged(
  folder: ReturnType<typeof temporaryFolder>,
  first: number,
  count: number,
): Promise<DamageCounts> {
  const counts: DamageCounts = {
    inputs: 0,
    numbers: 0,
    sentences: 0,
    lines: 0,
    columns: 0,
    faults: [],
    slowest: 0,
    memory: 0,
  };
  for (let seed = first; seed < first + count; seed++) {
    const damaged = damagedBook(seed);
    const wanted = byHand(damaged);
    const path = write(folder, damaged);
    const before = process.cpuUsage();
    const begun = performance.now();
    const got = await estimateImpact(path, { sizes: DAMAGE_SIZES, format: damaged.format }).catch(
      (error: Error) => error,
    );
    const { user, system } = process.cpuUsage(before);
    counts.slowest = Math.max(counts.slowest, Math.min((user + system) / 1e6, (performance.now() - begun) / 1e3));
    counts.memory = Math.max(counts.memory, process.memoryUsage().rss / 1e6);
    counts.inputs++;
    const fault = (text: string): void =>
      void counts.faults.push(`${seed} ${damaged.format} ${damaged.damage}: ${text}`);
    if (got instanceof Error) {
      counts.sentences++;
      if (/, line \d+/.test(got.message)) counts.lines++;
      if (/, line \d+, column "/.test(got.message)) counts.columns++;
      if (!(got instanceof InputError) || !SENTENCE.test(got.message)) fault(`${got.name}: ${got.message}`);
      else if (!(wanted instanceof Refused)) fault(`refused what can be read: ${got.message}`);
    } else if (wanted instanceof Refused) fault(`read what should be refused: ${wanted.message}`);
    else {
      counts.numbers++;
      const seen = got.bin.map((bin, k): Minute => ({ bin, alpha: got.alpha[k], beta: got.beta[k] }));
      const apart = difference(seen, wanted);
      if (apart !== undefined) fault(apart);
    }
  }
  return counts;
}

function write(folder: ReturnType<typeof temporaryFolder>, { format, text, messages, gzip }: DamagedBook): string {
  if (gzip !== undefined) return folder.file("damaged.csv", gzip);
  if (format !== "lobster") return folder.file("damaged.csv", Buffer.from(text, "latin1"));
  folder.file("damaged_message_4.csv", Buffer.from(messages, "latin1"));
  return folder.file("damaged_orderbook_4.csv", Buffer.from(text, "latin1"));
}

function byHand({ format, messages, gzip, ...damaged }: DamagedBook): Minute[] | Refused {
  try {
    const text = gzip === undefined ? damaged.text : unpacked(gzip);
    return format === "lobster"
      ? lobsterByHand(messages, text, DAMAGE_SIZES)
      : curvesByHand(text, DAMAGE_SIZES, format);
  } catch (error) {
    if (error instanceof Refused) return error;
    throw error;
  }
}

function unpacked(gzip: Buffer): string {
  try {
    return gunzipSync(gzip).toString("latin1");
  } catch (error) {
    throw new Refused((error as Error).message);
  }
}

/** Where two lists of minutes differ. */
function difference(seen: readonly Minute[], wanted: readonly Minute[]): string | undefined {
  const bins = (minutes: readonly Minute[]): string => minutes.map(({ bin }) => bin).join(" ");
  if (bins(seen) !== bins(wanted)) return `bins ${bins(seen)}\n  by hand ${bins(wanted)}`;
  for (const [k, { bin, alpha, beta }] of seen.entries()) {
    const near = (a: number, b: number): boolean => Object.is(a, b) || Math.abs(a - b) <= 1e-6 * Math.abs(b);
    if (!near(alpha, wanted[k].alpha) || !near(beta, wanted[k].beta))
      return `${bin} ${alpha} ${beta}, by hand ${wanted[k].alpha} ${wanted[k].beta}`;
  }
  return undefined;
}
