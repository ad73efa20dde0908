/**
 * A second compiler knows what the first has found, and nothing that no longer holds.
 */
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

import { ClosureCache } from "../../src/kernel/closure-cache";
import { CELL_FILE, Compiler, ts, type Compiled } from "../../src/kernel/compiler";
import { makeProject, type Project } from "../support/project";

const CELL = 'import { twice } from "./src"; const four: number = twice(2);';

let project: Project;

beforeEach(() => {
  project = makeProject({
    "src/index.ts": 'import type { Box } from "./box";\nimport { one } from "./one";\nexport const twice = (n: Box["n"]) => 2 * n * one;\n',
    "src/box.ts": "export interface Box { n: number }\n",
    "src/one.ts": "export const one = 1;\n",
  });
});

afterEach(() => project.remove());

/** A new compiler, as a new kernel has. */
function compile(cell = CELL): Compiled {
  const compiler = new Compiler(project.root);
  try {
    return compiler.compile("", cell);
  } finally {
    compiler.close();
  }
}

const messages = ({ reports }: Compiled): string[] => reports.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));

test("compile(cell) gives the same with what an earlier compiler found as without", () => {
  const first = compile();
  const second = compile();
  expect(first.sideOutputs?.map(({ path }) => path.slice(project.root.length))).toEqual(["/src/box.js", "/src/index.js", "/src/one.js"]);
  expect(first.sideOutputs?.every(({ maps }) => maps.length === 2)).toBe(true);
  expect(second.sideOutputs).toEqual(first.sideOutputs);
  expect(second.output).toBe(first.output);
  expect(messages(second)).toEqual([]);
});

test("an edit is seen, also where it makes another file wrong that was not touched", () => {
  compile();
  project.write("src/box.ts", "export interface Box { n: string }\n");
  expect(messages(compile())).toEqual([
    "Argument of type 'number' is not assignable to parameter of type 'string'.",
    "The right-hand side of an arithmetic operation must be of type 'any', 'number', 'bigint' or an enum type.",
  ]);
  expect(messages(compile())).toHaveLength(2); // errors are not forgotten either
  project.write("src/box.ts", "export interface Box { n: number }\n");
  project.write("src/one.ts", "export const one = 3;\n");
  const { sideOutputs, reports } = compile();
  expect(reports).toEqual([]);
  expect(sideOutputs?.find(({ path }) => path.endsWith("one.js"))?.data).toContain("exports.one = 3");
});

test("a cell that adds to the types of other files has them checked again", () => {
  compile();
  const augmented = `${CELL} declare module "./src/box" { interface Box { n: string } }`;
  expect(messages(compile(augmented)).join()).toContain("Subsequent property declarations must have the same type");
});

test("unchecked(program, files) leaves out what was found sound under the same version and texts alone", () => {
  const program = ts.createProgram([join(project.root, "src/index.ts")], { skipLibCheck: true });
  const files = program.getSourceFiles().filter(({ fileName }) => !fileName.includes("node_modules"));
  const first = new ClosureCache("1", [CELL_FILE]);
  expect(first.unchecked(program, files)).toEqual(files);
  first.foundSound(program, files);
  first.save();
  expect(new ClosureCache("1", [CELL_FILE]).unchecked(program, files)).toEqual([]);
  expect(new ClosureCache("2", [CELL_FILE]).unchecked(program, files)).toEqual(files);
});
