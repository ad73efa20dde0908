import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

import { sourceClosure } from "../../../src/notebook/provenance/source-closure";
import { makeProject, type Project } from "../../support/project";

let project: Project;

beforeAll(() => {
  project = makeProject({
    "src/index.ts": 'export * from "./a";\nimport { readFile } from "node:fs/promises";\nimport m from "mathjs";\n',
    "src/a.ts":
      'import type { B } from "./b";\nconst lazy = () => require("./lazy");\n' +
      'new Worker(join(__dirname, "worker.js"));\n',
    "src/b.ts": 'import limits from "../data/limits.json";\nimport "./a";\n',
    "src/lazy/index.ts": "",
    "src/worker.js": 'require("./behind")',
    "src/behind.ts": "",
    "src/other.ts": "",
    "data/limits.json": "{}",
  });
  mkdirSync(join(project.root, "src/a"), { recursive: true });
});

afterAll(() => project.remove());

const closure = (...cells: string[]) => sourceClosure(cells, project.notebooks, project.root);

test("sourceClosure(cells) follows imports, requires and workers' files to their end, once each", () => {
  const paths = [
    "data/limits.json",
    "src/a.ts",
    "src/b.ts",
    "src/behind.ts",
    "src/index.ts",
    "src/lazy/index.ts",
    "src/worker.js",
  ];
  expect(closure('import { x } from "../src";', 'await import("../src/a")').files.map(({ path }) => path)).toEqual(
    paths,
  );
  expect(closure('import { x } from "danfojs-node"; const s = `import "../src/other"`').files).toEqual([]);
});

test("sourceClosure(cells).sha256 is that of sha256sum's list, and changes with any file", () => {
  const before = closure('import "../src/b"');
  const { stdout } = spawnSync(
    "sha256sum",
    before.files.map(({ path }) => path),
    { cwd: project.root, encoding: "utf8" },
  );
  expect(before.sha256).toBe(createHash("sha256").update(stdout).digest("hex"));
  expect(closure('import "../src/b"')).toEqual(before);
  project.write("src/behind.ts", "export {};");
  expect(closure('import "../src/b"').sha256).not.toBe(before.sha256);
});
