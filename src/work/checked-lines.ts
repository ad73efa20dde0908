/** Lines of a file that only grows, each after a checksum of its own: one that was cut off, or damaged, is no line. */
import { crc32 } from "node:zlib";

export const NEWLINE = 10;

/** Of bytes, as a damaged line may be no text. */
export function linesOf(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  for (let start = 0; start < bytes.length; start += lines[lines.length - 1].length + 1) {
    const end = bytes.indexOf(NEWLINE, start);
    lines.push(bytes.subarray(start, end < 0 ? bytes.length : end));
  }
  return lines;
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
