/**
 * What was thrown, as Jupyter shows it: name, message, and the frames of the user's own code in the
 * words of the notebook, `Cell [3], line 2`, without the kernel's and the compiler's frames. Also the
 * error of a cell that was interrupted.
 */
import { dirname, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

import type { Failure } from "../../engine/engine";
import { inspectSafely, property } from "../../show/inspect-safely";
import { describePlace, excerpt, type Place, type SourcePositions } from "./source-positions";

export interface TracebackOptions {
  readonly positions: SourcePositions;
  /** The project's folder: files below it are named from it. */
  readonly root: string;
}

interface Frame {
  readonly text: string;
  readonly place: Place | undefined;
}

/** How many causes of causes are told. */
const DEPTH = 5;
/** A folder may have brackets in its name; what was evaluated has no place of its own. */
const FRAME = /^\s+at (?:(.*?) \(|async )?((?!eval at )(?:[^()]|\([^()]*\))*?):(\d+):(\d+)\)?$/;
/** The kernel's own files, on every shelf of src/kernel. */
const OWN_FILES = dirname(dirname(__dirname)) + sep;

/** The failure for a thrown value, which need not be an Error. */
export function describeThrown(thrown: unknown, options: TracebackOptions): Failure {
  const ename = nameOf(thrown);
  const evalue = messageOf(thrown);
  return { ename, evalue, traceback: tell(thrown, options, "", DEPTH) };
}

/** Text in which an error was printed, with frames as a traceback has them; all other text as it is. */
export function tellFrames(text: string, options: TracebackOptions): string {
  if (!text.includes("    at ")) return text;
  // After the last frame come an error's properties, or what stands beside it in an object.
  const lines = text.split("\n").map((line) => {
    const [, body, tail] = /^(.*?)( \{|,| \}|)$/s.exec(line) as unknown as [string, string, string];
    return { line, tail, match: FRAME.exec(body) };
  });
  if (!lines.some(({ match }) => match !== null && options.positions.has(match[2]))) return text;
  const told: string[] = [];
  for (const { line, tail, match } of lines) {
    if (match === null) told.push(line);
    else for (const { text: place } of frame(match, options)) told.push(line.replace(/at .*/s, () => `at ${place}`));
    if (match !== null && told.length > 0) told[told.length - 1] += tail;
  }
  return told.join("\n");
}

/** The failure for a cell that was interrupted; `left` is what goes on all the same. */
export function interrupted(left: readonly string[] = []): Failure {
  const evalue = "the cell was interrupted";
  const named = left.length === 0 ? [] : [`Not stopped, and at work until it ends by itself: ${left.join(", ")}`];
  return { ename: "KeyboardInterrupt", evalue, traceback: [`${red("KeyboardInterrupt")}: ${evalue}`, ...named] };
}

export function red(text: string): string {
  return `\x1b[31m${text}\x1b[39m`;
}

function tell(thrown: unknown, options: TracebackOptions, prefix: string, depth: number): string[] {
  const head = `${prefix}${red(nameOf(thrown))}: ${messageOf(thrown)}`;
  const frames = framesOf(thrown, options);
  const lines = [head, ...frames.map(({ text }) => `    at ${text}`)];
  const place = frames.find((frame) => frame.place !== undefined)?.place;
  if (place !== undefined) {
    lines.push("", `${place.source.label}, line ${place.line + 1}`, ...excerpt(place.source.text, place));
  }
  if (depth === 0) return lines;
  for (const inner of innerErrors(thrown)) lines.push("", ...tell(inner, options, "Caused by ", depth - 1));
  return lines;
}

function innerErrors(thrown: unknown): unknown[] {
  try {
    if (!(thrown instanceof Error)) return [];
    const errors = thrown instanceof AggregateError ? thrown.errors.slice(0, 3) : [];
    return thrown.cause === undefined ? errors : [...errors, thrown.cause];
  } catch {
    return [];
  }
}

function framesOf(thrown: unknown, options: TracebackOptions): Frame[] {
  const stack = property(thrown, "stack");
  if (typeof stack !== "string") return [];
  const frames: Frame[] = [];
  for (const line of stack.split("\n")) {
    const match = FRAME.exec(line);
    if (match !== null) frames.push(...frame(match, options));
  }
  return frames;
}

/** The frame as it is shown, or none for one that is not the user's business. */
function frame([, name, file, line, column]: RegExpExecArray, { positions, root }: TracebackOptions): Frame[] {
  const called = name === undefined || /^(eval|Object\.<anonymous>|<anonymous>)$/.test(name) ? "" : name;
  const say = (where: string): string => (called === "" ? where : `${called} (${where})`);
  const script = file.startsWith("file://") ? fileURLToPath(file) : file;
  if (positions.has(script)) {
    const place = positions.locate(script, Number(line) - 1, Number(column) - 1);
    return place === undefined ? [] : [{ text: say(describePlace(place.source.label, place)), place }];
  }
  if (script.startsWith("node:internal") || script === "node:vm" || script === "node:events") return [];
  if (script.startsWith(OWN_FILES) || /[\\/]node_modules[\\/](tslab|tsx)[\\/]/.test(script)) return [];
  const path = script.startsWith("node:") ? script : relative(root, script).split(sep).join("/");
  return [{ text: say(`${path}:${line}:${column}`), place: undefined }];
}

function nameOf(thrown: unknown): string {
  const name = property(thrown, "name");
  if (typeof name === "string" && name !== "" && typeof thrown === "object") return name;
  return "Thrown";
}

function messageOf(thrown: unknown): string {
  const message = property(thrown, "message");
  if (typeof message === "string" && typeof thrown === "object") return asWritten(message);
  return inspectSafely(thrown, 2);
}

/** An engine's message on a call or a variable, as the cell has it: it runs with `(0, __cells.f)()` for `f()`. */
function asWritten(message: string): string {
  return message.replace(/\(0 ?, __cells_*\.([^\s).]+)\)/g, "$1").replace(/\b__cells_*\./g, "");
}
