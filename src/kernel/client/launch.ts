/**
 * A kernel's process, started as a front end starts it: a connection file first, then the command of the
 * kernelspec with that file's name in it.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { writing } from "../../base/file-error";
import { temporaryFolder } from "../../base/left-behind";
import type { Connection } from "../protocol/connection";
import { kernelCommand } from "../install/kernelspec";
import { usableSnapshot } from "../snapshot/snapshot";
import { freePorts } from "./free-ports";

export interface KernelOptions {
  /** The folder the notebook stands in. */
  readonly folder: string;
  readonly env?: NodeJS.ProcessEnv;
  /** The command, with {connection_file} in it; the kernel of this package where it is left out. */
  readonly argv?: readonly string[];
  /** Options of Node's for the kernel of this package. */
  readonly nodeOptions?: readonly string[];
  /** "ipc", where there is such a thing, needs no ports, which another process might take first. */
  readonly transport?: Connection["transport"];
  /** Where the kernel's own log goes. */
  readonly stderr?: "ignore" | "inherit" | "pipe";
}

export interface KernelExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Where a kernel is to be reached: the addresses outlive its process, so that it can be started anew there. */
export interface KernelAddress {
  readonly connection: Connection;
  /** The connection file. */
  readonly file: string;
  /** Removes the file and what stands beside it. */
  remove(): void;
}

export interface KernelProcess {
  readonly child: ChildProcess;
  readonly exited: Promise<KernelExit>;
}

/** Chooses addresses that nobody else uses, and writes the connection file. */
export async function newAddress(options: Pick<KernelOptions, "transport"> = {}): Promise<KernelAddress> {
  const folder = temporaryFolder("kernel");
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    const transport = options.transport ?? (hasSockets(folder) ? "ipc" : "tcp");
    const connection = await newConnection(folder, transport);
    const file = join(folder, "connection.json");
    writing(tmpdir(), () => writeFileSync(file, JSON.stringify(connection), { mode: 0o600 }));
    return { connection, file, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

/** Starts the process of a kernel at an address. */
export function launchKernel({ file }: KernelAddress, options: KernelOptions): KernelProcess {
  const { env = process.env, nodeOptions = [] } = options;
  const [command, ...args] = options.argv ?? ownCommand(env, nodeOptions);
  const child = spawn(
    command,
    args.map((arg) => (arg === "{connection_file}" ? file : arg)),
    {
      cwd: options.folder,
      env,
      stdio: ["ignore", "ignore", options.stderr ?? "inherit"],
      // The leader of its own process group, as front ends start kernels: its children end with it.
      detached: process.platform !== "win32",
    },
  );
  const exited = new Promise<KernelExit>((resolve) => {
    child.once("error", () => resolve({ code: 1, signal: null }));
    child.once("exit", (code, signal) => resolve({ code, signal }));
  });
  return { child, exited };
}

/** The kernel of this package, from a snapshot where there is one for it. */
function ownCommand(env: NodeJS.ProcessEnv, nodeOptions: readonly string[]): string[] {
  const snapshot = usableSnapshot(env);
  const [node, ...args] = kernelCommand(snapshot === undefined ? undefined : ["--snapshot-blob", snapshot]);
  return [node, ...nodeOptions, ...args];
}

/** How a kernel ended, in a few words. */
export function exitText({ code, signal }: KernelExit): string {
  return `the kernel ended (${signal ?? `exit code ${code}`})`;
}

/** Whether a folder can hold the sockets: the system takes names of at most 103 bytes (macOS), 107 (Linux). */
function hasSockets(folder: string): boolean {
  return process.platform !== "win32" && Buffer.byteLength(join(folder, "socket-1")) <= 103;
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
    launcher_pid: process.pid,
  };
}
