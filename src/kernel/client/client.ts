/**
 * A client of the kernel: starts it as a front end does and talks to it over the real protocol.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Dealer, Subscriber } from "zeromq";

import type { Failure } from "../engine/engine";
import { address, type Connection } from "../protocol/connection";
import { freePorts } from "./free-ports";
import { kernelSpec } from "../install/kernelspec";
import { OutputCollector, type NotebookOutput } from "./outputs";
import { decode, encode, newMessage, type Content, type Message } from "../protocol/wire";

export interface KernelOptions {
  /** The folder the notebook stands in. */
  readonly folder: string;
  readonly env?: NodeJS.ProcessEnv;
  /** The command, with {connection_file} in it; the kernel of this package where it is left out. */
  readonly argv?: readonly string[];
  /** "ipc", where there is such a thing, needs no ports, which another process might take first. */
  readonly transport?: Connection["transport"];
  /** Where the kernel's own log goes. */
  readonly stderr?: "ignore" | "inherit" | "pipe";
}

export interface CellResult {
  readonly status: "ok" | "error" | "aborted";
  readonly executionCount: number | null;
  readonly outputs: NotebookOutput[];
  readonly reply: Content;
}

export interface ExecuteOptions {
  readonly silent?: boolean;
  readonly stopOnError?: boolean;
  readonly userExpressions?: Readonly<Record<string, string>>;
  /** Where the outputs are collected as they come: what is there is kept if the kernel dies. */
  readonly outputs?: NotebookOutput[];
  /** Called with every broadcast of the cell, as it comes. */
  readonly onMessage?: (message: Message) => void;
}

interface Request {
  reply?: Message;
  idle: boolean;
  readonly onMessage: (message: Message) => void;
  readonly resolve: (reply: Message) => void;
  readonly reject: (error: Error) => void;
}

/** Milliseconds until a kernel that does not answer counts as failed: minutes, for a busy machine. */
const PATIENCE = 180_000;

/** Starts a kernel; resolves once it answers and its broadcasts arrive. */
export async function startKernel(options: KernelOptions): Promise<KernelClient> {
  const folder = mkdtempSync(join(tmpdir(), "impactlab-kernel-"));
  const connection = await newConnection(folder, options.transport ?? (process.platform === "win32" ? "tcp" : "ipc"));
  const file = join(folder, "connection.json");
  writeFileSync(file, JSON.stringify(connection), { mode: 0o600 });
  const [command, ...args] = (options.argv ?? kernelSpec().argv).map((arg) =>
    arg === "{connection_file}" ? file : arg,
  );
  const child = spawn(command, args, {
    cwd: options.folder,
    env: options.env ?? process.env,
    stdio: ["ignore", "ignore", options.stderr ?? "inherit"],
    // The leader of its own process group, as front ends start kernels: its children end with it.
    detached: process.platform !== "win32",
  });
  const client = new KernelClient(child, connection, () => rmSync(folder, { recursive: true, force: true }));
  try {
    await client.ready();
  } catch (error) {
    await client.kill();
    throw error;
  }
  return client;
}

export class KernelClient {
  readonly exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  readonly #session = randomUUID();
  readonly #sockets: { shell: Dealer; control: Dealer; iopub: Subscriber };
  /** By the id of its message; kept, because what a cell left running may still show something. */
  readonly #requests = new Map<string, Request>();
  readonly #displays = new OutputCollector();
  readonly #sending: Record<"shell" | "control", Promise<void>> = {
    shell: Promise.resolve(),
    control: Promise.resolve(),
  };

  constructor(
    readonly process: ChildProcess,
    readonly connection: Connection,
    cleanUp: () => void,
  ) {
    const options = { linger: 0, receiveHighWaterMark: 0 };
    this.#sockets = { shell: new Dealer(options), control: new Dealer(options), iopub: new Subscriber(options) };
    for (const channel of ["shell", "control", "iopub"] as const) {
      this.#sockets[channel].connect(address(connection, channel));
      void this.#listen(channel);
    }
    this.#sockets.iopub.subscribe();
    this.exited = new Promise((resolve) => {
      process.once("error", () => resolve({ code: 1, signal: null }));
      process.once("exit", (code, signal) => resolve({ code, signal }));
    });
    void this.exited.then(({ code, signal }) => {
      for (const socket of Object.values(this.#sockets)) socket.close();
      const error = new Error(`the kernel ended (${signal ?? `exit code ${code}`})`);
      for (const request of this.#requests.values()) request.reject(error);
      cleanUp();
    });
  }

  /** Resolves once the kernel answers and its broadcasts arrive: a subscription takes a moment. */
  async ready(): Promise<void> {
    for (const end = performance.now() + PATIENCE; performance.now() < end;) {
      const heard = this.request("kernel_info_request", {});
      const tick = new Promise<undefined>((resolve) => setTimeout(resolve, 100, undefined));
      if ((await Promise.race([heard, tick])) !== undefined) return;
      heard.catch(() => undefined);
    }
    throw new Error(`the kernel did not answer within ${PATIENCE / 1000} s`);
  }

  /** Runs one cell; resolves when both its reply and its last broadcast have come. */
  async execute(code: string, options: ExecuteOptions = {}): Promise<CellResult> {
    const { outputs = [] } = options;
    const collect = this.#displays.cell(outputs);
    const { content: reply } = await this.request(
      "execute_request",
      {
        code,
        silent: options.silent ?? false,
        store_history: true,
        user_expressions: options.userExpressions ?? {},
        allow_stdin: false,
        stop_on_error: options.stopOnError ?? true,
      },
      {
        onMessage: (message) => {
          collect(message);
          options.onMessage?.(message);
        },
      },
    );
    const executionCount = typeof reply.execution_count === "number" ? reply.execution_count : null;
    return { status: reply.status as CellResult["status"], executionCount, outputs, reply };
  }

  /** Sends any request; resolves with its reply once the kernel is done with it. */
  request(
    type: string,
    content: Content,
    options: { channel?: "shell" | "control"; onMessage?: (message: Message) => void } = {},
  ): Promise<Message> {
    const message = newMessage(type, content, { session: this.#session, username: "client" });
    const { channel = "shell", onMessage = () => undefined } = options;
    return new Promise((resolve, reject) => {
      const id = message.header.msg_id;
      this.#requests.set(id, { idle: false, onMessage, resolve, reject });
      this.#sending[channel] = this.#sending[channel]
        .then(() => this.#sockets[channel].send(encode(message, this.connection.key)))
        .catch(reject);
    });
  }

  /** Type-checks cells that are to run one after the other: the errors of each, or null. */
  async check(cells: readonly string[]): Promise<readonly (Failure | null)[]> {
    const { content } = await this.request("impactlab_check_request", { cells });
    return content.failures as readonly (Failure | null)[];
  }

  interrupt(): Promise<Message> {
    return this.request("interrupt_request", {}, { channel: "control" });
  }

  /** Asks the kernel to end and waits until it has; ends it by force where it does not. */
  async shutdown(patience = 5000): Promise<void> {
    this.request("shutdown_request", { restart: false }, { channel: "control" }).catch(() => undefined);
    const force = setTimeout(() => this.process.kill("SIGKILL"), patience);
    await this.exited;
    clearTimeout(force);
  }

  async kill(): Promise<void> {
    this.process.kill("SIGKILL");
    await this.exited;
  }

  async #listen(channel: "shell" | "control" | "iopub"): Promise<void> {
    for await (const frames of this.#sockets[channel]) {
      const message = decode(frames, this.connection.key);
      this.#receive(channel, message);
      // A flood of messages that are all there already would let nothing else happen.
      await new Promise(setImmediate);
    }
  }

  /** A request is done once its reply and its last broadcast, `idle`, have come, on two sockets. */
  #receive(channel: "shell" | "control" | "iopub", message: Message): void {
    const request = this.#requests.get((message.parent_header as { msg_id?: string }).msg_id ?? "");
    if (request === undefined) return;
    if (channel !== "iopub") request.reply = message;
    else if (message.header.msg_type === "status" && message.content.execution_state === "idle") request.idle = true;
    else request.onMessage(message);
    if (request.reply !== undefined && request.idle) request.resolve(request.reply);
  }
}

async function newConnection(folder: string, transport: Connection["transport"]): Promise<Connection> {
  const [shell_port, iopub_port, stdin_port, control_port, hb_port] =
    transport === "tcp" ? await freePorts(5) : [1, 2, 3, 4, 5];
  return {
    transport,
    ip: transport === "tcp" ? "127.0.0.1" : join(folder, "socket"),
    key: randomBytes(32).toString("hex"),
    signature_scheme: "hmac-sha256",
    shell_port,
    iopub_port,
    stdin_port,
    control_port,
    hb_port,
    kernel_name: "impactlab",
  };
}
