/**
 * What one kernel's compiler leaves for the next, on a project of two files. TypeScript's library and
 * Node's types, the same every time and nearly all of the work, are read for the first test alone; the
 * others make do with the few types that TypeScript asks for by name.
 */
import { createHash } from "node:crypto";
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
    if (/lib\.es2022\.d\.ts$/.test(path)) return LIBRARY;
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
    const text = readFileSync(path, "utf8")
      .split("\n")[1]
      .replace(/b = 41/g, "b = 43");
    writeFileSync(path, `${createHash("sha256").update(text).digest("hex")}\n${text}`);
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

  test("does without an entry that is damaged in any way: cut, changed, empty, or a folder", () => {
    const cold = compile();
    const path = join(folder(), entries()[0]);
    const whole = readFileSync(path);
    const text = whole.toString().split("\n")[1];
    const sealed = (body: string): string => `${createHash("sha256").update(body).digest("hex")}\n${body}`;
    const at = (place: number, byte: number): Buffer => {
      const changed = Buffer.from(whole);
      changed[place] = byte;
      return changed;
    };
    const places = [0, 10, 64, 65, 100, whole.length >> 1, whole.indexOf("b = 41") + 4, whole.length - 1];
    const damaged = [
      ...["", "{", "\n", '{"clean":1}', text, sealed("{"), `${"0".repeat(64)}\n${text}`],
      ...[1, 64, 65, 66, whole.length - 1].map((length) => whole.subarray(0, length)),
      ...places.map((place) => at(place, whole[place] ^ 1)),
      Buffer.concat([whole, Buffer.from("x")]),
    ];
    for (const content of damaged) {
      writeFileSync(path, content);
      expect(compile()).toEqual(cold);
    }
    rmSync(path);
    mkdirSync(path);
    expect(compile()).toEqual(cold);
    expect(entries().filter((name) => name.endsWith(".part"))).toEqual([]);
  });

  test("is shared by two compilers at work at once", () => {
    const [one, two] = [new Compiler(root), new Compiler(root)];
    const first = one.compile("", CELL);
    expect(two.compile("", CELL)).toEqual(first);
    writeFileSync(join(root, "b.ts"), "export const b = 42;\n");
    const changed = two.compile("", CELL);
    expect(one.compile("", CELL)).toEqual(changed);
    expect(JSON.stringify(changed.sideOutputs)).toContain("b = 42");
    one.close();
    two.close();
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
