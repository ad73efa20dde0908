/** What is compiled before the first cell is run. */
import { join } from "node:path";

import { expect, test } from "vitest";

import { compileImports, importsOf } from "../../../src/lab/kernels/ahead";

const NOTEBOOK = join(__dirname, "../../../notebooks/01-quickstart.ipynb");

test("importsOf(text) is what its lines import, each once, and nothing that only looks so", () => {
  const text = [
    `import { a,`,
    `  b } from "../src";`,
    `import type { C } from '../src';`,
    `import * as fs from "node:fs"; import "./side";`,
    `export { d } from "./d"`,
    `const e = "import"; // from "nowhere"`,
    "`import x from 'text'`",
    `  import late from "late";`,
  ].join("\n");
  expect(importsOf(text)).toEqual(["../src", "node:fs", "./d", "late"]);
});

test("compileImports(kernel, notebook) has the kernel check the imports alone, of a notebook that is one", async () => {
  const asked: unknown[] = [];
  const kernel = { request: (...request: unknown[]) => Promise.resolve(void asked.push(request) as never) };
  await compileImports(kernel, NOTEBOOK);
  expect(asked).toEqual([["impactlab_check_request", { cells: ['import "danfojs-node";\nimport "../src";\n'] }]]);
  await compileImports(kernel, join(__dirname, "none.ipynb"));
  await compileImports({ request: () => Promise.reject(new Error("ended")) }, NOTEBOOK);
  expect(asked).toHaveLength(1);
});
