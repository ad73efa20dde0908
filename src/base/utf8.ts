/** Bytes of a file as text. Node puts a mark in the place of each byte that it cannot read: labels would be lost. */
import { isUtf8 } from "node:buffer";

import { InputError } from "./input-error";

/** @throws InputError that names the first line of another encoding. */
export function utf8(path: string, bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString("utf8");
  const at = bytes.subarray(0, readable(bytes)).toString("latin1");
  const line = bytes
    .subarray(at.lastIndexOf("\n") + 1)
    .toString("latin1")
    .split(/\r?\n/, 1)[0];
  throw new InputError(
    `${path}, line ${at.split("\n").length}`,
    "must be text in UTF-8, and looks like Latin-1 or another encoding: save the file as UTF-8",
    line,
  );
}

/** How many bytes can be read: all lines before the first that cannot. */
function readable(bytes: Buffer): number {
  let start = 0;
  for (;;) {
    const end = bytes.indexOf(0x0a, start) + 1;
    if (end === 0 || !isUtf8(bytes.subarray(start, end))) return start;
    start = end;
  }
}
