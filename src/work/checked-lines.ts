/** Lines of a file that only grows, each after a checksum of its own: one that was cut off, or damaged, is no line. */
import { closeSync, openSync, readSync } from "node:fs";
import { crc32 } from "node:zlib";

const NEWLINE = 10;

export interface FileLine {
  /** Its bytes, as a damaged line may be no text. */
  readonly line: Buffer;
  /** Where the next one begins, bytes. */
  readonly next: number;
  /** Whether it ends in a newline: the last one of a file may not. */
  readonly ended: boolean;
}

/** The lines of a file, or of its bytes from `from` to before `to`: read as they are asked for, never held together. */
export function* fileLines(path: string, from = 0, to = Infinity): Generator<FileLine, void> {
  const file = openSync(path, "r");
  try {
    const chunk = Buffer.alloc(1 << 20);
    // Of the line that is not over yet.
    let pieces: Buffer[] = [];
    let at = from;
    for (;;) {
      const read = readSync(file, chunk, 0, Math.min(chunk.length, to - at), at);
      if (read === 0) break;
      let start = 0;
      for (let end = chunk.indexOf(NEWLINE); end >= 0 && end < read; end = chunk.indexOf(NEWLINE, start)) {
        yield { line: Buffer.concat([...pieces, chunk.subarray(start, end)]), next: at + end + 1, ended: true };
        [pieces, start] = [[], end + 1];
      }
      if (start < read) pieces.push(Buffer.from(chunk.subarray(start, read)));
      at += read;
    }
    if (pieces.length > 0) yield { line: Buffer.concat(pieces), next: at, ended: false };
  } finally {
    closeSync(file);
  }
}

/** Eight digits of the checksum, a space, the text. */
export function lineOf(json: string): string {
  return `${checksum(json)} ${json}\n`;
}

/** A line's text where it is whole. */
export function textOf(line: Buffer): string | undefined {
  const json = line.subarray(9);
  return line.subarray(0, 9).toString("latin1") === `${checksum(json)} ` ? json.toString("utf8") : undefined;
}

function checksum(text: string | Buffer): string {
  return crc32(text).toString(16).padStart(8, "0");
}
