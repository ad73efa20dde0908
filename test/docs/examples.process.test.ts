/**
 * Holds the examples in the docstrings: every function that src/index.ts exports has one, each compiles
 * without an error beside `import ... from "../src"` as a notebook's cell does, and each runs. A process of its own:
 * the danfo that its `src` loads does not bear another beside it.
 */
import { join } from "node:path";

import ts from "typescript";
import { afterAll, beforeAll, expect, test } from "vitest";

import { ROOT, compilerOptions, exportedNames } from "../support/exported";
import { load } from "../support/load";

const INDEX = join(ROOT, "src/index.ts");
const NOTEBOOKS = join(ROOT, "notebooks");
/** As cells are compiled. */
const CELLS = { strict: false, noImplicitReturns: false, noUnusedLocals: false, noUnusedParameters: false };
const options: ts.CompilerOptions = { ...compilerOptions(), ...CELLS, module: ts.ModuleKind.ESNext };

/** The examples as files beside the notebooks, in memory. */
const files = new Map<string, string>();
const host = ts.createCompilerHost(options);
const { fileExists, readFile } = host;
host.fileExists = (path) => files.has(path) || fileExists(path);
host.readFile = (path) => files.get(path) ?? readFile(path);
const getSourceFile = host.getSourceFile.bind(host);
host.getSourceFile = (path, how, ...rest) => {
  const text = files.get(path);
  return text === undefined ? getSourceFile(path, how, ...rest) : ts.createSourceFile(path, text, how);
};

const source = ts.createProgram([INDEX], options, host);
const exported = exportedNames(source);
for (const { name, examples } of exported) {
  // `export {}` makes a module of an example that imports nothing.
  examples.forEach((code, i) => files.set(join(NOTEBOOKS, `.${name}-${i}.ts`), `${code}\nexport {};\n`));
}
const program = ts.createProgram([INDEX, ...files.keys()], options, host, source);

test("every function that src/index.ts exports has an @example in a ts fence", () => {
  const functions = exported.filter(({ isFunction }) => isFunction);
  expect(functions.length).toBeGreaterThan(40);
  const without = functions.filter(({ examples }) => !examples.some((code) => code.includes("../src")));
  expect(without.map(({ name }) => name)).toEqual([]);
});

// Examples name the data as a cell does, from the notebooks' folder.
const before = process.cwd();
beforeAll(() => process.chdir(NOTEBOOKS));
afterAll(() => process.chdir(before));

const show = (path: string): string => path.slice(NOTEBOOKS.length + 2, -".ts".length);

test.each([...files.keys()].map((path) => [show(path), path]))("the example %s compiles and runs", async (_, path) => {
  const file = program.getSourceFile(path) as ts.SourceFile;
  const problems = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
  expect(problems.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"))).toEqual([]);
  const { outputText } = ts.transpileModule(file.text, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS, esModuleInterop: true },
  });
  const from = (name: string): unknown =>
    name === "../src" ? load("../../src/index", __filename) : (require(name) as unknown);
  const quiet = { ...console, log: () => {}, table: () => {} };
  const cell = new Function("require", "exports", "console", `return (async () => {${outputText}\n})();`) as (
    ...scope: unknown[]
  ) => Promise<void>;
  await cell(from, {}, quiet);
});

test("an example that does not compile is seen: the control", () => {
  const path = join(NOTEBOOKS, ".control-0.ts");
  files.set(path, 'import { allocate } from "../src";\nallocate({ alpha: [1], beta: "2" }, 1);\n');
  const again = ts.createProgram([path], options, host, program);
  expect(again.getSemanticDiagnostics(again.getSourceFile(path)).map(({ code }) => code)).toEqual([2322]);
});
