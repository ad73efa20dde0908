/**
 * What TypeScript compiles for Node, cells compile; and what cells of an edited type are told.
 */
import { afterAll, describe, expect, test } from "vitest";

import { foreignLine } from "../../../src/kernel/cells/errors/foreign-lines";
import { cellRunner } from "../../support/run-cells";

const runner = cellRunner();
afterAll(() => runner.close());

test.each<[cells: string[], value: unknown]>([
  [["[3, 1, 2].toSorted()"], [1, 2, 3]],
  [["[3, 1, 2].findLast((x) => x > 1)"], 2],
  [["[3, 1].with(0, 9)"], [9, 1]],
  [
    ["const log: string[] = []; { using r = { [Symbol.dispose]() { log.push('end'); } }; log.push('in'); }", "log"],
    ["in", "end"],
  ],
  [["using r = { n: 4, [Symbol.dispose]() {} }; r.n"], 4],
  [["await using r = { n: 4, async [Symbol.asyncDispose]() {} }; r.n"], 4],
  [["import path = require('node:path');", "1", "path.basename('/a/b')"], "b"],
  [["typeof import.meta.url + typeof import.meta.dirname + typeof __dirname"], "stringstringstring"],
  [["import.meta.resolve('node:fs')"], "node:fs"],
  [["// @ts-nocheck\nconst n: number = 'a'; n"], "a"],
  [
    [
      "const C = class { private x = 1; #y = 2; sum() { return this.x + this.#y; } };",
      "new C().sum()",
      "new C().sum()",
    ],
    3,
  ],
  [["const make = () => class { protected x = 5; get() { return this.x; } };", "new (make())().get()"], 5],
  [
    [
      "const seen: any[] = []; function note(_: unknown, { name }: ClassMethodDecoratorContext) { seen.push(name); }",
      "class D { @note m() {} }",
      "seen",
    ],
    ["m"],
  ],
  [["enum E { A = 3 }", "1", "E.A"], 3],
  [["namespace N { export const k = 3; }", "1", "2", "N.k"], 3],
  [["const o = { a: 1 } satisfies Record<string, number>; o.a"], 1],
  [
    ["const a = 1, b = 2; function f() { return a; } export { a, b as c }; export { f as default }", "[a, b, f()]"],
    [1, 2, 1],
  ],
  [["interface T { n: number } enum E { A = 4 } export type { T }; export { E }", "const t: T = { n: E.A }; t.n"], 4],
  [["for await (const x of [1, 2]) { var last = x; }", "last"], 2],
  [["const f = async () => { await null; return 1; };", "await f()"], 1],
])("cells %j give %j", async (cells, value) => {
  expect(await runner.run(cells)).toEqual(value);
});

describe("what cells add to types", () => {
  const add = (...members: string[]): string => `declare global { interface Array<T> { ${members.join("; ")} } }`;
  test.each<[string, string[], unknown]>([
    ["of one type is all there", [add("one?: 1"), add("two?: 2"), "const n: 1 | 2 = [0].one ?? [0].two ?? 2; n"], 2],
    [
      "again is what was added last",
      [add("one?: 1", "two?: 2"), add("one?: 'a'"), "[0].one ?? [0].two?.toFixed()"],
      undefined,
    ],
    ["again, alone, is not what it was", [add("one?: 1"), add("one?: 'a'"), "[0].one?.toFixed()"], "'toFixed'"],
    [
      "in a namespace is too",
      [
        "declare global { namespace NodeJS { interface ProcessEnv { A: 'a' } } }",
        "declare global { namespace NodeJS { interface ProcessEnv { B: 'b' } } }",
        "const wrong: 1 = process.env.A + process.env.B;",
      ],
      "'string'",
    ],
    [
      "has overloads in their order",
      [add("pick(x: 1): 'first'; pick(x: number): 'second'"), "() => { const wrong: 0 = [0].pick(1); }"],
      '"first"',
    ],
    [
      "global variables too",
      [
        "declare global { var shares: number, lots: number }\nglobalThis.shares = 1; globalThis.lots = 2;",
        "declare global { var lots: string }\nglobalThis.lots = 'a';",
        "lots.length + shares",
      ],
      2,
    ],
    [
      "keeps a type that is edited",
      ["interface Tick { a: 1 }", add("t?: Tick"), "interface Tick { b: 1 }", "[0].t?.a; [0].t?.b"],
      "'Tickʹ'",
    ],
    [
      "of a package is of all cells that do",
      [
        "import { Dirent } from 'node:fs';",
        "declare module 'node:fs' { interface Dirent { one?: 1 } }",
        "declare module 'node:fs' { interface Dirent { two?: 2 } }",
        "const f = (d: Dirent) => [d.one, d.two]; f({} as Dirent)",
      ],
      [undefined, undefined],
    ],
  ])("%s", async (_, cells, expected) => {
    if (typeof expected !== "string") expect(await runner.run(cells)).toEqual(expected);
    else await expect(runner.run(cells)).rejects.toThrow(expected);
  });
});

describe("after a type is edited", () => {
  const T = "interface T { a: number }";
  test.each<[string, string[], string | number]>([
    [
      "a variable of the old one keeps its type",
      [T, "const t: T = { a: 1 };", "interface T { b: number }", "t.b"],
      "'Tʹ'",
    ],
    ["and can be used as before", [T, "const t: T = { a: 1 };", "interface T { b: number }", "t.a"], 1],
    [
      "also after a second edit",
      [
        T,
        "const t: T = { a: 1 };",
        "interface T { b: 1 }",
        "const u: T = { b: 1 };",
        "interface T { c: 1 }",
        "t.a + u.b",
      ],
      2,
    ],
    [
      "the new one is of its new shape",
      [T, "const t: T = { a: 1 };", "interface T { b: number }", "const u: T = { b: 2 }; u.b"],
      2,
    ],
    [
      "a type that names the edited one keeps the old",
      [T, "type Ts = T[]; const ts: Ts = [{ a: 1 }];", "interface T { b: 1 }", "ts[0].b"],
      "'Tʹ'",
    ],
    ["a function does", [T, "const f = (t: T) => t.a;", "interface T { b: number }", "f({ b: 1 })"], "'Tʹ'"],
    ["a class does", ["class C { a = 1; }", "const c = new C();", "class C { b = 2; }", "c.b"], "'Cʹ'"],
    [
      "a class that is the same is the same",
      ["class C { private a = 1; }", "let c = new C();", "class C { private a = 1; }", "c = new C(); 1"],
      1,
    ],
    [
      "types that name each other and are the same are",
      [
        "class A { private b?: B; } class B { private a?: A; }",
        "let a = new A();",
        "class A { private b?: B; } class B { private a?: A; }",
        "a = new A(); 1",
      ],
      1,
    ],
    [
      "of which one differs, are not",
      [
        "class A { b?: B; private z = 1; } class B { x = 1; }",
        "let a = new A();",
        "class A { b?: B; private z = 1; } class B { y = 1; }",
        "a = new A();",
      ],
      "'Aʹ'",
    ],
    [
      "a type parameter of the name is another thing",
      [T, "interface Box<T> { v: T } const b: Box<number> = { v: 1 };", "interface T { b: 1 }", "b.v"],
      1,
    ],
    [
      "typeof a function that is declared again",
      ["function f() { return 1; }", "const g: typeof f = () => 2;", "function f() { return 'a'; }", "g() + 1"],
      3,
    ],
    ["an enum", ["enum E { A }", "const e: E = E.A;", "enum E { B = 'b' }", "const x: E = e;"], "'Eʹ'"],
    [
      "an import that is declared again",
      ["import type { Stats } from 'node:fs'; const s = { size: 1 } as Stats;", "interface Stats { b: 1 }", "s.size"],
      1,
    ],
  ])("%s", async (_, cells, expected) => {
    if (typeof expected === "number") expect(await runner.run(cells)).toBe(expected);
    else await expect(runner.run(cells)).rejects.toThrow(expected);
  });
});

test.each<[string, number[], string | undefined]>([
  ["!ls -la", [0], '!ls -la is IPython\'s, not TypeScript; execSync(command) of "node:child_process" runs a command'],
  ["%time f()", [0], '%time f() is IPython\'s, not TypeScript; console.time("a") and'],
  ["%%html\n<b>x</b>", [1], "%%html is IPython's, not TypeScript; display.html(text) shows HTML"],
  [
    "const a = 5\n%matplotlib inline",
    [1],
    "%matplotlib inline is IPython's, not TypeScript; a cell holds TypeScript alone",
  ],
  ["!ready", [1], undefined],
  ["const a = b\n  % c", [0], undefined],
])("foreignLine(%j, %j) is %s", (code, lines, sentence) => {
  if (sentence === undefined) expect(foreignLine(code, lines)).toBeUndefined();
  else expect(foreignLine(code, lines)).toContain(sentence);
});
