/** A Redis of a test's own, on a loopback port, ended by its process id; and workers that serve it. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, watch, existsSync, readFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { basename, dirname, join } from "node:path";

import type { Redis as Client } from "ioredis";

import { executable } from "../../src/kernel/install/open-jupyter";
import { load } from "./load";
import { which } from "./which";

/** Redis, or Valkey where that is installed alone. */
export const REDIS_SERVER =
  which("redis-server") ??
  which("valkey-server") ??
  ["/usr/bin/redis-server", "/usr/bin/valkey-server"].find(executable);

// By the loader that the tested code is loaded by: ioredis does not bear being loaded by two.
const { Redis } = load("ioredis", __filename) as typeof import("ioredis");

/** As its jobs are put before workers by hand. */
export const { Queue } = load("bullmq", __filename) as typeof import("bullmq");

const START_WORKER = join(__dirname, "../fixtures/cluster/start-worker.js");

export class RedisServer {
  readonly #folder: string;
  readonly #flags: readonly string[];
  #process: ChildProcess | undefined;
  port = 0;

  /** @param folder for what it keeps, `flags` beside those of every start. */
  constructor(folder: string, ...flags: readonly string[]) {
    this.#folder = folder;
    this.#flags = flags;
    mkdirSync(folder, { recursive: true });
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  get pid(): number {
    return this.#process?.pid as number;
  }

  /** Starts it, again on the same port, and waits until it answers. */
  async start(appendOnly = true): Promise<void> {
    if (this.port === 0) this.port = await freePort();
    const persistence = appendOnly ? ["--appendonly", "yes", "--appendfsync", "always"] : ["--appendonly", "no"];
    const server = spawn(
      REDIS_SERVER as string,
      [
        "--port",
        String(this.port),
        "--bind",
        "127.0.0.1",
        "--save",
        "",
        "--dir",
        this.#folder,
        ...persistence,
        ...this.#flags,
      ],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    this.#process = server;
    await said(server, "Ready to accept connections");
  }

  /** As the machine's loss would end it. */
  async kill(): Promise<void> {
    const server = this.#process;
    if (server === undefined || server.exitCode !== null || server.signalCode !== null) return;
    const gone = once(server, "exit");
    process.kill(server.pid as number, "SIGKILL");
    await gone;
  }

  /** A client for what a test asks of it; the caller ends it. */
  client(url = this.url): Client {
    const client = new Redis(url, { maxRetriesPerRequest: null, retryStrategy: () => 50 });
    client.on("error", () => {});
    return client;
  }
}

export interface WorkerProcess {
  readonly pid: number;
  /** All that it said. */
  readonly said: () => string;
  readonly exited: Promise<number | null>;
  signal(name: NodeJS.Signals): void;
}

/** Starts a worker of the tests' own works and waits until it waits. */
export async function startWorker(
  url: string,
  works: string,
  { slots = 1, lock = 1000, node = process.execPath, environment = {} } = {},
): Promise<WorkerProcess> {
  const worker = spawn(node, [START_WORKER, works, String(slots), String(lock)], {
    env: { ...process.env, IMPACTLAB_REDIS_URL: url, ...environment },
    stdio: ["ignore", "pipe", "inherit"],
  });
  return running(worker, "waiting for work");
}

/** A process that has said `ready`. */
export async function running(worker: ChildProcess, ready: string): Promise<WorkerProcess> {
  let text = "";
  for (const stream of [worker.stdout, worker.stderr]) stream?.on("data", (chunk) => (text += String(chunk)));
  const exited = once(worker, "exit").then(([code]) => code as number | null);
  await said(worker, ready);
  return {
    pid: worker.pid as number,
    said: () => text,
    exited,
    signal: (name) => void worker.kill(name),
  };
}

/** Resolves when a process has said something; rejects where it ends without. */
async function said(child: ChildProcess, text: string): Promise<void> {
  let all = "";
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      stream?.on("data", (chunk) => {
        all += String(chunk);
        if (all.includes(text)) resolve();
      });
    child.once("exit", (code) => reject(new Error(`ended with ${code} before it said "${text}": ${all}`)));
  });
}

/** Resolves when a file's lines, which others append, fulfil a condition. */
export async function linesOf(path: string, hold: (lines: string[]) => boolean): Promise<string[]> {
  const read = (): string[] => (existsSync(path) ? readFileSync(path, "utf8").split("\n").filter(Boolean) : []);
  return new Promise((resolve) => {
    const watcher = watch(dirname(path), (_, name) => name === basename(path) && check());
    const check = (): void => {
      const lines = read();
      if (!hold(lines)) return;
      watcher.close();
      resolve(lines);
    };
    check();
  });
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
