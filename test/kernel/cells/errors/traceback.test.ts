import { readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { expect, test } from "vitest";

import { SourcePositions } from "../../../../src/kernel/cells/errors/source-positions";
import { describeThrown, tellFrames } from "../../../../src/kernel/cells/errors/traceback";

const KERNEL = resolve(__dirname, "../../../../src/kernel");
const SHELVES = readdirSync(KERNEL, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
);

/** What is told of an error whose frames stand in these files. */
function told(files: readonly string[], root = dirname(KERNEL)): string[] {
  const frames = files.map((file) => `    at f (${file}:1:2)`);
  const thrown = Object.assign(new Error("no"), { stack: ["Error: no", ...frames].join("\n") });
  const { traceback } = describeThrown(thrown, { positions: new SourcePositions(), root });
  return traceback.filter((line) => line.startsWith("    at "));
}

test("describeThrown(error) shows no frame of the kernel's own, whichever shelf it stands on", () => {
  expect(SHELVES.length).toBeGreaterThan(5);
  const own = ["start.js", "main-thread.ts", ...SHELVES.map((shelf) => join(shelf, "any.ts"))];
  for (const file of own) expect(told([join(KERNEL, file), `file://${join(KERNEL, file)}`])).toEqual([]);
});

test("describeThrown(error) shows frames of files whose path only begins like the kernel's", () => {
  const files = [`${KERNEL}-density/estimate.ts`, `${KERNEL}.ts`];
  expect(told(files)).toEqual(["    at f (kernel-density/estimate.ts:1:2)", "    at f (kernel.ts:1:2)"]);
});

test("describeThrown(error) leaves out Node's and tslab's machinery and shows packages", () => {
  const files = ["node:internal/timers", "node:vm", "/p/node_modules/tslab/dist/executor.js", "/p/node_modules/x/x.js"];
  expect(told([...files, "node:fs"], "/p")).toEqual(["    at f (node_modules/x/x.js:1:2)", "    at f (node:fs:1:2)"]);
});

test("describeThrown(error) tells where a cell waits for what failed, and places in folders with brackets", () => {
  const positions = new SourcePositions();
  positions.add("cell-3", { label: "Cell [3]", text: "await f();\n", maps: [] });
  positions.add("/p (copy)/src/x.ts", { label: "src/x.ts", text: "", maps: [] });
  const evaluated = "at eval (eval at f (cell-3:1:2), <anonymous>:1:1)";
  const frames = ["at async f (/p (copy)/src/x.ts:1:2)", evaluated, "at async cell-3:1:7", "at /p (copy)/y.ts:1:2"];
  const thrown = Object.assign(new Error("no"), {
    stack: ["Error: no", ...frames.map((at) => `    ${at}`)].join("\n"),
  });
  const { traceback } = describeThrown(thrown, { positions, root: "/p (copy)" });
  expect(traceback.filter((line) => line.startsWith("    at "))).toEqual([
    "    at async f (src/x.ts, line 1, column 2)",
    "    at Cell [3], line 1, column 7",
    "    at y.ts:1:2",
  ]);
});

test("tellFrames(text) tells the frames of a printed error as a traceback does, and leaves all other text", () => {
  const positions = new SourcePositions();
  positions.add("cell-3", { label: "Cell [3]", text: "f();\n", maps: [] });
  const own = join(KERNEL, "cells/cells.ts");
  const frames = ["at f (cell-3:1:2)", `at g (${own}:2:8381)`, "at node:vm:280:12", "at h (/p/src/x.ts:4:5)"];
  const printed = (tail: string, after: string) =>
    ["Error: no", ...frames.map((text) => `    ${text}`), `    at Cells.execute (${own}:1:1)${tail}`, after].join("\n");
  const told = (tail: string, after: string) =>
    ["Error: no", "    at f (Cell [3], line 1, column 2)", `    at h (src/x.ts:4:5)${tail}`, after].join("\n");
  for (const [tail, after] of [
    ["", ""],
    [" {", "  code: 'E7'\n}"],
    [",", "  n: 1\n}"],
  ])
    expect(tellFrames(printed(tail, after), { positions, root: "/p" })).toBe(told(tail, after));
  // The control: without a frame of the notebook's it is someone else's text.
  for (const other of [printed("", "").replace("cell-3", "cell-9"), "look    at cell-3:1:2", "    at noon, cell-3:1:2"])
    expect(tellFrames(other, { positions, root: "/p" })).toBe(other);
});
