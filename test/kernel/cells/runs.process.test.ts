/**
 * Cells that overlap, in a real kernel: what they print and throw late, and what an interrupt ends.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { startKernel, type CellResult, type KernelClient } from "../../../src/kernel/client/client";
import { beginCell } from "../../support/begin-cell";
import { makeProject, seen, type Project } from "../../support/project";

let project: Project;
let kernel: KernelClient;

beforeAll(async () => {
  project = makeProject({
    "src/index.ts": `export const sleep = (ms: number): Promise<void> => new Promise((r) => setTimeout(r, ms));
export async function forever(each: () => void): Promise<void> {
  for (;;) { await sleep(1); each(); }
}
`,
  });
  kernel = await startKernel({ folder: project.notebooks });
  await kernel.execute(`import { sleep, forever } from "../src";
    let turns = 0;
    function later(text: string) { setTimeout(() => console.log(text), 20); }`);
});

afterAll(async () => {
  await kernel.shutdown();
  project.remove();
});

const run = (code: string): Promise<CellResult> => kernel.execute(code);
const settle = (): Promise<unknown> => kernel.request("impactlab_settle_request", { patience: 60_000 });

describe("what a cell prints or throws late is its own", () => {
  test.each([
    ["a timer", "setTimeout(() => console.log('mine'), 30); 0", "0\nmine\n"],
    ["a timer set by a timer", "setTimeout(() => setImmediate(() => console.log('mine')), 30); 0", "0\nmine\n"],
    ["code behind an await", "(async () => { await sleep(30); console.log('mine'); })(); 0", "0\nmine\n"],
    ["a function of an earlier cell", "later('mine'); 0", "0\nmine\n"],
    ["a display", "setTimeout(() => display.mime({ 'text/plain': 'mine' }), 30); 0", "0\nmine"],
    ["what a timer throws", "setTimeout(() => { throw new Error('mine'); }, 30); 0", "Error: mine"],
    ["a rejection", "(async () => { await sleep(30); throw new Error('mine'); })(); 0", "Error: mine"],
    ["a rejection behind .then", "void sleep(30).then(() => { throw new Error('mine'); }); 0", "Error: mine"],
    [
      "a callback of Node that throws",
      `require('node:fs').stat('/', () => {
        for (const t = Date.now() + 40; Date.now() < t; );
        throw new Error('mine');
      });
      0`,
      "Error: mine",
    ],
  ])("%s, while the next cell runs, which does not fail", async (_, code, expected) => {
    const first = await run(code);
    const second = await run("await sleep(60); 'other'");
    await settle();
    expect(seen(first.outputs)).toContain(expected);
    expect(first.status).toBe("ok");
    expect([second.status, seen(second.outputs)]).toEqual(["ok", "'other'"]);
  });

  test("two loops at once print each under its own cell", async () => {
    const loop = (name: string): string =>
      `(async () => { for (let i = 0; i < 20; i++) { await sleep(1); console.log("${name}"); } })(); 0`;
    const cells = [await run(loop("a")), await run(loop("b"))];
    await settle();
    expect(cells.map(({ outputs }) => seen(outputs))).toEqual([`0\n${"a\n".repeat(20)}`, `0\n${"b\n".repeat(20)}`]);
  });

  test("a callback of Node counts as the last cell's, also after another's code has run", async () => {
    await run("(async () => { for (let i = 0; i < 100; i++) await sleep(1); })(); 0");
    const cell = await run("require('node:fs').stat('/', () => console.log('mine')); await sleep(30); 0");
    expect(seen(cell.outputs)).toBe("mine\n\n0");
    await settle();
  });
});

describe("after an interrupt nothing of the cell goes on", () => {
  test.each([
    ["a loop that awaits a timer", "for (;;) { await sleep(1); turns++; }"],
    [
      "a loop on timers/promises",
      "const t = require('node:timers/promises'); for (;;) { await t.setTimeout(1); turns++; }",
    ],
    ["a loop on files", "const fs = require('node:fs/promises'); for (;;) { await fs.stat('/'); turns++; }"],
    ["a loop that swallows every error", "for (;;) { try { await sleep(1); turns++; } catch { turns += 0; } }"],
    ["a loop nobody awaits", "(async () => { for (;;) { await sleep(1); turns++; } })(); await sleep(1e6);"],
    [
      "for await",
      "async function* g() { for (;;) { await sleep(1); yield 1; } } for await (const n of g()) turns += n;",
    ],
    ["an interval", "setInterval(() => turns++, 1); await sleep(1e6);"],
    ["timers that set timers", "const f = () => { turns++; setTimeout(f, 1); }; f(); await sleep(1e6);"],
    ["immediates", "const g = () => { turns++; setImmediate(g); }; g(); await sleep(1e6);"],
    ["an imported loop that calls back, by its timers", "await forever(() => { turns++; });"],
  ])("%s", async (_, code) => {
    const cell = await beginCell(kernel, `turns = 0; console.log("in"); ${code}`);
    // A moment for the cell to go round, on a busy machine too.
    await new Promise((resolve) => setTimeout(resolve, 250));
    await kernel.interrupt();
    expect(await cell.ended).toMatchObject({ status: "error", reply: { ename: "KeyboardInterrupt" } });
    const look = "const then = turns; await sleep(40); [then > 0, turns - then]";
    const next = await run(look);
    expect([next.status, seen(next.outputs)]).toEqual(["ok", "[ true, 0 ]"]);
  });

  test("but for what an interrupt cannot reach, which is named", async () => {
    project.write(
      "src/elsewhere.ts",
      `import { setTimeout as sleep } from "node:timers/promises";
export async function elsewhere(): Promise<void> { for (let i = 0; i < 20; i++) await sleep(10); }
`,
    );
    await run('import { elsewhere } from "../src/elsewhere"; import { Worker } from "node:worker_threads";');
    const cell = await beginCell(
      kernel,
      `const worker = new Worker("setTimeout(() => undefined, 500)", { eval: true });
      await new Promise((r) => worker.once("online", r)); console.log("in"); await elsewhere();`,
    );
    await kernel.interrupt();
    expect(seen((await cell.ended).outputs)).toMatch(
      /KeyboardInterrupt: the cell was interrupted\nNot stopped, and at work until it ends by itself: [^]*1 timer/,
    );
    expect((await run("await sleep(300)")).status).toBe("ok");
  });

  test("its finally blocks run, and say nothing in the next cell", async () => {
    const cell = await beginCell(kernel, "try { console.log('in'); for (;;) await sleep(5); } finally { turns = -1; }");
    await kernel.interrupt();
    expect((await cell.ended).status).toBe("error");
    const next = await run("await sleep(30); turns");
    expect([next.status, seen(next.outputs)]).toEqual(["ok", "-1"]);
  });
});
