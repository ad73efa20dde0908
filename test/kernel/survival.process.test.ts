/**
 * What a kernel survives: cells that reach for what it stands on, and places that are not as expected.
 */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { startKernel, type CellResult, type KernelClient } from "../../src/kernel/client/client";
import { alive } from "../support/alive";
import { beginCell } from "../support/begin-cell";
import { makeProject, seen, type Project } from "../support/project";

const PACKAGE = join(__dirname, "../..");
const CLIENT = JSON.stringify(join(PACKAGE, "src/kernel/client/client"));
/** A user who owns nothing here: `nobody`. */
const NOBODY = { uid: 65534, gid: 65534 };

describe("a cell", () => {
  let project: Project;
  let kernel: KernelClient;

  beforeAll(async () => {
    project = makeProject({ "src/index.ts": 'import dep from "./slow.js";\nexport const { one } = dep;\n' });
    kernel = await startKernel({ folder: project.notebooks });
  });

  afterAll(async () => {
    await kernel.shutdown();
    project.remove();
  });

  const run = (code: string): Promise<CellResult> => kernel.execute(code);
  const show = async (code: string): Promise<string> => seen((await run(code)).outputs);

  test.each([
    ["Array.prototype.map", "Array.prototype.map = () => { throw 1; }"],
    ["Array.prototype[Symbol.iterator]", "Array.prototype[Symbol.iterator] = () => { throw 1; }"],
    ["JSON.stringify", "JSON.stringify = () => { throw 1; }"],
    ["Promise.prototype.then", "Promise.prototype.then = () => { throw 1; }; await null;"],
    ["process.nextTick", "process.nextTick = () => { throw 1; }"],
    ["Object.prototype.get", "(Object.prototype as any).get = 1"],
    ["Array, Object, Promise", "for (const n of ['Object', 'Array', 'Promise']) delete (globalThis as any)[n];"],
    ["Array.prototype.push", "Array.prototype.push = null as any; throw new Error('of its own')"],
  ])("that replaces %s fails by it, and the next one does not", async (name, code) => {
    const { status, outputs } = await run(code);
    expect(status).toBe("error");
    expect(seen(outputs)).toContain(`${name} was replaced, which the kernel and its compiler rely on`);
    expect(await show("[1, 2].map((x) => x + 1)")).toBe("[ 2, 3 ]");
  });

  test("that replaces what it runs on and loops is interrupted", async () => {
    const patched = "Array.prototype.map = Array.prototype.push = JSON.stringify = () => { throw 1; };";
    const cell = await beginCell(kernel, `console.log("in"); ${patched} while (true);`);
    await kernel.interrupt();
    expect(await cell.ended).toMatchObject({ status: "error", reply: { ename: "KeyboardInterrupt" } });
    expect(await show("[1, 2].map((x) => x + 1)")).toBe("[ 2, 3 ]");
  });

  test.each([
    ["timers", "globalThis.setTimeout = globalThis.setImmediate = (() => { throw 1; }) as any; 0"],
    ["Math.random, with a seed", "Math.random = () => 0.5; 0"],
    ["toJSON of big integers", "(BigInt.prototype as any).toJSON = String; 0"],
  ])("may replace %s", async (_, code) => {
    expect(await show(code)).toBe("0");
    expect(await show("6 * 7")).toBe("42");
  });

  test.skipIf(process.platform !== "linux")("that closes every descriptor closes none of the kernel's", async () => {
    const { outputs } = await run(`
      const fs = require("node:fs");
      const opened = fs.openSync("/dev/null", "r");
      const errors = new Set();
      for (let i = 0; i < 200; i++) { try { fs.closeSync(i); } catch (e) { errors.add(e.message.slice(0, 14)); } }
      for (let i = 0; i < 200; i++) { try { fs.close(i, () => undefined); } catch {} }
      let closed = false;
      try { fs.fstatSync(opened); } catch { closed = true; }
      console.log(closed, [...errors].sort().join());`);
    expect(seen(outputs)).toMatch(/^true .*fs\.closeSync\(0/);
    expect(await show("6 * 7")).toBe("42");
  });

  test.each([
    ["process.kill(process.pid)", "process.kill(process.pid)"],
    ["process.kill of its number as text", "process.kill(String(process.pid) as any)"],
    ["process.kill of its group", "process.kill(0, 'SIGKILL')"],
    ["process._kill", "(process as any)._kill(process.pid, 9)"],
    ["process.reallyExit", "(process as any).reallyExit(1)"],
    ["taking away the guard", "process.setUncaughtExceptionCaptureCallback(null)"],
  ])("that calls %s fails by it", async (_, code) => {
    const { status, outputs } = await run(code);
    expect(status).toBe("error");
    expect(seen(outputs)).toContain("was called in a cell, which cannot end its kernel");
    expect(await show("6 * 7")).toBe("42");
  });

  test("of more than 10 MB is refused with what to do about it", async () => {
    expect(await show(`const long = "${"x".repeat(2e7)}"`)).toContain(
      "a cell must have at most 10 million characters, got 20 million: put data into a file and read it",
    );
    expect(await show("6 * 7")).toBe("42");
  });

  test("that was interrupted while it loaded a package loads it whole the next time", async () => {
    project.write(
      "src/slow.js",
      "exports.zero = 0;\nif (!globalThis.hurry) { console.log('in'); while (true); }\nexports.one = 1;\n",
    );
    const code = 'const { zero, one } = require("../src/slow.js"); zero + one';
    const cell = await beginCell(kernel, code.replace("const", "let"));
    await kernel.interrupt();
    expect((await cell.ended).status).toBe("error");
    expect(await show(`(globalThis as any).hurry = true; ${code}`)).toBe("1");
  });

  test("that damages a built-in for good leaves a kernel that says that it must restart", async () => {
    const code = 'Object.defineProperty(Array.prototype, "map", { value: null, configurable: false, writable: false })';
    for (const text of [code, "6 * 7"]) {
      expect(await run(text)).toMatchObject({
        status: "error",
        reply: { evalue: expect.stringContaining("cannot be put back: restart the kernel") },
      });
    }
    await kernel.shutdown();
    expect(alive(kernel.process.pid as number)).toBe(false);
  });
});

test("a project may stand in a folder with spaces, #, %, é and behind a symbolic link", async () => {
  const base = mkdtempSync(join(tmpdir(), "impactlab a#b%20é "));
  const made = makeProject({ "src/index.ts": 'export const there = "there";\n', "src/esm.mjs": "export const m = 1;" });
  const root = join(base, "real one");
  cpSync(made.root, root, { recursive: true, verbatimSymlinks: true });
  made.remove();
  symlinkSync(root, join(base, "linked"));
  const kernel = await startKernel({ folder: join(base, "linked", "notebooks") });
  const code = `import { there } from "../src"; import { m } from "../src/esm.mjs";
    require("node:fs").readFileSync("../src/index.ts", "utf8").includes(there) && m`;
  expect(seen((await kernel.execute(code)).outputs)).toBe("1");
  expect(seen((await kernel.execute('import { gone } from "../src/gone"')).outputs)).toContain("TS2307");
  await kernel.shutdown();
  rmSync(base, { recursive: true });
});

test("an address in use ends the kernel with a sentence that names it", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const folder = mkdtempSync(join(tmpdir(), "impactlab-port-"));
  const file = join(folder, "connection.json");
  const ports = { shell_port: 0, iopub_port: 0, stdin_port: 0, hb_port: 0, control_port: port };
  writeFileSync(file, JSON.stringify({ ip: "127.0.0.1", key: "k", signature_scheme: "hmac-sha256", ...ports }));
  const child = spawn(process.execPath, [join(PACKAGE, "src/kernel/start.js"), file], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let log = "";
  child.stderr.on("data", (text: Buffer) => (log += String(text)));
  const [code] = (await once(child, "exit")) as [number];
  server.close();
  rmSync(folder, { recursive: true });
  expect(code).toBe(1);
  expect(log).toContain(`the control socket cannot be bound to tcp://127.0.0.1:${port}: Address already in use`);
});

test.each(["SIGTERM", "SIGKILL"] as const)(
  "a kernel whose cell and worker threads compute ends when its parent ends by %s",
  async (signal) => {
    const script = `
      require("tsx/cjs");
      require(${CLIENT}).startKernel({ folder: ${JSON.stringify(tmpdir())} }).then((kernel) => {
        const worker = 'new (require("node:worker_threads").Worker)("while (true);", { eval: true });';
        kernel.execute(worker + worker + 'console.log("in"); while (true);', {
          onMessage: ({ header }) => header.msg_type === "stream" && console.log(kernel.process.pid),
        }).catch(() => undefined);
      });`;
    const parent = spawn(process.execPath, ["-e", script], { cwd: __dirname, stdio: ["ignore", "pipe", "inherit"] });
    const [text] = (await once(parent.stdout, "data")) as [Buffer];
    const pid = Number(String(text));
    expect(alive(pid)).toBe(true);
    parent.kill(signal);
    await expect.poll(() => alive(pid), { timeout: 300_000 }).toBe(false);
  },
);

test("shutdown_request ends a kernel with worker threads left over", async () => {
  const kernel = await startKernel({ folder: tmpdir() });
  const worker = 'new (require("node:worker_threads").Worker)("while (true);", { eval: true });';
  await kernel.execute(`${worker}${worker}0`);
  await kernel.shutdown();
  expect(await kernel.exited).toMatchObject({ code: 0 });
});

// The memory of one cell ends its kernel: the client says so, and of what.
test("a cell that takes all memory ends its kernel, and the client says so", async () => {
  const kernel = await startKernel({
    folder: tmpdir(),
    env: { ...process.env, NODE_OPTIONS: "--max-old-space-size=150" },
    stderr: "ignore",
  });
  const hungry = "const rows: number[][] = []; for (;;) rows.push(new Array(1e5).fill(1.5));";
  await expect(kernel.execute(hungry)).rejects.toThrow("the kernel ended (SIGABRT)");
});

/** Whether `nobody` can be asked, and may read this package. */
const canBeNobody =
  process.getuid?.() === 0 &&
  spawnSync(process.execPath, ["-e", "require(process.argv[1])", join(PACKAGE, "package.json")], NOBODY).status === 0;

describe.skipIf(!canBeNobody)("another user [skipped where the tests do not run as root, or in root's folder]", () => {
  test("reads the kernelspec that was installed under umask 022", () => {
    const folder = mkdtempSync(join(tmpdir(), "impactlab-spec-"));
    chmodSync(folder, 0o755);
    const install = `process.umask(0o022); require("tsx/cjs");
      const { installKernel } = require(${JSON.stringify(join(PACKAGE, "src/kernel/install/kernelspec"))});
      console.log(installKernel(process.argv[1]))`;
    const { stdout } = spawnSync(process.execPath, ["-e", install, join(folder, "jupyter")], { encoding: "utf8" });
    const spec = stdout.trim();
    const files = [spec, join(folder, "jupyter/nbconvert/templates/impactlab")].flatMap((from) =>
      readdirSync(from).map((name) => join(from, name)),
    );
    expect(files.length).toBeGreaterThanOrEqual(8);
    const read = "for (const file of process.argv.slice(1)) require('node:fs').readFileSync(file)";
    const outcome = spawnSync(process.execPath, ["-e", read, ...files], { ...NOBODY, encoding: "utf8" });
    expect(outcome.stderr).toBe("");
    // A control: what may not be read is refused.
    chmodSync(dirname(spec), 0o700);
    expect(spawnSync(process.execPath, ["-e", read, ...files], NOBODY).status).not.toBe(0);
    rmSync(folder, { recursive: true });
  });

  test("runs cells without a home, in a project that may only be read", () => {
    const project = makeProject({ "src/index.ts": 'export const there = "there";\n' });
    chmodSync(project.root, 0o755);
    const script = `
      require("tsx/cjs");
      require(${CLIENT}).startKernel({ folder: process.argv[1] }).then(async (kernel) => {
        const { outputs } = await kernel.execute('import { there } from "../src"; process.getuid!() + there');
        console.log(outputs[0].data["text/plain"]);
        await kernel.shutdown();
      });`;
    const env = { ...process.env, HOME: undefined };
    const options = { uid: 54321, gid: 54321, env, cwd: __dirname, encoding: "utf8" } as const;
    const { stdout } = spawnSync(process.execPath, ["-e", script, project.notebooks], options);
    project.remove();
    expect(stdout).toBe("'54321there'\n");
  });
});
