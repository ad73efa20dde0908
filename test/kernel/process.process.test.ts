/**
 * The kernel as a process: floods, forged messages, addresses, and every way to end.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Dealer } from "zeromq";

import { startKernel, type KernelClient } from "../../src/kernel/client/client";
import { address } from "../../src/kernel/protocol/connection";
import { encode, newMessage } from "../../src/kernel/protocol/wire";
import { heartbeat } from "../support/heartbeat";
import { makeProject } from "../support/project";

const FOLDER = tmpdir();

describe("one kernel", () => {
  let kernel: KernelClient;
  let log = "";

  beforeAll(async () => {
    kernel = await startKernel({ folder: FOLDER, stderr: "pipe" });
    kernel.process.stderr?.on("data", (text: Buffer) => (log += String(text)));
  }, 60_000);

  afterAll(() => kernel.shutdown());

  test("10,000 lines arrive complete, in order, in few messages", async () => {
    let messages = 0;
    const { outputs } = await kernel.execute("for (let i = 0; i < 10_000; i++) console.log(i)", {
      onMessage: ({ header }) => (messages += header.msg_type === "stream" ? 1 : 0),
    });
    const expected = Array.from({ length: 10_000 }, (_, i) => `${i}\n`).join("");
    expect(outputs).toEqual([{ output_type: "stream", name: "stdout", text: expected }]);
    expect(messages).toBeLessThan(500);
  });

  test("10,000 displays arrive complete and in order", async () => {
    const { outputs } = await kernel.execute(
      'for (let i = 0; i < 10_000; i++) display.mime({ "text/plain": String(i) })',
    );
    expect(outputs.map((output) => Number((output as { data: Record<string, string> }).data["text/plain"]))).toEqual(
      Array.from({ length: 10_000 }, (_, i) => i),
    );
  });

  test("50 MB of output arrive complete, with what comes before and after", async () => {
    const { outputs } = await kernel.execute(
      'console.log("before"); display.mime({ "text/plain": "é".repeat(25_000_000) }); process.stdout.write("x".repeat(5e7)); console.log("after")',
    );
    expect(outputs.map(({ output_type }) => output_type)).toEqual(["stream", "display_data", "stream"]);
    expect((outputs[1] as { data: Record<string, string> }).data["text/plain"]).toHaveLength(25_000_000);
    expect((outputs[2] as { text: string }).text.slice(5e7)).toBe("after\n");
  }, 60_000);

  test("a message with a wrong signature is dropped and logged; the heartbeat echoes", async () => {
    const forged = new Dealer({ linger: 0 });
    forged.connect(address(kernel.connection, "shell"));
    const content = { code: "globalThis.forged = true", silent: false };
    await forged.send(encode(newMessage("execute_request", content, { session: "forger" }), "a wrong key"));
    while (!log.includes("dropped a wrong signature"))
      await once(kernel.process.stderr as NodeJS.ReadableStream, "data");
    forged.close();
    const { reply } = await kernel.execute("", { userExpressions: { forged: "(globalThis as any).forged" } });
    expect(reply.user_expressions).toEqual({ forged: { status: "ok", data: {}, metadata: {} } });
    expect(await heartbeat(kernel)).toBe("ping");
  });
});

test.skipIf(process.platform !== "linux")("sockets bind to the connection file's address and to no other", async () => {
  const kernel = await startKernel({ folder: FOLDER, transport: "tcp" });
  for (const port of ["shell_port", "iopub_port", "stdin_port", "control_port", "hb_port"] as const) {
    expect(await reachable("127.0.0.1", kernel.connection[port])).toBe(true);
    expect(await reachable("127.0.0.2", kernel.connection[port])).toBe(false);
  }
  await kernel.shutdown();
});

test("an interrupt ends a cell that still waits for the compiler, and what it imports can be imported again", async () => {
  const project = makeProject({ "src/index.ts": 'export const late = "there";\n' });
  const kernel = await startKernel({ folder: project.notebooks });
  const code = 'import { late } from "../src"; late';
  // Shell and control are two sockets: the cell must have arrived before it can be interrupted.
  let cell: Promise<unknown> = Promise.resolve();
  await new Promise<void>((resolve) => {
    cell = kernel.execute(code, { onMessage: ({ header }) => header.msg_type === "execute_input" && resolve() });
  });
  await kernel.interrupt();
  expect(await cell).toMatchObject({ status: "error", reply: { ename: "KeyboardInterrupt" } });
  expect((await kernel.execute(code)).outputs).toMatchObject([{ data: { "text/plain": "'there'" } }]);
  await kernel.shutdown();
  project.remove();
}, 60_000);

test("shutdown_request is answered and ends the process, also while a cell computes", async () => {
  for (const code of ["1", "while (true);"]) {
    const kernel = await startKernel({ folder: FOLDER });
    const cell = kernel.execute(code).catch(() => undefined);
    if (code === "1") await cell;
    const { content } = await kernel.request("shutdown_request", { restart: true }, { channel: "control" });
    expect(content).toEqual({ status: "ok", restart: true });
    await kernel.exited;
  }
}, 60_000);

test.each(["1", "while (true);", "await new Promise(() => {})"])(
  "SIGTERM ends the kernel, cell: %s",
  async (code) => {
    const kernel = await startKernel({ folder: FOLDER });
    const began = new Promise<void>((resolve) => {
      void kernel
        .execute(code, { onMessage: ({ header }) => header.msg_type === "execute_input" && resolve() })
        .catch(() => undefined);
    });
    await began;
    kernel.process.kill("SIGTERM");
    expect(await kernel.exited).toEqual({ code: null, signal: "SIGTERM" });
  },
  60_000,
);

test("the kernel exits when its parent dies", async () => {
  const script = `
    require("tsx/cjs");
    require(${JSON.stringify(join(__dirname, "../../src/kernel/client/client"))})
      .startKernel({ folder: ${JSON.stringify(FOLDER)} })
      .then((kernel) => console.log(kernel.process.pid));`;
  const parent = spawn(process.execPath, ["-e", script], { cwd: __dirname, stdio: ["ignore", "pipe", "inherit"] });
  const [text] = (await once(parent.stdout, "data")) as [Buffer];
  const pid = Number(String(text));
  expect(alive(pid)).toBe(true);
  parent.kill("SIGKILL");
  await expect.poll(() => alive(pid), { timeout: 20_000 }).toBe(false);
}, 60_000);

test("50 starts in a row leave no process behind", async () => {
  for (let i = 0; i < 50; i++) {
    const kernel = await startKernel({ folder: FOLDER });
    await kernel.shutdown();
    expect(alive(kernel.process.pid as number)).toBe(false);
  }
}, 180_000);

test("a connection file that cannot be used ends the kernel with a reason", async () => {
  await expect(
    startKernel({
      folder: FOLDER,
      argv: [process.execPath, join(__dirname, "../../src/kernel/start.js"), "/no/such/file"],
      stderr: "ignore",
    }),
  ).rejects.toThrow("the kernel ended (exit code 1)");
});

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function reachable(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, host);
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}
