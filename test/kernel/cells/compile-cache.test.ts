/**
 * What one kernel's compiler leaves for the next, on a project of two files. TypeScript's library and
 * Node's types, the same every time and nearly all of the work, are read for the first test alone; the
 * others make do with the few types that TypeScript asks for by name.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { Compiler, type Compiled } from "../../../src/kernel/cells/compiler";
import { ts } from "../../../src/kernel/cells/typescript";

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "impactlab-cache-"));
  mkdirSync(join(root, "node_modules"));
  writeFileSync(join(root, "a.ts"), 'import { b } from "./b";\nexport const a: number = b + 1;\n');
  writeFileSync(join(root, "b.ts"), "export const b = 41;\n");
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(root, { recursive: true });
});

const GLOBALS = ["Array<T>", "Boolean", "CallableFunction", "Function", "IArguments", "NewableFunction", "Number"];
const LIBRARY = [...GLOBALS, "Object", "RegExp", "String"].map((name) => `interface ${name} {}`).join("\n");

/** Compiles without TypeScript's library and Node's types. */
function withoutLibrary(): void {
  const read = ts.sys.readFile.bind(ts.sys);
  vi.spyOn(ts.sys, "readFile").mockImplementation((path, encoding) => {
    if (/lib\.es2023\.d\.ts$/.test(path)) return LIBRARY;
    if (/lib\.esnext\.disposable\.d\.ts$/.test(path)) return "";
    return /node_modules\/(@types\/node|undici-types)\/.*\.d\.ts$/.test(path) ? "" : read(path, encoding);
  });
}

const CELL = 'import { a } from "./a";\nconst twice = 2 * a';

/** What a compiler of its own, as a new kernel has, makes of a cell. */
function compile(code = CELL): Compiled {
  const compiler = new Compiler(root);
  try {
    return compiler.compile("", code);
  } finally {
    compiler.close();
  }
}

const folder = (): string => join(root, "node_modules/.cache/impactlab");
const entries = (): string[] => readdirSync(folder());
const messages = ({ reports }: Compiled): unknown[] =>
  reports.map(({ file, messageText }) => [file?.fileName.split("/").pop(), messageText]);

test("CompileCache gives a second kernel what the first one made, to the last byte", () => {
  const cold = compile();
  expect(entries().length).toBe(1);
  expect(cold.sideOutputs?.length).toBe(2);
  expect(compile()).toEqual(cold);
  expect(entries().length).toBe(1);
});

describe("CompileCache", () => {
  beforeEach(withoutLibrary);

  test("is what a second kernel reads", () => {
    compile();
    const path = join(folder(), entries()[0]);
    writeFileSync(path, readFileSync(path, "utf8").replace(/b = 41/g, "b = 43"));
    expect(JSON.stringify(compile().sideOutputs)).toContain("b = 43");
  });

  test("does not serve a file whose imports have changed: a new error in it is found", () => {
    expect(messages(compile())).toEqual([]);
    writeFileSync(join(root, "b.ts"), 'export const b = "41";\n');
    expect(messages(compile())).toEqual([["a.ts", "Type 'string' is not assignable to type 'number'."]]);
    // A file with an error is looked at again.
    expect(messages(compile())).toEqual([["a.ts", "Type 'string' is not assignable to type 'number'."]]);
    writeFileSync(join(root, "b.ts"), "export const b = 42;\n");
    expect(JSON.stringify(compile().sideOutputs)).toContain("b = 42");
  });

  test("does not serve what a cell has changed by adding to the types of a file", () => {
    writeFileSync(
      join(root, "b.ts"),
      "export interface Box { n: number }\nconst box: Box = { n: 41 };\nexport const b = box.n;\n",
    );
    expect(messages(compile())).toEqual([]);
    const adds = `${CELL}; declare module "./b" { interface Box { more: string } }`;
    expect(messages(compile(adds)).map(String).join()).toContain("Property 'more' is missing");
    expect(messages(compile())).toEqual([]);
  });

  test("sees an edit within one kernel", () => {
    const compiler = new Compiler(root);
    expect(messages(compiler.compile("", CELL))).toEqual([]);
    writeFileSync(join(root, "b.ts"), 'export const b = "forty-one";\n');
    expect(messages(compiler.compile("", CELL)).length).toBe(1);
    compiler.close();
  });

  test("reports a cell's own errors each time", () => {
    for (let k = 0; k < 2; k++)
      expect(messages(compile('import { a } from "./a";\nconst s: string = a')).length).toBe(1);
  });

  test.each(["", "{", '{"clean":1}'])("does without an entry that reads %j", (text) => {
    const cold = compile();
    writeFileSync(join(folder(), entries()[0]), text);
    expect(compile()).toEqual(cold);
  });

  test("keeps nothing where there is no node_modules, and few entries where there is", () => {
    for (let k = 0; k < 6; k++) {
      writeFileSync(join(root, "b.ts"), `export const b = ${k};\n`);
      compile();
    }
    expect(entries().length).toBe(4);
    rmSync(join(root, "node_modules"), { recursive: true });
    compile();
    expect(existsSync(join(root, "node_modules"))).toBe(false);
  });
});
