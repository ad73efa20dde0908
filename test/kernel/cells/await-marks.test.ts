import { expect, test } from "vitest";

import { markAwaits } from "../../../src/kernel/cells/await-marks";
import { Runs } from "../../../src/kernel/cells/runs";

const AsyncFunction = (async () => undefined).constructor as new (
  ...args: string[]
) => (...args: unknown[]) => Promise<unknown>;

/** Runs marked code as the body of an async function, as a cell is run. */
function run(code: string, runs = new Runs()): Promise<unknown> {
  const cell = { go: runs.go, back: runs.back, run: () => runs.current };
  return new AsyncFunction("__cell__", markAwaits(code).text)(cell);
}

test.each([
  ["await 1 + await 2", "return await 1 + await 2", 3],
  ["nested", "return await (await (async () => async () => 5)())()", 5],
  ["an arrow without a block", "const f = async (x) => (await x) * 2; return await f(4)", 8],
  ["an arrow that gives an object", "const f = async (x) => ({ a: await x }); return (await f(4)).a", 4],
  ["await first in an arrow", "const f = async (x) => await x; return f(7)", 7],
  [
    "a method and a generator",
    "const o = { async *g() { yield await 1; yield 2; } }; let s = 0; for await (const x of o.g()) s += x; return s",
    3,
  ],
  ["a loop without a block", "let s = 0; for await (const x of [1, 2]) s += await x; return s", 3],
  ["optional calls and templates", "const o = { f: async () => 'b' }; return `a${await o?.f?.()}c`", "abc"],
  [
    "a directive",
    "async function f() { 'use strict'; await 0; return this === undefined } return f.call(undefined)",
    true,
  ],
  ["a string and a comment that say await", "/* await x */ return 'await y' + (await 1)", "await y1"],
  ["a class", "class A { async m() { return await this.n; } n = 3 } return new A().m()", 3],
  ["await without a space", "return await(async () => 6)() + await[1].length", 7],
  ["no await", "return 1", 1],
  ["the value of a comma", "return (0, await 5)", 5],
  ["exceptions", "try { await Promise.reject(3); } catch (e) { return e; }", 3],
  ["spread and call", "return Math.max(...await [1, 9], await 4)", 9],
])("markAwaits(code) leaves what code does: %s", async (_, code, expected) => {
  expect(await run(code)).toBe(expected);
});

test("markAwaits(code) tells positions of the marked text in the unmarked one", () => {
  const code = "const a = 1;\nconst f = async (x) => await x + (await boom(x)).length;\nlast();";
  const { text, unmarked } = markAwaits(code);
  expect(text.split("\n")).toHaveLength(3);
  for (const word of ["const a", "async", "boom", "length", "last"]) {
    const place = (source: string): [number, number] => {
      const before = source.slice(0, source.indexOf(word)).split("\n");
      return [before.length - 1, before[before.length - 1].length];
    };
    const [line, column] = place(code);
    expect(unmarked(...place(text))).toEqual({ line, column });
  }
});

test("after stop(run) code ends at its next await, by an exception once, and then waits for ever", async () => {
  const runs = new Runs();
  runs.begin(1);
  const seen: string[] = [];
  const code = `
    for (;;) {
      try { await new Promise((r) => setTimeout(r, 1)); seen.push("on"); }
      catch (error) { seen.push(error.name); }
      finally { seen.push("finally"); }
    }`;
  const cell = { go: runs.go, back: runs.back, run: () => runs.current };
  void new AsyncFunction("__cell__", "seen", markAwaits(code).text)(cell, seen);
  await expect.poll(() => seen.length).toBeGreaterThan(2);
  runs.stop(1);
  runs.begin(2);
  await expect.poll(() => seen.includes("KeyboardInterrupt")).toBe(true);
  const then = seen.length;
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(seen.slice(then)).toEqual(seen.length > then ? ["finally"] : []);
});

test("current is the run of the code that runs: of two that overlap, and the last one's elsewhere", async () => {
  const runs = new Runs();
  const seen: string[] = [];
  const start = (run: number): Promise<unknown> => {
    runs.begin(run);
    const body = `
      for (let i = 0; i < 3; i++) { await new Promise((r) => setTimeout(r, 2)); seen.push(name + __cell__.run()); }`;
    const cell = { go: runs.go, back: runs.back, run: () => runs.current };
    return new AsyncFunction("__cell__", "seen", "name", markAwaits(body).text)(cell, seen, `of ${run}: `);
  };
  const [one, two] = [start(1), start(2)];
  await Promise.all([one, two]);
  expect([...seen].sort()).toEqual([...Array(3).fill("of 1: 1"), ...Array(3).fill("of 2: 2")]);
  await new Promise(setImmediate);
  expect(runs.current).toBe(2);
});

test("originOf(thrown) is the outermost cell of a stack, and the current run where there is none", () => {
  const runs = new Runs();
  runs.begin(7);
  const stack = (text: string): unknown => Object.assign(new Error("e"), { stack: text });
  expect(runs.originOf(stack("Error: e\n    at f (cell-2:3:5)\n    at async cell-5:1:9\n    at node:x:1:1"))).toBe(5);
  expect(runs.originOf(stack("Error: cell-9 is no place"))).toBe(7);
  expect(
    [
      3,
      null,
      {
        get stack() {
          throw 1;
        },
      },
    ].map((thrown) => runs.originOf(thrown)),
  ).toEqual([7, 7, 7]);
});
