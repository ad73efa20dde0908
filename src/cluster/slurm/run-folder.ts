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
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { fileLines, textOf } from "../../work/checked-lines";
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

  /** Whole lines of results behind the first `from` bytes, and where the next one begins; a damaged one has no text. */
  *linesFrom(element: number, from: number): Generator<{ readonly text: string | undefined; readonly next: number }> {
    const path = this.of("lines", element);
    if (!existsSync(path)) return;
    for (const { line, next, ended } of fileLines(path, from)) if (ended) yield { text: textOf(line), next };
  }

  /** Whether somebody may go on from what is here. */
  ofUse(): boolean {
    const sizes = (["lines", "deaths"] as const).flatMap((part) =>
      readdirSync(this.of(part)).map((name) => statSync(this.of(part, Number(name))).size),
    );
    return sizes.some((size) => size > 0);
  }

  remove(): void {
    // An element that is being cancelled may still write.
    rmSync(this.path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}
