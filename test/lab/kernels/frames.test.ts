/** The two sub-protocols: against frames made by hand from their description, there and back, and what is none. */
import { describe, expect, test } from "vitest";

import { newMessage, type Message } from "../../../src/kernel/protocol/wire";
import { V1, fromFrame, toFrame } from "../../../src/lab/kernels/frames";

const message: Message = {
  ...newMessage("stream", { name: "stdout", text: "h\u00e9" }, { session: "s" }),
  metadata: { a: 1 },
  buffers: [Buffer.from([1, 2, 3]), Buffer.alloc(0)],
};
const bare: Message = { ...message, buffers: [] };
const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
const numbers = (values: number[], size: 4 | 8): Buffer =>
  Buffer.concat(
    values.map((value) => {
      const bytes = Buffer.alloc(size);
      if (size === 8) bytes.writeBigUInt64LE(BigInt(value));
      else bytes.writeUInt32BE(value);
      return bytes;
    }),
  );

test("toFrame(channel, message, v1) is counts, offsets, channel, four parts, buffers", () => {
  const parts = [
    Buffer.from("iopub"),
    json(message.header),
    json({}),
    json({ a: 1 }),
    json(message.content),
    Buffer.from([1, 2, 3]),
    Buffer.alloc(0),
  ];
  const head = 8 * (1 + parts.length + 1);
  const offsets = parts.reduce<number[]>((all, part) => [...all, all[all.length - 1] + part.length], [head]);
  expect(toFrame("iopub", message, V1)).toEqual(Buffer.concat([numbers([offsets.length, ...offsets], 8), ...parts]));
});

test("toFrame(channel, message, none) is text, and bytes only where there are buffers", () => {
  const text = toFrame("shell", bare, "");
  expect(typeof text).toBe("string");
  expect(JSON.parse(text as string)).toMatchObject({ channel: "shell", msg_type: "stream", content: message.content });
  const bytes = toFrame("shell", message, "") as Buffer;
  const at = [0, 4, 8, 12].map((place) => bytes.readUInt32BE(place));
  expect([at[0], at[1], at[3] - at[2], bytes.length - at[3]]).toEqual([3, 16, 3, 0]);
  expect(JSON.parse(bytes.subarray(at[1], at[2]).toString()).content).toEqual(message.content);
});

test.each([V1, ""])("fromFrame(toFrame(...)) is the message: %s", (protocol) => {
  for (const one of [message, bare]) {
    const frame = toFrame("control", one, protocol);
    const { channel, message: back } = fromFrame(Buffer.from(frame), typeof frame !== "string", protocol);
    expect([channel, back]).toEqual(["control", one]);
  }
});

describe("what is no message is a WireError, never another one", () => {
  const frame = toFrame("shell", message, V1) as Buffer;
  const changed = (at: number, value: number): Buffer => {
    const copy = Buffer.from(frame);
    copy.writeBigUInt64LE(BigInt(value), at);
    return copy;
  };
  const legacy = (head: number[], body: Buffer): Buffer => Buffer.concat([numbers(head, 4), body]);
  test.each<[string, Buffer, boolean, string]>([
    ["nothing", Buffer.alloc(0), true, V1],
    ["text where bytes are due", Buffer.from("{}"), false, V1],
    ["too few offsets", changed(0, 5), true, V1],
    ["more offsets than bytes", changed(0, 2 ** 40), true, V1],
    ["an offset beyond the end", changed(64, 1e9), true, V1],
    ["offsets out of order", changed(16, 1), true, V1],
    ["cut off", frame.subarray(0, 100), true, V1],
    ["no JSON", Buffer.from("{"), false, ""],
    ["a list", Buffer.from("[]"), false, ""],
    ["no header", json({ channel: "shell", content: {} }), false, ""],
    ["a header without a type", json({ channel: "shell", header: { msg_id: "1" }, content: {} }), false, ""],
    ["no content", json({ channel: "shell", header: message.header }), false, ""],
    ["bytes of no offsets", legacy([0], Buffer.alloc(9)), true, ""],
    ["bytes with an offset beyond the end", legacy([2, 12, 1000], Buffer.alloc(20)), true, ""],
  ])("%s", (_, data, isBinary, protocol) => {
    expect(() => fromFrame(data, isBinary, protocol)).toThrow(expect.objectContaining({ name: "WireError" }));
  });
});
