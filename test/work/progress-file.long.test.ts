import { join } from "node:path";

import { expect, test } from "vitest";

import { openProgressFile } from "../../src/work/progress-file";
import { temporaryFolder } from "../support/temporary-folder";

const folder = temporaryFolder();

// The short form, that no text is made of all tasks, is in progress-file.test.ts.
test("openProgressFile(...) tells tasks apart that are longer together than a text can be", () => {
  const work = { module: __filename, name: "none", unit: "rows" };
  const text = "x".repeat(2 ** 27);
  const tasks = Array.from({ length: 5 }, (_, part) => ({ part, text }));
  expect(() => JSON.stringify(tasks)).toThrow("Invalid string length");
  const open = (resume: boolean, all: readonly unknown[]) =>
    openProgressFile(join(folder.path, "long"), work, all, resume);
  open(false, tasks);
  expect([...open(true, tasks).done]).toEqual([]);
  expect(() => open(true, tasks.slice(1))).toThrow("--resume must go on with the same model, grids and options");
});
