import { appendFileSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";

import { expect, test } from "vitest";

import { sourceClosure, sourceOf } from "../../src/work/source-closure";
import { temporaryFolder } from "../support/temporary-folder";

const folder = temporaryFolder();

test("sourceClosure(sources, folder, root) misses no import, whatever its form", () => {
  const forms = {
    "from.ts": 'import { a,\n  b } from "./from";',
    "bare.ts": 'import "./bare";',
    "again.ts": 'export * from "./again";',
    "late.ts": 'const late = await import("./late");',
    "lazy.ts": 'const lazy = require("./lazy") as typeof import("./lazy");',
    "worker.js": 'new Worker(join(__dirname, "worker.js"));',
  };
  for (const [name, text] of Object.entries(forms)) {
    folder.file(name, "");
    const { files } = sourceClosure([text], folder.path, folder.path);
    expect(files.map(({ path }) => path)).toEqual([name]);
  }
  expect(sourceClosure(['import "node:fs"; import x from "mathjs";'], folder.path, folder.path).files).toEqual([]);
});

test("sourceClosure of a project that is a package itself holds its files, and none of its packages'", () => {
  const inside = "host/node_modules/project";
  for (const made of [`${inside}/src`, `${inside}/node_modules/dep`, "host/node_modules/other"])
    mkdirSync(join(folder.path, made), { recursive: true });
  folder.file(`${inside}/src/a.ts`, 'import "./b"; import "../node_modules/dep/c"; import "../../other/d";');
  folder.file(`${inside}/src/b.ts`, "");
  folder.file(`${inside}/node_modules/dep/c.ts`, "");
  folder.file("host/node_modules/other/d.ts", "");
  const { files } = sourceClosure(['import "./src/a";'], join(folder.path, inside), join(folder.path, inside));
  expect(files.map(({ path }) => path)).toEqual(["src/a.ts", "src/b.ts"]);
});

test("sourceOf(module) changes with any file that the module stands on, and with no other", () => {
  folder.file("task.ts", 'import { g } from "./formula";');
  const formula = folder.file("formula.ts", "export const g = 1;");
  const other = folder.file("other.ts", "");
  const module = join(folder.path, "task");
  const before = sourceOf(module);
  appendFileSync(other, "// changed");
  expect(sourceOf(module)).toBe(before);
  appendFileSync(formula, "// changed");
  expect(sourceOf(module)).not.toBe(before);
});

test("sourceClosure(a sweep's task) holds the solver, and nothing of figures or the command line", () => {
  const src = resolve(__dirname, "../../src");
  const { files } = sourceClosure(['import "./sweep-task"'], join(src, "sweep"), src);
  const paths = files.map(({ path }) => path);
  expect(paths).toContain("solver/size-path.ts");
  expect(paths).toContain("numeric/elementary.ts");
  expect(paths.filter((path) => /^(figures|cli|kernel|notebook)\//.test(path))).toEqual([]);
});
