/**
 * A notebook's variables against one plain TypeScript file: what cells give is what the file would,
 * a re-declaration being an assignment there.
 */
import fc from "fast-check";
import { afterAll, expect, describe, test } from "vitest";

import { cellRunner, runFile } from "../../../support/run-cells";

const runner = cellRunner();
afterAll(() => runner.close());

interface Program {
  readonly promise: string;
  /** The last one is an expression. */
  readonly cells: readonly string[];
  /** The file, where it is not the cells one after the other: names are declared again in them. */
  readonly file?: readonly string[];
  readonly value: unknown;
}

const PROGRAMS: Program[] = [
  {
    promise: "a function sees an assignment of a later cell",
    cells: ["let S = 100; function cost() { return S * 0.5; }", "S = 1000;", "cost()"],
    value: 500,
  },
  {
    promise: "an arrow function does",
    cells: ["let S = 100; const cost = () => S * 0.5;", "S = 1000;", "cost()"],
    value: 500,
  },
  {
    promise: "a method does",
    cells: ["let S = 100; const o = { cost() { return S * 0.5; } };", "S = 1000;", "o.cost()"],
    value: 500,
  },
  {
    promise: "a getter does",
    cells: ["let S = 100; const o = { get cost() { return S * 0.5; } };", "S = 1000;", "o.cost"],
    value: 500,
  },
  {
    promise: "a class does",
    cells: ["let S = 100; class C { cost() { return S * 0.5; } } const c = new C();", "S = 1000;", "c.cost()"],
    value: 500,
  },
  {
    promise: "a function assigns what a later cell reads",
    cells: ["let n = 0; function count() { n = n + 1; }", "count(); count();", "n"],
    value: 2,
  },
  {
    promise: "a function pushes to the list of now",
    cells: ["let rows: number[] = []; function push(x: number) { rows.push(x); }", "rows = []; push(7);", "rows"],
    value: [7],
  },
  {
    promise: "++ of a later cell",
    cells: ["let n = 1; const read = () => n;", "n++; ++n;", "[n, read()]"],
    value: [3, 3],
  },
  {
    promise: "the value of x++ and ++x",
    cells: ["let n = 1;", "const [a, b] = [n++, ++n];", "[a, b, n]"],
    value: [1, 3, 3],
  },
  {
    promise: "+= of a later cell",
    cells: ["let n = 1; const read = () => n;", "n += 4; n *= 2;", "[n, read()]"],
    value: [10, 10],
  },
  {
    promise: "??= and ||= of a later cell",
    cells: ["let a: number | undefined; let b = 0; const read = () => [a, b];", "a ??= 3; b ||= 4;", "read()"],
    value: [3, 4],
  },
  {
    promise: "+= inside a function",
    cells: ["let sum = 0; function add(x: number) { sum += x; }", "[1, 2, 3].forEach(add);", "sum"],
    value: 6,
  },
  {
    promise: "array destructuring assigns",
    cells: ["let a = 1, b = 2; const read = () => [a, b];", "[a, b] = [b, a];", "read()"],
    value: [2, 1],
  },
  {
    promise: "object destructuring assigns",
    cells: ["let a = 1, b = 2; const read = () => [a, b];", "({ a, b: b } = { a: 5, b: 6 });", "read()"],
    value: [5, 6],
  },
  {
    promise: "destructuring with defaults and a rest assigns",
    cells: [
      "let a = 1; let rest: number[] = []; const read = () => [a, rest];",
      "[a = 9, ...rest] = [undefined, 2, 3] as any;",
      "read()",
    ],
    value: [9, [2, 3]],
  },
  {
    promise: "a shorthand with a default assigns",
    cells: ["let a = 1; const read = () => a;", "({ a = 8 } = {} as { a?: number });", "read()"],
    value: 8,
  },
  {
    promise: "nested destructuring declares",
    cells: [
      "const { p: [x, { y = 4 }], ...others } = { p: [1, {}] as [number, { y?: number }], q: 2 };",
      "[x, y, others]",
    ],
    value: [1, 4, { q: 2 }],
  },
  {
    promise: "a default of a pattern reads what the pattern bound",
    cells: ["const { a, b = a + 1 } = { a: 1 } as { a: number; b?: number };", "[a, b]"],
    value: [1, 2],
  },
  {
    promise: "a declaration reads the one before it in its statement",
    cells: ["let a = 1, b = a + 1, c = a + b;", "[a, b, c]"],
    value: [1, 2, 3],
  },
  {
    promise: "shorthand properties",
    cells: ["let size = 1; const make = () => ({ size });", "size = 2;", "[make(), { size }]"],
    value: [{ size: 2 }, { size: 2 }],
  },
  {
    promise: "a property of the same name is no variable",
    cells: [
      "let size = 1; const box = { size: 7 };",
      "size = 2; const { size: inner } = box;",
      "[inner, box.size, size, { size: 3 }.size]",
    ],
    value: [7, 7, 2, 3],
  },
  {
    promise: "a computed property is",
    cells: ["let key = 'a'; const make = () => ({ [key]: 1 });", "key = 'b';", "make()"],
    value: { b: 1 },
  },
  {
    promise: "a parameter shadows",
    cells: ["let S = 1; const f = (S: number) => S; const g = (x = S) => x;", "S = 2;", "[f(9), g()]"],
    value: [9, 2],
  },
  {
    promise: "a local variable shadows",
    cells: ["let S = 1; function f() { const S = 5; { let S = 6; S++; } return S; }", "S = 2;", "[f(), S]"],
    value: [5, 2],
  },
  {
    promise: "a catch variable shadows",
    cells: ["let e = 1; function f() { try { throw 7; } catch (e) { return e; } }", "e = 2;", "[f(), e]"],
    value: [7, 2],
  },
  {
    promise: "a loop variable shadows",
    cells: ["let i = 10; const seen: number[] = [];", "for (let i = 0; i < 2; i++) seen.push(i);", "[i, seen]"],
    value: [10, [0, 1]],
  },
  {
    promise: "a label is no variable",
    cells: [
      "let outer = 0;",
      "outer: for (const a of [1, 2]) { for (const b of [1, 2]) { if (b === 2) continue outer; outer += a; } }",
      "outer",
    ],
    value: 3,
  },
  {
    promise: "a named function expression knows itself",
    cells: [
      "let f = function f(n: number): number { return n === 0 ? 0 : n + f(n - 1); }; const g = f;",
      "f = () => 100;",
      "[g(3), f(3)]",
    ],
    value: [6, 100],
  },
  { promise: "for (var ...) is declared to the next cell", cells: ["for (var i = 0; i < 3; i++) {}", "i"], value: 3 },
  {
    promise: "for (var ... of ...) with a pattern is",
    cells: ["for (var [k, v] of Object.entries({ a: 1, b: 2 })) {}", "[k, v]"],
    value: ["b", 2],
  },
  { promise: "for (var ... in ...) is", cells: ["for (var name in { a: 1, b: 2 }) {}", "name"], value: "b" },
  {
    promise: "{ var v } is, and a closure over it sees a later assignment",
    cells: ["{ var v = 1; } if (true) { var w = () => v; }", "v = 5;", "[v, w()]"],
    value: [5, 5],
  },
  {
    promise: "for (x of ...) assigns a variable of an earlier cell",
    cells: ["let x = 0; const read = () => x;", "for (x of [1, 2, 3]) {}", "read()"],
    value: 3,
  },
  {
    promise: "a loop at the top sums",
    cells: ["let sum = 0; const xs = [1, 2, 3];", "for (let i = 0; i < xs.length; i++) sum += xs[i];", "sum"],
    value: 6,
  },
  {
    promise: "a variable declared again",
    cells: ["let S = 100; const cost = () => S * 0.5;", "let S = 1000;", "cost()"],
    file: ["let S = 100; const cost = () => S * 0.5;", "S = 1000;", "cost()"],
    value: 500,
  },
  {
    promise: "a constant declared again",
    cells: ["const S = 100; const cost = () => S * 0.5;", "const S = 1000;", "cost()"],
    file: ["let S = 100; const cost = () => S * 0.5;", "S = 1000;", "cost()"],
    value: 500,
  },
  {
    promise: "a function declared again",
    cells: ["function f() { return 1; } function g() { return f() * 10; }", "function f() { return 2; }", "g()"],
    file: ["let f = () => 1; function g() { return f() * 10; }", "f = () => 2;", "g()"],
    value: 20,
  },
  {
    promise: "a function that is declared again calls the new one of another",
    cells: [
      `function even(n: number): boolean { return n === 0 || odd(n - 1); }
       function odd(n: number): boolean { return n !== 0 && even(n - 1); }`,
      "function even(n: number): boolean { return false; }",
      "odd(3)",
    ],
    file: [
      "let even = (n: number): boolean => n === 0 || odd(n - 1);",
      "function odd(n: number): boolean { return n !== 0 && even(n - 1); }",
      "even = (n: number) => false;",
      "odd(3)",
    ],
    value: false,
  },
  {
    promise: "a class declared again, and an object of the first",
    cells: [
      "class C { v() { return 1; } static make() { return new C(); } } const make = () => new C(); const a = new C();",
      "const old = C;",
      "class C { v() { return 2; } static make() { return new C(); } }",
      "[a.v(), make().v(), old.make().v()]",
    ],
    file: [
      "let C = class D { v() { return 1; } static make() { return new D(); } };",
      "const make = () => new C(); const a = new C();",
      "const old = C;",
      "C = class D { v() { return 2; } static make() { return new D(); } } as any;",
      "[a.v(), make().v(), old.make().v()]",
    ],
    value: [1, 2, 1],
  },
  {
    promise: "var declared again from itself",
    cells: ["var n = 1;", "var n = n + 1;", "n"],
    file: ["var n = 1;", "n = n + 1;", "n"],
    value: 2,
  },
  {
    promise: "a closure read before its variable is declared again",
    cells: ["let S = 1; const read = () => S;", "const before = read(); let S = 5;", "[before, read()]"],
    file: ["let S = 1; const read = () => S;", "const before = read(); S = 5;", "[before, read()]"],
    value: [1, 5],
  },
  {
    promise: "an enum declared again begins anew",
    cells: ["enum E { A, B }", "enum E { C = 7 }", "[E.C, Object.keys(E)]"],
    file: ["enum E { C = 7 }", "[E.C, Object.keys(E)]"],
    value: [7, ["7", "C"]],
  },
  {
    promise: "a type of variable that changes",
    cells: ["let x = 1; const read = () => x;", "let x = 'one';", "[x, read()]"],
    file: ["let x: any = 1; const read = () => x;", "x = 'one';", "[x, read()]"],
    value: ["one", "one"],
  },
  {
    promise: "code after an await writes to the same variable",
    cells: [
      "let n = 1; async function later() { await null; n += 1; return n; }",
      "n = 10; const got = await later();",
      "[n, got]",
    ],
    value: [11, 11],
  },
  {
    promise: "an async loop counts",
    cells: [
      "let n = 0; async function* each() { for (let i = 0; i < 3; i++) yield i; }",
      "for await (const i of each()) n += i;",
      "n",
    ],
    value: 3,
  },
  {
    promise: "a generator reads the variable of now",
    cells: [
      "let step = 1; function* steps() { for (let i = 0; ; i += step) yield i; }",
      "const it = steps(); it.next(); step = 5;",
      "it.next().value",
    ],
    value: 5,
  },
  {
    promise: "a function is called on nothing",
    cells: ["function self(this: unknown) { return this === undefined; }", "self()"],
    value: true,
  },
  {
    promise: "a tagged template",
    cells: [
      "const tag = (parts: TemplateStringsArray, ...values: number[]) => parts.raw.join('|') + values; let n = 1;",
      "n = 2;",
      "tag`a${n}b`",
    ],
    value: "a|b2",
  },
  {
    promise: "an optional call",
    cells: ["let f: (() => number) | undefined; const call = () => f?.();", "f = () => 4;", "call()"],
    value: 4,
  },
  {
    promise: "new, typeof and in",
    cells: [
      "let C: any = class { v = 1; }; const probe = () => [new C().v, typeof C, 'v' in new C()];",
      "C = class { v = 2; };",
      "probe()",
    ],
    value: [2, "function", true],
  },
  {
    promise: "names keep what functions and classes are called",
    cells: ["const f = () => 1; class K {} function g() {} const k = class {};", "[f.name, K.name, g.name, k.name]"],
    value: ["f", "K", "g", "k"],
  },
  {
    promise: "names that an object has anyway",
    cells: [
      "const toString = 1; let constructor = 2; let exports2 = 3;",
      "constructor++;",
      "[toString, constructor, exports2]",
    ],
    value: [1, 3, 3],
  },
  {
    promise: "names that are not ASCII, and escaped",
    cells: ["let α = 1; let \\u03b2 = 2; const read = () => α + β;", "α = 10;", "[read(), α, β]"],
    value: [12, 10, 2],
  },
  {
    promise: "a global of the same name gives way",
    cells: ["const URL = 'u'; const f = () => URL;", "[URL, f()]"],
    value: ["u", "u"],
  },
  {
    promise: "a parameter called exports",
    cells: ["let S = 1; const f = (exports: number) => S + exports;", "S = 5;", "f(1)"],
    value: 6,
  },
  {
    promise: "import * and a default import in a function",
    cells: [
      "import * as path from 'node:path'; import fs from 'node:fs';",
      "const f = () => path.basename('/b') + typeof fs.exists;",
      "f()",
    ],
    value: "bfunction",
  },
  {
    promise: "an import that a later cell declares",
    cells: [
      "import { basename } from 'node:path'; const f = () => basename('/a/b');",
      "const basename = (p: string) => p.length;",
      "f()",
    ],
    file: [
      "let basename: any = (p: string) => 'b'; const f = () => basename('/a/b');",
      "basename = (p: string) => p.length;",
      "f()",
    ],
    value: 4,
  },
  {
    promise: "using at the top ends with the cell",
    cells: [
      "const log: string[] = []; let n = 0;",
      "using r = { [Symbol.dispose]() { log.push('end'); } }; n = 1; function after() { return n; } log.push('in');",
      "n = 2;",
      "[log, after()]",
    ],
    file: [
      "const log: string[] = []; let n = 0; function after() { return n; }",
      "{ using r = { [Symbol.dispose]() { log.push('end'); } }; n = 1; log.push('in'); }",
      "n = 2;",
      "[log, after()]",
    ],
    value: [["in", "end"], 2],
  },
  {
    promise: "a cell that begins with a property of an earlier variable sets that",
    cells: [
      "const o: any = { n: 1 }; const p: any = {};",
      "o.n = 5; p['k'] = 6; p.q = { r: 7 }; const twice = o.n * 2;",
      "[o, p, twice]",
    ],
    value: [{ n: 5 }, { k: 6, q: { r: 7 } }, 10],
  },
  {
    promise: "a static property, a function's own and a prototype's can be set",
    cells: [
      "class A { static n = 0; declare m: () => number } function f() { return f.k; } f.k = 1;",
      "A.n = 4; f.k = 2; A.prototype.m = () => A.n + 1; const b = A.n;",
      "[b, f(), new A().m()]",
    ],
    file: [
      "class A { static n = 0; } function f() { return f.k; } f.k = 1;",
      "A.n = 4; f.k = 2; A.prototype.m = () => A.n + 1; const b = A.n;",
      "[b, f(), new A().m()]",
    ],
    value: [4, 2, 5],
  },
  {
    promise: "a namespace at the end of a cell knows its own variables",
    cells: [
      "namespace N { export let x = 1; export const next = () => ++x; }",
      "N.next(); N.x += 10;",
      "[N.next(), N.x]",
    ],
    value: [13, 13],
  },
  {
    promise: "names that the rewriting has itself",
    cells: [
      "let S = 2; const add = (__cells: number) => S + __cells; const call = (__cell: number) => S * __cell;",
      "S = 3; let __cells = 4, __cells_ = 5; function __cell() { return __cells + __cells_; }",
      "[add(1), call(2), __cells, __cell()]",
    ],
    value: [4, 6, 4, 9],
  },
  {
    promise: "names may begin with two underscores",
    cells: [
      "const __dirname = 'here', __b = 2; for (var __i = 0; __i < 3; __i++) {} class __C { v = __b }",
      "enum __E { A = 4 } const __dirname2 = `${__dirname}/x`;",
      "[__dirname, __dirname2, __i, new __C().v, __E.A]",
    ],
    value: ["here", "here/x", 3, 2, 4],
  },
];

describe("cells give what one TypeScript file would", () => {
  test.each(PROGRAMS)("$promise", async ({ cells, file, value }) => {
    expect(await runFile(file ?? cells)).toEqual(value);
    expect(await runner.run(cells)).toEqual(value);
  });
});

test("there are forty programs at least", () => expect(PROGRAMS.length).toBeGreaterThanOrEqual(40));

/** Numbers that a program is made of: what a statement does, with which names, and constants. */
type Step = readonly [kind: number, name: number, other: number, constant: number];

const NUMBERS = ["a", "b", "c"];
const FUNCTIONS = ["f", "g", "h"];

/** Cells, and the one file that does the same: all names declared at its top, every declaration an assignment. */
function makeProgram(cells: readonly (readonly Step[])[]): { cells: string[]; file: string[] } {
  const known = new Set<string>();
  const written: string[] = [];
  const file = [`let ${[...NUMBERS, ...FUNCTIONS].join(": any, ")}: any;`];
  for (const steps of cells) {
    const hoisted: string[] = [];
    const [cell, plain]: [string[], string[]] = [[], []];
    // In its own cell a name is not read before it is declared: TypeScript would refuse that.
    const here = new Set<string>();
    const later = steps.map(([kind, name]) => (kind < 6 ? NUMBERS[name] : ""));
    for (const [i, [kind, name, other, constant]] of steps.entries()) {
      const free = (variable: string): boolean =>
        known.has(variable) && (here.has(variable) || !later.includes(variable));
      const [v, w] = [NUMBERS[name], NUMBERS[other]];
      const read = (variable: string): string => (free(variable) ? variable : `${constant}`);
      const called = FUNCTIONS.slice(0, name).filter((f) => known.has(f));
      const last = called[called.length - 1];
      const value = `${read(w)} + ${last !== undefined && constant % 2 === 0 ? `${last}()` : constant}`;
      const declare = (text: string, assignment: string): void => {
        if (here.has(v)) return;
        cell.push(text);
        plain.push(assignment);
        here.add(v);
        known.add(v);
      };
      if (kind === 0) declare(`let ${v} = ${value};`, `${v} = ${value};`);
      if (kind === 1) declare(`var ${v} = ${value};`, `${v} = ${value};`);
      if (kind === 2) declare(`let { x: ${v} } = { x: ${value} };`, `({ x: ${v} } = { x: ${value} });`);
      if (kind === 3) declare(`{ var [${v} = ${constant}] = [${value}]; }`, `[${v} = ${constant}] = [${value}];`);
      if (kind === 4)
        declare(`for (var ${v} = 0; ${v} < ${constant}; ${v}++) {}`, `for (${v} = 0; ${v} < ${constant}; ${v}++) {}`);
      if (kind === 5) declare(`for (var ${v} of [${value}, 7]) {}`, `for (${v} of [${value}, 7]) {}`);
      const both = (text: string): void => void [cell.push(text), plain.push(text)];
      if (kind > 5 && free(v)) {
        if (kind === 6) both(`${v} = ${value};`);
        if (kind === 7) both(`${v} += ${value};`);
        if (kind === 8) both(`${constant % 2 === 0 ? `${v}++` : `--${v}`};`);
        if (kind === 9 && free(w) && v !== w) both(`[${v}, ${w}] = [${w}, ${v}];`);
        if (kind === 10) both(`({ ${v} } = { ${v}: ${value} });`);
        if (kind === 11) both(`for (${v} of [${value}]) {}`);
      }
      const f = FUNCTIONS[name];
      if (kind < 12 || here.has(f) || !known.has(v)) continue;
      here.add(f);
      const body = [
        `${v} + ${value}`,
        `(${v} += ${constant}, ${v})`,
        `({ ${v} }).${v}`,
        `[${v}].map((x) => x + ${v})[0]`,
      ][i % 4];
      // Of one type always: what a function is declared as holds for the cells that call it.
      if (kind === 12) {
        hoisted.push(`${f} = () => ${body};`);
        cell.push(`function ${f}(): number { return ${body}; }`);
      } else {
        cell.push(`const ${f} = (): number => ${body};`);
        plain.push(`${f} = () => ${body};`);
        if (!known.has(f)) known.add(f);
      }
      known.add(f);
    }
    written.push(cell.join(" "));
    file.push([...hoisted, ...plain].join(" "));
  }
  const all = [...NUMBERS, ...FUNCTIONS].filter((name) => known.has(name));
  const result = `[${all.map((name) => (NUMBERS.includes(name) ? name : `${name}()`)).join()}]`;
  return { cells: [...written, result], file: [...file, result] };
}

test("cells of any such statements give what the file does", { timeout: 60_000 }, async () => {
  const step = fc.tuple(fc.nat(13), fc.nat(2), fc.nat(2), fc.nat(9));
  const program = fc.array(fc.array(step, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 5 });
  let assigned = 0;
  await fc.assert(
    fc.asyncProperty(program, async (cells) => {
      const made = makeProgram(cells);
      const expected = await runFile(made.file);
      if (/\+=|\+\+/.test(made.file.join())) assigned++;
      expect(await runner.run(made.cells), made.cells.join("\n")).toEqual(expected);
    }),
    { seed: 13, numRuns: 30 },
  );
  expect(assigned).toBeGreaterThan(10);
});
