/**
 * A run in files that all machines see, one folder a run, named by the hash of all that its results depend on, so that
 * the same call finds again what an earlier one left:
 *
 *     job.json       fingerprint, kind of work, hash of what the tasks have in common
 *     shared.json    that text
 *     tasks/K        the tasks of array element K, a line of JSON each
 *     lines/K        its results as they are done, each after a checksum (work/checked-lines.ts)
 *     at/K           which of them it is at, while it is
 *     deaths/K       those that it was at when it ended without a word, a line each time
 *     ended/K        that it has ended, and how; written beside and renamed
 */
import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

import { NEWLINE, textOf } from "../../work/checked-lines";
import type { Thrown } from "../thrown";

export interface RunJob {
  readonly fingerprint: string;
  readonly work: string;
  readonly hash: string;
  /** How many workers may die over a task before it is left out. */
  readonly deaths: number;
}

/** How an element ended. */
export interface Ended {
  /** What a task threw. */
  readonly thrown?: Thrown;
  /** Indices of tasks that ended every process that had them. */
  readonly poison: readonly number[];
  /** Why it did nothing. */
  readonly refused?: string;
}

const PARTS = ["tasks", "lines", "at", "deaths", "ended"] as const;

export class RunFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  create(): void {
    for (const part of PARTS) mkdirSync(join(this.path, part), { recursive: true });
  }

  of(part: (typeof PARTS)[number] | "job.json" | "shared.json", element?: number): string {
    return element === undefined ? join(this.path, part) : join(this.path, part, String(element));
  }

  /** A file's text, or nothing where there is no such file. */
  read(part: Parameters<RunFolder["of"]>[0], element?: number): string | undefined {
    try {
      return readFileSync(this.of(part, element), "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw error;
    }
  }

  write(part: Parameters<RunFolder["of"]>[0], element: number | undefined, text: string): void {
    const path = this.of(part, element);
    writeFileSync(`${path}.new`, text);
    renameSync(`${path}.new`, path);
  }

  ended(): Set<number> {
    return new Set(readdirSync(this.of("ended")).flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : [])));
  }

  /** Whole lines of results behind the first `from` bytes, and how far they reach. */
  linesFrom(element: number, from: number): { readonly texts: string[]; readonly to: number } {
    let file: number;
    try {
      file = openSync(this.of("lines", element), "r");
    } catch {
      return { texts: [], to: from };
    }
    try {
      const texts: string[] = [];
      const chunk = Buffer.alloc(1 << 20);
      let rest = Buffer.alloc(0);
      let at = from;
      for (let read = readSync(file, chunk, 0, chunk.length, at); read > 0;) {
        at += read;
        const bytes = Buffer.concat([rest, chunk.subarray(0, read)]);
        let start = 0;
        for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
          const text = textOf(bytes.subarray(start, end));
          if (text !== undefined) texts.push(text);
          start = end + 1;
        }
        rest = bytes.subarray(start);
        read = readSync(file, chunk, 0, chunk.length, at);
      }
      return { texts, to: at - rest.length };
    } finally {
      closeSync(file);
    }
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
