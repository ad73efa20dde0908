/**
 * JSON from someone else, with bounds: text that is small, or packs small, can stand for more values, or
 * deeper ones, than a process can hold.
 */
import { InputError, must } from "./input-error";
import { readText } from "./read-text";
import { statsOf } from "./stats-of";

/** Characters of text, levels of lists and objects in one another, and how many values: some seconds' work. */
export const BOUNDS = { characters: 256_000_000, levels: 500, values: 20_000_000 } as const;

const [QUOTE, BACKSLASH, COMMA, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [34, 92, 44, 91, 93, 123, 125];

/**
 * The value. A byte-order mark before it is none of it.
 *
 * @param argument names the text in errors
 * @throws InputError where it is no JSON, or beyond the bounds
 */
export function parseBoundedJson(text: string, argument: string): unknown {
  checkBounds(text, argument);
  try {
    return JSON.parse(text.replace(/^\ufeff/, ""));
  } catch (error) {
    throw new InputError(argument, `must be JSON (${jsonReason(error)})`, text);
  }
}

/** What a parser of JSON says, which quotes the text, in one line. */
export function jsonReason(error: unknown): string {
  return (error as Error).message.replace(/[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]+/g, " ");
}

/** @throws InputError where the values of a JSON text are more, or deeper in one another, than `BOUNDS` says */
export function checkBounds(text: string, argument: string): void {
  must(text.length <= BOUNDS.characters, argument, `must hold at most ${BOUNDS.characters} characters`, text.length);
  let [level, deepest, values] = [0, 0, 1];
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i);
    if (char === QUOTE) {
      for (i++; i < text.length && text.charCodeAt(i) !== QUOTE; i++) if (text.charCodeAt(i) === BACKSLASH) i++;
    } else if (char === OPEN_LIST || char === OPEN_OBJECT) {
      values++;
      if (++level > deepest) deepest = level;
    } else if (char === CLOSE_LIST || char === CLOSE_OBJECT) level--;
    else if (char === COMMA) values++;
  }
  must(deepest <= BOUNDS.levels, argument, `must hold values in at most ${BOUNDS.levels} levels`, deepest);
  must(values <= BOUNDS.values, argument, `must hold at most ${BOUNDS.values} values`, values);
}

/** A file's text, where it is a file and not larger than the bound; a device could give text for ever. */
export function readBoundedText(path: string, what = "a file"): string {
  const stats = statsOf(path);
  must(stats === undefined || stats.isDirectory() || stats.isFile(), path, `must be ${what}`, "a device or a pipe");
  const size = stats?.size ?? 0;
  must(size <= BOUNDS.characters, path, `must be ${what} of at most ${BOUNDS.characters} bytes`, size);
  return readText(path, what);
}
