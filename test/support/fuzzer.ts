/**
 * Whatever may come to a kernel's five ports from someone who is not its front end: frames of every
 * kind, whole and broken, unsigned, forged, replayed, and bytes that are no frames at all.
 */
import { createHmac, randomBytes } from "node:crypto";
import { connect } from "node:net";
import { expect } from "vitest";
import { Dealer, XSubscriber } from "zeromq";

import type { KernelClient } from "../../src/kernel/client/client";
import { CHANNELS, address, type Channel, type Connection } from "../../src/kernel/protocol/connection";
import { encode, newMessage } from "../../src/kernel/protocol/wire";
import { heartbeat } from "./heartbeat";
import { seen } from "./project";

/** Frames without the key, told from by a number that only counts up. */
const FORGERIES: readonly ((turn: number) => (Buffer | Uint8Array | string)[])[] = [
  () => [""],
  () => ["", ""],
  () => [randomBytes(1 + (randomBytes(1)[0] % 200))],
  (turn) => Array.from({ length: turn % 40 }, () => randomBytes(turn % 7)).concat(Buffer.alloc(0)),
  () => ["<IDS|MSG>"],
  () => ["<IDS|MSG>", "", "{}", "{}", "{}", "{}"],
  () => ["<IDS|MSG>", "0".repeat(64), '{"msg_id":"a","msg_type":"shutdown_request"}', "{}", "{}", "{}"],
  (turn) => ["<IDS|MSG>", ...Array.from({ length: turn % 6 }, () => randomBytes(8))],
  (turn) => encode(newMessage("execute_request", { code: "throw 1" }, { session: `s${turn}` }), "a wrong key"),
  (turn) => [randomBytes(turn % 3000)],
  () => ["<IDS|MSG>", "a", "[".repeat(5000), "{", "\xff", '{"a":'],
  () => [Buffer.from([1]), Buffer.from([0]), randomBytes(4)],
];

/** Bytes that a ZeroMQ peer would not send; after a greeting too. */
const GREETING = Buffer.from(`ff00000000000000017f0300${Buffer.from("NULL").toString("hex")}${"00".repeat(48)}`, "hex");
const BYTES: readonly (() => Buffer)[] = [
  () => Buffer.alloc(0),
  () => Buffer.from("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"),
  () => randomBytes(500),
  () => GREETING.subarray(0, 20),
  () => Buffer.concat([GREETING, randomBytes(300)]),
  // A frame that says it is 2^62 bytes long.
  () => Buffer.concat([GREETING, Buffer.from("0640000000000000000000", "hex")]),
];

/** The frames of four parts, JSON or not, signed well. */
export function signedFrames(parts: readonly string[], key: string): Buffer[] {
  const signature = createHmac("sha256", key).update(parts.join("")).digest("hex");
  return ["<IDS|MSG>", signature, ...parts].map((part) => Buffer.from(part));
}

/** Fuzzes a kernel; its next cell answers, with as much memory and as many open files as before. */
export async function survivesFuzzing(kernel: KernelClient, messages: number): Promise<void> {
  // The first ones make room for buffers, once.
  await fuzz(kernel.connection, Math.min(messages, 3000));
  const before = await holdings(kernel);
  await fuzz(kernel.connection, messages);
  expect((await holdings(kernel)).megabytes).toBeLessThan(before.megabytes + 60);
  // The connections just ended take a moment to go.
  await expect.poll(async () => (await holdings(kernel)).files, { timeout: 60_000 }).toBeLessThanOrEqual(before.files);
  expect(await heartbeat(kernel)).toBe("ping");
}

async function holdings(kernel: KernelClient): Promise<{ megabytes: number; files: number }> {
  const code = `JSON.stringify([
    process.memoryUsage().rss / 2 ** 20, require("node:fs").readdirSync("/proc/self/fd").length,
  ])`;
  const [megabytes, files] = JSON.parse(seen((await kernel.execute(code)).outputs).slice(1, -1)) as number[];
  return { megabytes, files };
}

/** Sends `messages` messages to every port, and raw connections for each thousand of them. */
export async function fuzz(connection: Connection, messages: number): Promise<void> {
  await Promise.all(CHANNELS.map((channel) => fuzzChannel(connection, channel, messages)));
}

async function fuzzChannel(connection: Connection, channel: Channel, messages: number): Promise<void> {
  const socket = channel === "iopub" ? new XSubscriber({ linger: 0 }) : new Dealer({ linger: 0 });
  socket.connect(address(connection, channel));
  for (let turn = 0; turn < messages; turn++) {
    await socket.send(FORGERIES[turn % FORGERIES.length](turn));
    if (turn % 1000 === 0) {
      for (const bytes of BYTES) await sendBytes(connection[`${channel}_port`], bytes());
    }
  }
  // What is still queued here is to arrive.
  await new Promise((resolve) => setTimeout(resolve, 200));
  socket.close();
}

function sendBytes(port: number, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => socket.end(bytes, () => socket.destroy()));
    socket.once("error", () => undefined).once("close", () => resolve());
  });
}
