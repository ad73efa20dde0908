import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { StreamBuffer } from "../../../src/kernel/protocol/streams";

let sent: [string, string][];
let buffer: StreamBuffer;

beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
  buffer = new StreamBuffer((name, text) => sent.push([name, text]));
});

afterEach(() => vi.useRealTimers());

test("StreamBuffer joins what is written until a pause", () => {
  for (let i = 0; i < 1000; i++) buffer.write("stdout", `${i}\n`);
  expect(sent).toEqual([]);
  vi.runAllTimers();
  expect(sent).toHaveLength(1);
  expect(sent[0][1].split("\n")).toHaveLength(1001);
});

test("StreamBuffer keeps the order of the two streams", () => {
  buffer.write("stdout", "a");
  buffer.write("stderr", "b");
  buffer.write("stdout", "c");
  buffer.flush();
  expect(sent).toEqual([
    ["stdout", "a"],
    ["stderr", "b"],
    ["stdout", "c"],
  ]);
});

test("StreamBuffer sends a lot of text at once, whole", () => {
  buffer.write("stdout", "x".repeat(1 << 20));
  expect(sent.map(([, text]) => text.length)).toEqual([1 << 20]);
  vi.runAllTimers();
  expect(sent).toHaveLength(1);
});
