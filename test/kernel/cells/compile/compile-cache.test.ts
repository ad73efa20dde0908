/**
 * What one kernel's compiler leaves for the next, on a project of two files. TypeScript's library and
 * Node's types, the same every time and nearly all of the work, are read for the first test alone; the
 * others make do with the few types that TypeScript asks for by name.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { CompileCache, MOST_ENTRIES } from "../../../../src/kernel/cells/compile/compile-cache";
import { CompiledSources } from "../../../../src/kernel/cells/compile/compiled-sources";
import { Compiler, type Compiled } from "../../../../src/kernel/cells/compile/compiler";
import { hashOf } from "../../../../src/kernel/cells/compile/project-files";
import { ts } from "../../../../src/kernel/cells/language/typescript";

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
/** The names of the project's files whose own text the compiler reads meanwhile, in that order. */
function textsRead(work: () => unknown): string[] {
  const parse = vi.spyOn(CompiledSources.prototype, "textFor");
  work();
  const read = parse.mock.calls.flatMap(([path], i) => {
    const text = parse.mock.results[i].value as string;
    return text === readFileSync(path, "utf8") ? [path.slice(root.length + 1)] : [];
  });
  parse.mockRestore();
  return [...new Set(read)];
}

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
    const [, body] = readFileSync(path, "utf8")
      .replace(/b = 41/g, "b = 43")
      .split("\n");
    writeFileSync(path, `${hashOf(body)}\n${body}`);
    expect(JSON.stringify(compile().sideOutputs)).toContain("b = 43");
  });

  test("shows a second kernel what files declare, and reads none of them again", () => {
    compile();
    expect(textsRead(() => compile())).toEqual([]);
  });

  test("reads again what was edited, and what imports it only where its declarations have changed", () => {
    compile();
    writeFileSync(join(root, "b.ts"), "export const b = 40 + 2; // declared a number, as before it was 41\n");
    expect(textsRead(() => compile())).toEqual(["b.ts", "a.ts"]);
    writeFileSync(join(root, "b.ts"), "export const b = 40 + 3;\n");
    const edited: Compiled[] = [];
    expect(textsRead(() => edited.push(compile()))).toEqual(["b.ts"]);
    expect(JSON.stringify(edited[0].sideOutputs)).toContain("40 + 3");
    expect(edited[0].sideOutputs?.length).toBe(2);
  });

  test("sees an edit of a file that the declarations of those before it do not name", () => {
    const compiler = new Compiler(root);
    compile();
    compiler.compile("", CELL);
    writeFileSync(join(root, "b.ts"), "export const b = 40;\n");
    const texts = JSON.stringify(compiler.compile("", CELL).sideOutputs);
    expect(texts).toContain("b = 40");
    compiler.close();
  });

  test("takes the files of a circle of imports together", () => {
    const circle = (n: string): void => {
      writeFileSync(join(root, "a.ts"), `import { b } from "./b";\nexport const a = (): ${n} => b() as ${n};\n`);
      writeFileSync(join(root, "b.ts"), 'import { a } from "./a";\nexport const b = (): unknown => a;\n');
    };
    circle("number");
    expect(messages(compile("import { a } from './a';\nconst n: number = a();"))).toEqual([]);
    expect(textsRead(() => compile())).toEqual([]);
    circle("string");
    expect(messages(compile("import { a } from './a';\nconst n: number = a();"))).toEqual([
      ["__tslab__.ts", "Type 'string' is not assignable to type 'number'."],
    ]);
  });

  test("sees a file that comes to stand before the one an import led to", () => {
    rmSync(join(root, "b.ts"));
    mkdirSync(join(root, "b"));
    writeFileSync(join(root, "b/index.ts"), "export const b = 41;\n");
    expect(messages(compile())).toEqual([]);
    writeFileSync(join(root, "b.ts"), 'export const b = "41";\n');
    expect(messages(compile()).length).toBe(1);
  });

  test("sees a package change", () => {
    const types = join(root, "node_modules/box/index.d.ts");
    mkdirSync(join(root, "node_modules/box"));
    writeFileSync(types, "export declare const b: number;\n");
    writeFileSync(join(root, "b.ts"), 'export { b } from "box";\n');
    expect(messages(compile())).toEqual([]);
    expect(textsRead(() => compile())).toEqual([]);
    writeFileSync(types, "export declare const b: string; // now\n");
    expect(messages(compile()).length).toBe(1);
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

  test("a cell that was compiled is there when it comes again, unless a file has changed", () => {
    const compiler = new Compiler(root);
    const ahead = compiler.compile("", CELL);
    expect(ahead.sideOutputs?.length).toBe(2);
    const { sideOutputs, ...cell } = compiler.compile("", CELL);
    expect(sideOutputs).toEqual([]);
    expect(cell).toEqual({ ...ahead, sideOutputs: undefined });
    expect(cell.reports).toBe(ahead.reports);
    expect(compiler.compile("", `${CELL};`).reports).not.toBe(ahead.reports);
    writeFileSync(join(root, "b.ts"), 'export const b = "forty-one";\n');
    expect(messages(compiler.compile("", CELL)).length).toBe(1);
    compiler.close();
  });

  test("a cell takes one program, and one that is wrong says the same of itself however often it is run", () => {
    const program = vi.spyOn(ts, "createAbstractBuilder");
    const compiler = new Compiler(root);
    compiler.compile("", "const n = 1");
    program.mockClear();
    const wrong = "const text: string = 1, more = 2";
    const said = [messages(compiler.compile("", wrong))];
    expect(program).toHaveBeenCalledTimes(1);
    said.push(messages(compiler.compile("", wrong)), messages(compiler.compile("declare let other: number;", wrong)));
    compiler.compile("", "more");
    said.push(messages(compiler.compile("", wrong)));
    expect(said).toEqual(Array(4).fill([["__tslab__.ts", "Type 'number' is not assignable to type 'string'."]]));
    compiler.close();
  });

  test("cells run again one after the other find what they may name as it was, and are known", () => {
    const compiler = new Compiler(root);
    const cells = ["let b = 1", "let a = b + 1", "let c = a"];
    let declarations = "";
    const run = (code: string): unknown => {
      const { declOutput = "", reports } = compiler.compile(declarations, code);
      declarations = declOutput;
      return reports;
    };
    cells.map(run);
    const second = cells.map(run);
    expect(cells.map(run).map((reports, i) => reports === second[i])).toEqual([true, true, true]);
    // Controls: another type of a name makes another cell of those that read it, other names of a cell that reads none.
    expect(run('let b: number | string = "1"')).not.toBe(second[0]);
    expect(run(cells[1])).not.toBe(second[1]);
    compiler.close();
  });

  test("a compiler that rested sees what was edited meanwhile, and what others made of it", () => {
    compile();
    const resting = new Compiler(root);
    const { packages, sources } = resting.rest(CELL);
    expect([...sources].sort()).toEqual([join(root, "a.ts"), join(root, "b.ts")]);
    expect(packages.length).toBeGreaterThan(0);
    expect(packages.filter((path) => sources.includes(path) || /__(tslab|prev)__/.test(path))).toEqual([]);
    writeFileSync(join(root, "b.ts"), "export const b = 42;\n");
    const edited = compile();
    expect(textsRead(() => expect(resting.compile("", CELL)).toEqual(edited))).toEqual([]);
    expect(JSON.stringify(edited.sideOutputs)).toContain("b = 42");
    writeFileSync(join(root, "b.ts"), 'export const b = "41";\n');
    expect(messages(resting.compile("", CELL)).length).toBe(1);
    resting.close();
  });

  test("a compiler that rested hands out all again, in a kernel without edits", () => {
    const cold = compile();
    const resting = new Compiler(root);
    resting.rest(CELL);
    expect(resting.compile("", CELL)).toEqual(cold);
    resting.close();
  });

  test("a compiler rests without what would be much work, and does it when a cell asks", () => {
    const resting = new Compiler(root);
    expect(textsRead(() => resting.rest(CELL))).toEqual([]);
    expect(resting.compile("", CELL)).toEqual(compile());
    resting.close();
  });

  test("reports a cell's own errors each time", () => {
    for (let k = 0; k < 2; k++)
      expect(messages(compile('import { a } from "./a";\nconst s: string = a')).length).toBe(1);
  });

  test.each(["", "{", '{"clean":1}', "null"])("does without a cache that reads %j", (text) => {
    const cold = compile();
    writeFileSync(join(folder(), entries()[0]), text);
    expect(compile()).toEqual(cold);
  });

  test("does without a cache of which any byte is wrong", () => {
    const cold = compile();
    const path = join(folder(), entries()[0]);
    const bytes = readFileSync(path);
    for (let at = 7; at < bytes.length; at += Math.ceil(bytes.length / 5)) {
      const damaged = Buffer.from(bytes);
      damaged[at] ^= 1;
      writeFileSync(path, damaged);
      expect(compile()).toEqual(cold);
    }
  });

  test("does without a cache that a folder stands in the place of, and leaves no part of one behind", () => {
    const cold = compile();
    const path = join(folder(), entries()[0]);
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

  test("keeps nothing where there is no node_modules", () => {
    rmSync(join(root, "node_modules"), { recursive: true });
    compile();
    expect(existsSync(join(root, "node_modules"))).toBe(false);
  });

  test("works where it cannot be written", () => {
    writeFileSync(join(root, "node_modules/.cache"), "a file where the folder would be");
    expect(messages(compile())).toEqual([]);
    expect(messages(compile())).toEqual([]);
  });

  test("is shared: what two kernels add at a time is there for the third, and the least used goes first", () => {
    const [one, two] = [new CompileCache(root, "x"), new CompileCache(root, "x")];
    const source = { declarations: "", script: "", maps: [] };
    one.add("first", source, []);
    two.add("second", source, []);
    one.save();
    two.save();
    const third = new CompileCache(root, "x");
    expect([third.get("first"), third.get("second"), third.get("3")]).toMatchObject([source, source, undefined]);
    for (let k = 0; k < MOST_ENTRIES - 1; k++) third.add(`k${k}`, source, []);
    expect(third.get("first")).toMatchObject(source);
    third.save();
    const fourth = new CompileCache(root, "x");
    expect([fourth.get("first"), fourth.get("second"), fourth.get("k0")]).toMatchObject([source, undefined, source]);
  });
});
