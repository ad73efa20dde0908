import { PassThrough } from "node:stream";
import { expect, test } from "vitest";

import { showRuns } from "../../../src/notebook/run/run-progress";

function shown(terminal: boolean): { progress: ReturnType<typeof showRuns>; text: () => string } {
  const stream = Object.assign(new PassThrough(), {
    isTTY: terminal,
    columns: 120,
    cursorTo: () => true,
    clearLine: () => true,
    moveCursor: () => true,
    clearScreenDown: () => true,
  });
  let text = "";
  stream.on("data", (chunk: Buffer) => (text += String(chunk)));
  return { progress: showRuns(stream as unknown as NodeJS.WriteStream), text: () => text };
}

test("showRuns(stream) off a terminal writes a line a cell and one for the end", () => {
  const { progress, text } = shown(false);
  progress.update("01-a", { cell: 2, cells: 12, source: "\nconst best = allocate(model, size);\nbest" });
  progress.update("01-a", { cell: 3, cells: 12, source: "x".repeat(80) });
  progress.end("01-a", "done");
  progress.stop();
  expect(text()).toBe(
    `01-a: cell 3 of 12  const best = allocate(model, size);\n01-a: cell 4 of 12  ${"x".repeat(49)}…\n01-a: done\n`,
  );
});

test("showRuns(stream) on a terminal draws a bar that names notebook and cell, and leaves the outcome", async () => {
  const { progress, text } = shown(true);
  progress.update("01-a", { cell: 5, cells: 12, source: "sweep(grid)" });
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(text()).toMatch(/01-a \[=+-+\] cell 6 of 12 {2}sweep\(grid\)/);
  progress.end("01-a", "cell 6 [4] failed: Error: no");
  progress.end("02-b", "done");
  progress.stop();
  expect(text()).toContain("01-a: cell 6 [4] failed: Error: no\n");
  expect(text()).toContain("02-b: done\n");
});
