/**
 * The kernel as a process: floods, forged messages, addresses, and every way to end.
 */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Dealer } from "zeromq";

import { startKernel, type KernelClient } from "../../src/kernel/client/client";
import { newAddress } from "../../src/kernel/client/launch";
import { address } from "../../src/kernel/protocol/connection";
import { encode, newMessage, type Content } from "../../src/kernel/protocol/wire";
import { alive } from "../support/alive";
import { beginCell } from "../support/begin-cell";
import { signedFrames, survivesFuzzing } from "../support/fuzzer";
import { heartbeat } from "../support/heartbeat";
import { makeProject, type Project } from "../support/project";

const FOLDER = tmpdir();
const START = join(__dirname, "../../src/kernel/start.js");

describe("one kernel", () => {
  let kernel: KernelClient;
  let log = "";

  beforeAll(async () => {
    kernel = await startKernel({ folder: FOLDER, stderr: "pipe", transport: "tcp" });
    kernel.process.stderr?.on("data", (text: Buffer) => (log += String(text)));
  });

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
    const { outputs } = await kernel.execute(`
      console.log("before");
      display.mime({ "text/plain": "é".repeat(25_000_000) });
      process.stdout.write("x".repeat(5e7));
      console.log("after")`);
    expect(outputs.map(({ output_type }) => output_type)).toEqual(["stream", "display_data", "stream"]);
    expect((outputs[1] as { data: Record<string, string> }).data["text/plain"]).toHaveLength(25_000_000);
    expect((outputs[2] as { text: string }).text.slice(5e7)).toBe("after\n");
  });

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

  test("a replayed message is dropped, and a signed header of 200,000 nested brackets", async () => {
    const { key } = kernel.connection;
    const client = new Dealer({ linger: 0 });
    client.connect(address(kernel.connection, "shell"));
    const count = newMessage(
      "execute_request",
      { code: "globalThis.replayed = ((globalThis as any).replayed ?? 0) + 1", silent: false },
      { session: "recorded" },
    );
    for (let i = 0; i < 3; i++) await client.send(encode(count, key));
    const deep = `{"msg_id":"i","msg_type":"kernel_info_request","a":${"[".repeat(2e5)}${"]".repeat(2e5)}}`;
    await client.send(signedFrames([deep, "{}", "{}", "{}"], key));
    const heard = async (text: string): Promise<void> => {
      while (!log.includes(text)) await once(kernel.process.stderr as NodeJS.ReadableStream, "data");
    };
    await heard("dropped a message that was received before");
    await heard("dropped a part that nests deeper than 500 levels");
    client.close();
    const { reply } = await kernel.execute("", { userExpressions: { times: "(globalThis as any).replayed" } });
    expect(reply.user_expressions).toMatchObject({ times: { data: { "text/plain": "1" } } });
  });

  // 100,000 a port: process.long.test.ts.
  test.skipIf(process.platform !== "linux")(
    "1,500 messages of every kind to each of the five ports change nothing",
    () => survivesFuzzing(kernel, 1500),
  );

  test.skipIf(process.platform !== "linux")(
    "sockets bind to the connection file's address and to no other",
    async () => {
      for (const port of ["shell_port", "iopub_port", "stdin_port", "control_port", "hb_port"] as const) {
        expect(await reachable("127.0.0.1", kernel.connection[port])).toBe(true);
        expect(await reachable("127.0.0.2", kernel.connection[port])).toBe(false);
      }
    },
  );

  test("shutdown_request is answered and ends the process while a cell computes", async () => {
    await beginCell(kernel, 'console.log("in"); while (true);');
    expect(await answerToShutdown(kernel)).toEqual({ status: "ok", restart: true });
    await kernel.exited;
  });
});

describe("another kernel", () => {
  let project: Project;
  let kernel: KernelClient;

  beforeAll(async () => {
    project = makeProject({ "src/index.ts": 'export const late = "there";\n' });
    kernel = await startKernel({ folder: project.notebooks });
  });

  afterAll(async () => {
    await kernel.shutdown();
    project.remove();
  });

  test("an interrupt ends a cell that waits for the compiler, and its import can be imported again", async () => {
    const code = 'import { late } from "../src"; late';
    // Shell and control are two sockets: the cell must have arrived before it can be interrupted.
    const cell = await beginCell(kernel, code, "execute_input");
    await kernel.interrupt();
    expect(await cell.ended).toMatchObject({ status: "error", reply: { ename: "KeyboardInterrupt" } });
    expect((await kernel.execute(code)).outputs).toMatchObject([{ data: { "text/plain": "'there'" } }]);
  });

  test("SIGTERM ends the kernel while a cell computes", async () => {
    await beginCell(kernel, 'console.log("in"); while (true);');
    await endBySignal(kernel);
  });
});

test("SIGTERM ends the kernel while a cell waits", async () => {
  const kernel = await startKernel({ folder: FOLDER });
  await beginCell(kernel, 'console.log("in"); await new Promise(() => {})');
  await endBySignal(kernel);
});

// Fifty starts: process.long.test.ts.
test("SIGTERM and shutdown_request end an idle kernel, and five starts in a row leave no process behind", async () => {
  for (const way of ["SIGTERM", "shutdown", "shutdown after a cell", "SIGTERM", "shutdown"]) {
    const kernel = await startKernel({ folder: FOLDER });
    if (way === "shutdown after a cell") await kernel.execute("1");
    if (way === "SIGTERM") await endBySignal(kernel);
    else expect(await answerToShutdown(kernel)).toEqual({ status: "ok", restart: true });
    await kernel.exited;
    expect(alive(kernel.process.pid as number)).toBe(false);
  }
});

test.each([
  ["answers", `client.startKernel({ folder }).then((kernel) => console.log(kernel.process.pid))`],
  // Its parent is another's by the time that it looks.
  ["starts", `launch.newAddress().then((address) => console.log(launch.launchKernel(address, { folder }).child.pid))`],
])("a kernel that %s ends when its parent is killed", async (_, start) => {
  const script = `
    require("tsx/cjs");
    const [client, launch] = ["client", "launch"].map((name) => require("../../src/kernel/client/" + name));
    const folder = ${JSON.stringify(FOLDER)};
    ${start}`;
  const parent = spawn(process.execPath, ["-e", script], { cwd: __dirname, stdio: ["ignore", "pipe", "inherit"] });
  const [text] = (await once(parent.stdout, "data")) as [Buffer];
  const pid = Number(String(text));
  expect(alive(pid)).toBe(true);
  parent.kill("SIGKILL");
  await expect.poll(() => alive(pid), { timeout: 300_000 }).toBe(false);
});

test("a connection file that cannot be used ends the kernel with a reason", async () => {
  await expect(
    startKernel({
      folder: FOLDER,
      argv: [process.execPath, START, "/no/such/file"],
      stderr: "ignore",
    }),
  ).rejects.toThrow("the kernel ended (exit code 1)");
});

test("a kernel whose folder is gone ends with a sentence", async () => {
  const project = makeProject({});
  const folder = project.notebooks;
  const { file, remove } = await newAddress({ transport: "tcp" });
  // As an install does, since a compiler wants a folder, too.
  const compile = 'require("./src/read-typescript").compileAll()';
  expect(spawnSync(process.execPath, ["-e", compile], { cwd: join(__dirname, "../..") }).status).toBe(0);
  try {
    // The control: with its folder it starts.
    const kernel = await startKernel({ folder, argv: [process.execPath, START, "{connection_file}"] });
    await kernel.shutdown();
    const gone = ["-c", 'rmdir "$PWD"; exec "$0" "$@"', process.execPath, START, file];
    expect(spawnSync("sh", gone, { cwd: folder, encoding: "utf8" })).toMatchObject({
      status: 1,
      stderr: "impactlab kernel: the folder that it was started in is gone\n",
    });
  } finally {
    remove();
    project.remove();
  }
});

async function answerToShutdown(kernel: KernelClient): Promise<Content> {
  return (await kernel.request("shutdown_request", { restart: true }, { channel: "control" })).content;
}

async function endBySignal(kernel: KernelClient): Promise<void> {
  kernel.process.kill("SIGTERM");
  expect(await kernel.exited).toEqual({ code: null, signal: "SIGTERM" });
}

function reachable(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, host);
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}
