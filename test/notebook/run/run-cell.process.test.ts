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

async function run(code: string, options: Partial<CellOptions> = {}): Promise<CellEnd & { outputs: NotebookOutput[] }> {
  const outputs: NotebookOutput[] = [];
  const end = await runCell(kernel, code, outputs, { timeout: 0, mayRaise: false, log: () => "", ...options });
  return { ...end, outputs };
}

test.each([
  ["computes", "while (true);"],
  ["computes after an await", "await null; while (true);"],
  ["waits", "await new Promise(() => {});"],
])("runCell(code) interrupts a cell that %s for ever at the timeout, and says so", async (_, code) => {
  const { failure, outputs } = await run(`console.log("before"); ${code}`, { timeout: 4000 });
  expect(failure).toEqual({
    kind: "timeout",
    ename: "CellTimeout",
    evalue: "the cell ran longer than the timeout of 4 s and was interrupted",
  });
  expect(outputs.map(({ output_type }) => output_type)).toEqual(["stream", "error"]);
  expect(seen(outputs)).toBe("before\n\nCellTimeout: the cell ran longer than the timeout of 4 s and was interrupted");
  expect((await run("1 + 1")).outputs).toMatchObject([{ data: { "text/plain": "2" } }]);
});

test("runCell(code) lets a cell that ends in time be, and one without a timeout take its time", async () => {
  expect((await run('"quick"', { timeout: 60_000 })).failure).toBeUndefined();
  expect((await run("await new Promise((r) => setTimeout(r, 500))")).failure).toBeUndefined();
});

test.each([
  ["lines", 'for (;;) console.log("x".repeat(1000))'],
  ["displays", 'for (;;) display.mime({ "text/plain": "x".repeat(1e6) })'],
])("runCell(code) ends a flood of %s, and keeps little of it", async (_, code) => {
  const { failure, outputs } = await run(code);
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

test("runCell(code) is stopped by its signal, and says that the user did it", async () => {
  const { failure } = await run("while (true);", { signal: AbortSignal.timeout(2000) });
  expect(failure).toEqual({
    kind: "interrupted",
    ename: "Interrupted",
    evalue: "the run was stopped while this cell ran, which was interrupted",
  });
});

test("runCell(code) keeps what a cell had shown that takes the kernel with it, and says how it died", async () => {
  const code =
    'console.log("before"); await new Promise((r) => setTimeout(r, 200)); require("node:child_process").execSync(`kill -9 ${process.pid}`)';
  const { failure, outputs } = await run(code, { log: () => "out of memory\n" });
  const evalue = "the kernel died while this cell ran (SIGKILL); its last words: out of memory";
  expect(failure).toEqual({ kind: "kernel-died", ename: "KernelDied", evalue });
  expect(seen(outputs)).toBe(`before\n\nKernelDied: ${evalue}`);
  expect((await run("1")).failure).toMatchObject({ kind: "kernel-died" });
});
