/**
 * What a client sends to be saved, and the bytes that it comes to. What a file could not hold as it was sent is
 * refused: nothing is written that is nearly what was meant.
 */
import { formatNotebook, parseNotebook } from "../../notebook/notebook-document";
import { InputError } from "../../base/input-error";
import { HttpError } from "../http/route";
import type { Format } from "./model";

export interface Saved {
  readonly type: string;
  readonly format: Format | null;
  readonly content: unknown;
  /** Of a file sent in pieces: 1, 2, ... and -1 for the last. */
  readonly chunk: number | null;
}

/** The bytes of what was sent; `last` is the last byte of what the file holds. */
export function dataOf(path: string, sent: Partial<Saved>, last: number | undefined): string | Buffer {
  const { type, format, content, chunk = null } = sent;
  if (chunk !== null && !(Number.isInteger(chunk) && (chunk > 0 || chunk === -1))) {
    throw new HttpError(400, `The pieces of ${path} are counted 1, 2, ... and -1 for the last, not ${String(chunk)}.`);
  }
  if (type === "notebook") {
    if (chunk !== null) throw new HttpError(400, `A notebook comes whole: send the pieces of ${path} as a file.`);
    const text = notebookText(path, content);
    return last === undefined || last === 0x0a ? text : text.replace(/\n$/, "");
  }
  if (type !== "file") throw new HttpError(400, `${path} must be a notebook, a file or a directory, not ${type}.`);
  if (typeof content !== "string") throw new HttpError(400, `The content of ${path} must be text.`);
  if (format === "base64") return bytesOf(path, content);
  if (format !== "text") {
    throw new HttpError(400, `The format of ${path} must be text or base64, not ${String(format)}.`);
  }
  const half = /[\ud800-\udfff]/u.exec(content)?.index;
  if (half === undefined) return content;
  throw new HttpError(400, `${path} has half a character at place ${half + 1}, which no file in UTF-8 can hold.`);
}

/** Node would leave out what is no base64. */
function bytesOf(path: string, content: string): Buffer {
  // Python breaks it into lines.
  const bare = content.replace(/\s+/g, "");
  if (bare.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(bare)) return Buffer.from(bare, "base64");
  throw new HttpError(400, `The content of ${path} must be base64, as its format says.`);
}

function notebookText(path: string, content: unknown): string {
  try {
    return formatNotebook(parseNotebook(JSON.stringify(content) ?? "", path));
  } catch (error) {
    if (error instanceof InputError) throw new HttpError(400, error.message);
    throw error;
  }
}
