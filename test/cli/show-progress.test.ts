import { PassThrough } from "node:stream";

import { expect, test } from "vitest";

import { showProgress } from "../../src/cli/show-progress";

/** What a file of 700 MB, read in three steps, shows on a stream. */
function shown(isTTY: boolean, total: number): string {
  const stream = Object.assign(new PassThrough(), {
    isTTY,
    columns: 120,
    cursorTo() {},
    clearLine() {},
    moveCursor() {},
  });
  const progress = showProgress("book.csv", stream as unknown as NodeJS.WriteStream);
  for (const share of [0, 0.52, 0.53, 1]) progress.update(share * total, total);
  progress.stop();
  return String(stream.read() ?? "");
}

test("showProgress(name) draws a bar on a terminal and takes it away again", () => {
  const text = shown(true, 700e6);
  expect(text).toContain("book.csv [");
  expect(text).toContain("of 700 MB");
  expect(text.lastIndexOf("\x1B[?25h")).toBeGreaterThan(text.lastIndexOf("\x1B[?25l")); // the cursor is back
});

test("showProgress(name) writes a line a tenth elsewhere, and none for a small file", () => {
  expect(shown(false, 700e6)).toBe("book.csv: 50 % of 700 MB\nbook.csv: 100 % of 700 MB\n");
  expect(shown(false, 1e6)).toBe("");
});
