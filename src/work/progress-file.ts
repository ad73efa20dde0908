/**
 * What long work has done so far, beside the file it makes: `NAME.progress`, a first line that says which
 * work it is, then a line a part, each after a checksum of its own. A line that was cut off as the machine
 * went down, or damaged since, is no line: its part is done again. The file only ever grows.
 */
import { createHash } from "node:crypto";
import { appendFileSync, closeSync, constants, openSync, readSync, rmSync, statSync } from "node:fs";

import { writing } from "../base/file-error";
import { InputError, must } from "../base/input-error";
import { fileLines, lineOf, textOf } from "./checked-lines";
import { resultFromJson, resultToJson } from "./result-json";
import { sourceOf } from "./source-closure";
import type { Work } from "./work";

export interface ProgressFile<P> {
  readonly path: string;
  /** The parts of earlier runs, read from the file each time they are gone through: they are never held together. */
  readonly done: Iterable<P>;
  /** Keeps a part, unless another run has begun anew in this place: what it keeps there is of its own work. */
  add(part: P): void;
  /** Whether this work is still what the file is of. */
  isKept(): boolean;
  /** Removes it, if it is. */
  remove(): void;
}

/** Work as far as a file must know it. */
export type KeptWork = Pick<Work<never, unknown>, "name" | "module" | "shared">;

/** Which work a file is of. */
interface Header {
  readonly work: string;
  /** Hash of what the tasks have in common, and of every one. */
  readonly tasks: string;
  /** Hash of the source that works them out. */
  readonly source: string;
}

/**
 * Opens the progress file of the work that makes `file`.
 *
 * @param tasks all of it: who goes on must have the same ones.
 * @param resume whether to go on with what is there; else it is begun anew.
 * @throws InputError where what is there belongs to other work, or to another version of the source.
 */
export function openProgressFile<P>(
  file: string,
  work: KeptWork,
  tasks: Iterable<unknown>,
  resume: boolean,
): ProgressFile<P> {
  const path = `${file}.progress`;
  const header: Header = { work: work.name, tasks: hashOf(work.shared, tasks), source: sourceOf(work.module) };
  const isFile = writing(path, () => statSync(path, { throwIfNoEntry: false })?.isFile(), "--out");
  must(!resume || isFile !== false, "--resume", "must find a progress file in this place, not a folder", path);
  const there = resume && isFile === true ? statSync(path).size : 0;
  const [first] = there > 0 ? fileLines(path) : [];
  if (first !== undefined) checkHeader(first.line, header, path);
  const begins = first?.line ?? Buffer.from(lineOf(JSON.stringify(header)));
  writing(
    path,
    () => {
      if (first === undefined) {
        rmSync(path, { force: true });
        appendFileSync(path, begins);
      } else if (!endsLine(path, there)) appendFileSync(path, "\n");
    },
    "--out",
  );
  return {
    path,
    done: {
      [Symbol.iterator]: () => (first === undefined ? [] : partsOf<P>(path, first.next, there))[Symbol.iterator](),
    },
    add: (part) =>
      void writing(path, () => inOwn(path, begins, (file) => appendFileSync(file, lineOf(resultToJson(part))))),
    isKept: () => inOwn(path, begins, () => undefined),
    remove: () => void inOwn(path, begins, () => rmSync(path, { force: true })),
  };
}

/** Does something with the file where it is there and begins so; whether it does. */
function inOwn(path: string, begins: Buffer, act: (file: number) => void): boolean {
  let file: number;
  try {
    // It is not made: who took it away took what it began with, too.
    file = openSync(path, constants.O_RDWR | constants.O_APPEND);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
  try {
    const there = Buffer.alloc(begins.length);
    const isOwn = readSync(file, there, 0, there.length, 0) === there.length && there.equals(begins);
    if (isOwn) act(file);
    return isOwn;
  } finally {
    closeSync(file);
  }
}

/** The parts in the lines of a file from `from` to before `to`: what is added since is not among them. */
function* partsOf<P>(path: string, from: number, to: number): Generator<P, void> {
  for (const { line } of fileLines(path, from, to)) {
    const json = textOf(line);
    if (json !== undefined) yield resultFromJson<P>(json);
  }
}

function endsLine(path: string, size: number): boolean {
  const [last] = fileLines(path, size - 1);
  return last.ended;
}

const ANEW = "; without --resume the work begins anew";

function checkHeader(line: Buffer, header: Header, path: string): void {
  const text = textOf(line);
  must(text !== undefined, "--resume", `must go on with a progress file whose first line is whole${ANEW}`, path);
  const { work, tasks, source } = JSON.parse(text) as Header;
  must(
    work === header.work && tasks === header.tasks,
    "--resume",
    `must go on with the same model, grids and options as before${ANEW}`,
    path,
  );
  if (source !== header.source) {
    const rule = "must go on with the version of the solver's source that it began with, and that has changed since";
    throw new InputError("--resume", `${rule}${ANEW}`, path);
  }
}

/** One by one: all of them in one text would be longer than a text can be. */
function hashOf(shared: unknown, tasks: Iterable<unknown>): string {
  const hash = createHash("sha256")
    .update(resultToJson(shared ?? null))
    .update("\n");
  for (const task of tasks) hash.update(resultToJson(task)).update("\n");
  return hash.digest("hex");
}
