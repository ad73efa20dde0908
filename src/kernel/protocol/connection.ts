/**
 * The connection file: which addresses the kernel binds and which key signs its messages.
 * Source: https://jupyter-client.readthedocs.io/en/stable/kernels.html#connection-files
 */
import { readFileSync } from "node:fs";

export type Channel = "shell" | "iopub" | "stdin" | "control" | "hb";

export const CHANNELS: readonly Channel[] = ["shell", "iopub", "stdin", "control", "hb"];

export interface Connection {
  readonly transport: "tcp" | "ipc";
  /** An address of this machine; for ipc the path that every socket's name begins with. */
  readonly ip: string;
  readonly key: string;
  readonly signature_scheme: "hmac-sha256";
  readonly shell_port: number;
  readonly iopub_port: number;
  readonly stdin_port: number;
  readonly control_port: number;
  readonly hb_port: number;
  /** The kernelspec this kernel was started from. */
  readonly kernel_name?: string;
  /** The process that asked for the kernel, with which it is to end. */
  readonly launcher_pid?: number;
}

/** Reads and checks a connection file; throws with what is wrong in it. */
export function readConnection(file: string): Connection {
  const given = JSON.parse(readFileSync(file, "utf8")) as Partial<Connection>;
  const connection = { ...given, transport: given.transport ?? "tcp", key: given.key ?? "" } as Connection;
  if (typeof connection.ip !== "string") throw new Error(`${file}: ip is missing`);
  if (connection.transport !== "tcp" && connection.transport !== "ipc") {
    throw new Error(`${file}: transport must be tcp or ipc, got ${String(connection.transport)}`);
  }
  if (connection.key !== "" && connection.signature_scheme !== "hmac-sha256") {
    throw new Error(`${file}: signature_scheme must be hmac-sha256, got ${String(connection.signature_scheme)}`);
  }
  for (const channel of CHANNELS) {
    if (!Number.isInteger(connection[`${channel}_port`])) throw new Error(`${file}: ${channel}_port is missing`);
  }
  return connection;
}

/** The ZeroMQ address of a channel. */
export function address(connection: Connection, channel: Channel): string {
  const separator = connection.transport === "tcp" ? ":" : "-";
  return `${connection.transport}://${connection.ip}${separator}${connection[`${channel}_port`]}`;
}
