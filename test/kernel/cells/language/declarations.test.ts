/**
 * What the next cell may name, as text: joined, it is what it would be if it were taken apart anew.
 */
import { utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { afterAll, expect, test } from "vitest";

import { declarationsPast } from "../../../../src/kernel/cells/language/any-declarations";
import { CELL_PREFIX } from "../../../../src/kernel/cells/language/cell-file";
import { Compiler } from "../../../../src/kernel/cells/compile/compiler";
import { parseDeclarations } from "../../../../src/kernel/cells/language/declaration-text";
import { oneLook } from "../../../../src/kernel/cells/compile/file-stamp";
import { temporaryFolder } from "../../../support/temporary-folder";

const folder = temporaryFolder().path;
const compiler = new Compiler(folder);
afterAll(() => compiler.close());

const CELLS = [
  "import { join, dirname as folderOf } from 'node:path'; import * as os from 'node:os';",
  "import type { Stats } from 'node:fs'; var later: Stats | undefined;",
  "/** Shares. */ interface Order { size: number } const a = 1, [b, { c }] = [2, { c: 'x' }];",
  "function f(x: number): Order; function f(x: string): string; function f(x: any): any { return x; }",
  "for (var i = 0; i < 2; i++) {} class Book<Order> { constructor(readonly first: Order) {} }",
  "enum Side { buy, sell } namespace N { export type T = Order }",
  "const order: Order = { size: 1 }; const book = new Book(order); type Pair<T> = readonly [T, N.T];",
  "interface Order { size: number; side: Side } const next: Order = { size: 2, side: Side.buy };",
  "const a = (x: Pair<Order>) => x; export {};",
  "interface Order { size: number }",
  "1 +",
  "let later = 1; declare global { interface Array<T> { ours?: T } }",
  "const __global = [1].ours; const ___global = __global;",
  "declare global { interface Array<T> { /** Also. */ theirs?(x: Order): T; theirs?(): 1; [Symbol.species]?: 2 } }",
  "declare global { namespace NodeJS { interface ProcessEnv { A?: 'x'; B?: 'y' } } var shares: number, lots: number; }",
  "interface Order { other: 1 } [1].ours; [1].theirs; process.env.A; lots",
  "declare module 'node:path' { interface ParsedPath { depth: number } } folderOf; export { later as renamed }",
  "a; order; next; ___global",
];

test("after every cell", () => {
  let declarations = "";
  for (const code of CELLS) {
    const { declOutput = "", reports } = compiler.compile(declarations, code);
    expect([code, reports.length > 0]).toEqual([code, code === "1 +"]);
    declarations = declOutput;
    const joined = parseDeclarations(declarations);
    parseDeclarations("declare const another: number;\n");
    const anew = parseDeclarations(declarations);
    expect(anew).not.toBe(joined);
    expect([code, joined]).toEqual([code, anew]);
  }
  expect(declarations).toMatch(/^(\/\*\* Shares\. \*\/ )?interface Orderʹ /m);
  expect(parseDeclarations(declarations).map(({ name }) => name)).toContain("folderOf");
});

test("declarationsPast(declarations, a cell with errors) knows its names as any, and nothing else by them", () => {
  const { declOutput = "" } = compiler.compile("", "const a = 1; interface B { b: 1 } const c: B = { b: 1 };");
  const past = declarationsPast(
    declOutput,
    "let a: string = 1; class B {} for (var i of []) {} declare module 'x' { var z }",
  );
  const wrong = "a.any; new B().any; i.any; c.any";
  const { reports } = compiler.compile(past, wrong);
  expect(reports.map(({ start }) => wrong.slice((start ?? 0) - CELL_PREFIX.length))).toEqual(["any"]);
});

test("oneLook() finds a file as it was when it was asked for first; another look finds it as it is", () => {
  const path = join(folder, "a.txt");
  const look = oneLook();
  expect(look(path)).toBe("");
  writeFileSync(path, "a");
  expect([look(path), oneLook()(path)]).toEqual(["", expect.stringMatching(/^\d+:1:\d+$/)]);
  const before = oneLook()(path);
  utimesSync(path, 1, 1);
  expect(oneLook()(path)).not.toBe(before);
});
