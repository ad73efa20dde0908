/**
 * Every way a cell can end that it would not tell of itself, in a real kernel.
 */
import { tmpdir } from "node:os";
import { afterAll, beforeAll, expect, test } from "vitest";

import { startKernel, type KernelClient } from "../../../src/kernel/client/client";
import type { NotebookOutput } from "../../../src/kernel/client/outputs";
import { runCell, type CellEnd, type CellOptions } from "../../../src/notebook/run/run-cell";
import { seen } from "../../support/project";

let kernel: KernelClient;

beforeAll(async () => {
  kernel = await startKernel({ folder: tmpdir(), stderr: "pipe" });
  await kernel.execute("1"); // the compiler is there: what follows is timed
});

afterAll(() => kernel.shutdown());

type Ran = CellEnd & { outputs: NotebookOutput[] };

async function run(code: string, options: Partial<CellOptions> = {}, outputs: NotebookOutput[] = []): Promise<Ran> {
  const end = await runCell(kernel, code, outputs, { timeout: 0, mayRaise: false, log: () => "", ...options });
  return { ...end, outputs };
}

test.each([
  ["throws", 'throw new RangeError("too far")', "RangeError", "too far"],
  [
    "does not compile",
    'const n: number = "text";',
    "TypeScriptError",
    "TS2322 Type 'string' is not assignable to type 'number'",
  ],
  ["calls process.exit", "process.exit(3)", "Error", "process.exit(3) was called in a cell"],
  ["leaves a rejected promise behind", 'Promise.reject(new Error("floating")); 1', "Error", "floating"],
])("runCell(code) tells the error of a cell that %s, unless it may raise one", async (_, code, ename, evalue) => {
  const { failure, outputs } = await run(code);
  expect(failure).toEqual({ kind: "error", ename, evalue: expect.stringContaining(evalue) as string });
  expect(seen(outputs)).toContain(evalue);
  const allowed = await run(code, { mayRaise: true });
  expect(allowed.failure).toBeUndefined();
  expect(seen(allowed.outputs)).toContain(evalue);
});

test("runCell(code) interrupts a cell that waits for ever at the timeout, and says so", async () => {
  const { failure, outputs } = await run("await new Promise(() => {});", { timeout: 4000 });
  const evalue = "the cell ran longer than the timeout of 4 s and was interrupted";
  expect(failure).toEqual({ kind: "timeout", ename: "CellTimeout", evalue });
  expect(seen(outputs)).toBe(`CellTimeout: ${evalue}`);
});

test.each([
  ["computes", "while (true);"],
  ["computes after an await", "await null; while (true);"],
])("runCell(code) is stopped by its signal, what it %s; what it had shown is kept", async (_, code) => {
  const control = new AbortController();
  const outputs: NotebookOutput[] = [];
  const begun = setInterval(() => outputs.length > 0 && control.abort(), 20);
  const { failure } = await run(`console.log("before"); ${code}`, { signal: control.signal }, outputs);
  clearInterval(begun);
  const evalue = "the run was stopped while this cell ran, which was interrupted";
  expect(failure).toEqual({ kind: "interrupted", ename: "Interrupted", evalue });
  expect(outputs.map(({ output_type }) => output_type)).toEqual(["stream", "error"]);
  expect(seen(outputs)).toBe(`before\n\nInterrupted: ${evalue}`);
  expect((await run("1 + 1")).outputs).toMatchObject([{ data: { "text/plain": "2" } }]);
});

test("runCell(code) lets a cell that ends in time be, and one without a timeout take its time", async () => {
  expect((await run('"quick"', { timeout: 60_000 })).failure).toBeUndefined();
  expect((await run("await new Promise((r) => setTimeout(r, 500))")).failure).toBeUndefined();
});

test.each([
  ["lines", 'for (let i = 0; ; i++) { console.log("x".repeat(1000)); if (i % 500 === 0) rest(); }'],
  ["displays", 'for (;;) { display.mime({ "text/plain": "x".repeat(1e6) }); rest(); }'],
])("runCell(code) ends a flood of %s, and keeps little of it", async (_, flood) => {
  // The cell blocks, but leaves a busy machine the time to read what it writes.
  const rest = "const lock = new Int32Array(new SharedArrayBuffer(4)); const rest = () => Atomics.wait(lock, 0, 0, 5);";
  const { failure, outputs } = await run(`{ ${rest} ${flood} }`);
  expect(failure).toMatchObject({ kind: "flood", ename: "OutputFlood" });
  expect(failure?.evalue).toContain(
    "the cell showed more than 50 MB and was interrupted; the first 100 kB of each output are kept",
  );
  expect(outputs[outputs.length - 1]).toMatchObject({ output_type: "error", ename: "OutputFlood" });
  expect(JSON.stringify(outputs).length).toBeLessThan(200_000);
});

test("runCell(code) takes much output that is cleared again for no flood", async () => {
  const { failure, outputs } = await run(
    'for (let i = 0; i < 70; i++) { display.clear(); display.mime({ "text/plain": "x".repeat(1e6) }); }',
  );
  expect(failure).toBeUndefined();
  expect(outputs).toHaveLength(1);
});

test("runCell(code) keeps what a cell had shown that takes the kernel with it, and says how it died", async () => {
  const code =
    'console.log("before"); await new Promise((r) => setTimeout(r, 200)); ' +
    'require("node:child_process").execSync(`kill -9 ${process.pid}`)';
  const { failure, outputs } = await run(code, { log: () => "out of memory\n" });
  const evalue = "the kernel died while this cell ran (SIGKILL); its last words: out of memory";
  expect(failure).toEqual({ kind: "kernel-died", ename: "KernelDied", evalue });
  expect(seen(outputs)).toBe(`before\n\nKernelDied: ${evalue}`);
  expect((await run("1")).failure).toMatchObject({ kind: "kernel-died" });
});
