/**
 * Processes that cells start, in a real kernel: their output, and their end.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { startKernel, type CellResult, type KernelClient } from "../../../src/kernel/client/client";
import { alive } from "../../support/alive";
import { beginCell } from "../../support/begin-cell";
import { makeProject, seen, type Project } from "../../support/project";

let project: Project;
let kernel: KernelClient;

beforeAll(async () => {
  project = makeProject({});
  kernel = await startKernel({ folder: project.notebooks });
  await kernel.execute('import { spawn, spawnSync, execSync, execFileSync } from "node:child_process";');
});

afterAll(async () => {
  await kernel.shutdown();
  project.remove();
});

const run = (code: string): Promise<CellResult> => kernel.execute(code);
const settle = (): Promise<unknown> => kernel.request("impactlab_settle_request", { patience: 60_000 });

describe.skipIf(process.platform === "win32")("shown is what goes to inherited standard output", () => {
  test.each([
    [
      "of execSync, in order",
      'console.log("a"); execSync("echo b", { stdio: "inherit" }); console.log("c");',
      "a\nb\nc\n",
    ],
    ["of execFileSync", 'execFileSync("echo", ["b"], { stdio: "inherit" })', "b\n"],
    [
      "of spawnSync",
      'spawnSync("echo", ["b"], { stdio: ["ignore", "inherit", "pipe"] }).stdout === null && 1',
      "b\n\n1",
    ],
    [
      "of a command that fails",
      'try { execSync("echo b; exit 3", { stdio: "inherit" }) } catch (e) { e.status }',
      "b\n",
    ],
    ["of spawn", 'await new Promise((r) => spawn("echo", ["b"], { stdio: "inherit" }).on("close", r)); 0', "b\n\n0"],
    [
      "of its standard error",
      'await new Promise((r) => spawn("sh", ["-c", "echo e >&2"], { stdio: [0, 1, 2] }).on("close", r));',
      "e\n\n0",
    ],
    [
      "as much as there is",
      'execSync("head -c 3000000 /dev/zero | tr \\"\\\\0\\" z", { stdio: "inherit" })',
      "z".repeat(3e6),
    ],
    ["piped output stays with who asked", 'String(execSync("echo b")).length', "2"],
  ])("%s", async (_, code, expected) => {
    const { status, outputs } = await run(code);
    expect([status, seen(outputs)]).toEqual(["ok", expected]);
  });

  test.each([
    ["writeSync", 'require("fs").writeSync(1, "w\\n")'],
    ["writeSync of bytes", 'require("fs").writeSync(1, Buffer.from("xw\\nx"), 1, 2)'],
    ["write", 'await new Promise((r) => require("fs").write(1, "w\\n", r))'],
    ["writeFileSync", 'require("fs").writeFileSync(1, "w\\n")'],
    ["/dev/stdout", 'require("fs").appendFileSync("/dev/stdout", "w\\n")'],
    [
      "a stream on a descriptor",
      'await new Promise((r) => require("fs").createWriteStream("", { fd: 1, autoClose: false }).write("w\\n", r))',
    ],
  ])("to descriptor 1 by %s", async (_, code) => {
    expect(seen((await run(`${code}; undefined`)).outputs)).toBe("w\n");
  });

  test("late, under the cell that started the process", async () => {
    const first = await run('spawn("sh", ["-c", "sleep 0.1; echo mine"], { stdio: "inherit" }); 0');
    const second = await run('"other"');
    await settle();
    expect([seen(first.outputs), seen(second.outputs)]).toEqual(["0\nmine\n", "'other'"]);
  });
});

describe.skipIf(process.platform === "win32")("a process that a cell started", () => {
  test("ends with its cell, where that is interrupted", async () => {
    const cell = await beginCell(
      kernel,
      'const child = spawn("sleep", ["1000"]); console.log("in"); await new Promise((r) => child.on("exit", r))',
    );
    await kernel.interrupt();
    expect((await cell.ended).status).toBe("error");
    const ended = "await new Promise((r) => (child.signalCode ? r(0) : child.on('exit', r))); child.signalCode";
    expect(seen((await run(ended)).outputs)).toBe("'SIGTERM'");
  });

  const children = (): string => `
    const left = [spawn("sleep", ["1000"]), spawn("sh", ["-c", "sleep 1000 & echo $! >&2; wait"])];
    const inner = await new Promise((r) => left[1].stderr!.once("data", r));
    console.log(JSON.stringify([...left.map(({ pid }) => pid), Number(String(inner))]));`;

  test.each(["shutdown", "SIGTERM", "SIGKILL"])("ends with the kernel, and what it started too: %s", async (way) => {
    const other = await startKernel({ folder: project.notebooks });
    await other.execute('import { spawn } from "node:child_process";');
    const pids = JSON.parse(seen((await other.execute(children())).outputs)) as number[];
    expect(pids.map(alive)).toEqual([true, true, true]);
    if (way === "shutdown") await other.shutdown();
    else other.process.kill(way as NodeJS.Signals);
    await other.exited;
    await expect.poll(() => pids.filter(alive), { timeout: 60_000 }).toEqual([]);
  });
});
