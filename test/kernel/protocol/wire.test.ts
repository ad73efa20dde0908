import { expect, test } from "vitest";

import { SeenSignatures } from "../../../src/kernel/protocol/seen-signatures";
import { WireError, decode, encode, newMessage } from "../../../src/kernel/protocol/wire";

const KEY = "secret";
const message = {
  ...newMessage("stream", { text: "é😀 \u2028" }, { session: "s", identities: [Buffer.from([0, 255])] }),
  buffers: [Buffer.from("raw")],
};

test("decode(encode(message, key), key) is the message", () => {
  const again = decode(encode(message, KEY), KEY);
  expect({ ...again, identities: [], buffers: [] }).toEqual({ ...message, identities: [], buffers: [] });
  expect(again.identities.map((part) => [...part])).toEqual([[0, 255]]);
  expect(String(again.buffers[0])).toBe("raw");
});

test("encode(message, key) makes U+FFFD of halves of surrogate pairs, which Python could not write again", () => {
  const text = "\ud83d \ude00 \ud83d\ude00 \\ud83d \\\ud83d \u0001 \\";
  const { content } = decode(encode({ ...message, content: { text, ["k\ud800"]: 1 } }, KEY), KEY);
  expect(content).toEqual({ text: "\ufffd \ufffd \u{1f600} \\ud83d \\\ufffd \u0001 \\", "k\ufffd": 1 });
});

test("encode(message, key) signs as the specification's example does", () => {
  // Python: hmac.new(b"secret", digestmod=hashlib.sha256), updated with b'{"a":1}', b"{}", b"{}", b"{}".
  const frames = encode({ ...message, header: { a: 1 } as never, content: {}, buffers: [], identities: [] }, KEY);
  expect(String(frames[1])).toBe("5439160579203ae5952244a353b0f81b6ca58a3fb44727217799b393ee79601c");
});

test("decode(frames, key) throws on a wrong key, a changed part, a missing delimiter or parts", () => {
  const frames = encode(message, KEY);
  expect(() => decode(frames, "other")).toThrow(new WireError("a wrong signature"));
  const changed = frames.map((frame, i) => (i === 6 ? Buffer.from('{"text":"evil"}') : frame));
  expect(() => decode(changed, KEY)).toThrow("a wrong signature");
  expect(() => decode(frames.slice(2), KEY)).toThrow("a message without the delimiter <IDS|MSG>");
  expect(() => decode(frames.slice(0, 5), KEY)).toThrow("a message of 2 parts where at least 4 are due");
  expect(decode(changed, "").content).toEqual({ text: "evil" });
});

test('decode(frames, "") throws on parts that are not JSON objects', () => {
  const parts = (header: string): Buffer[] =>
    ["<IDS|MSG>", "", header, "{}", "{}", "{}"].map((part) => Buffer.from(part));
  expect(() => decode(parts("{"), "")).toThrow("a part that is not JSON");
  expect(() => decode(parts("3"), "")).toThrow("a part that is not a JSON object");
  expect(() => decode(parts("[]"), "")).toThrow("a part that is not a JSON object");
  expect(() => decode(parts("{}"), "")).toThrow("a header without msg_type and msg_id");
});

test("decode(frames, key, seen) refuses a message the second time, and only what was well signed is remembered", () => {
  const seen = new SeenSignatures();
  const frames = encode(message, KEY);
  expect(() => decode(frames, "other", seen)).toThrow("a wrong signature");
  expect(decode(frames, KEY, seen).content).toEqual(message.content);
  expect(() => decode(frames, KEY, seen)).toThrow(new WireError("a message that was received before"));
  expect(decode(encode({ ...message, content: { text: "again" } }, KEY), KEY, seen).content).toEqual({ text: "again" });
});

test.each([
  ["brackets", '{"a":' + "[".repeat(200_000) + "]".repeat(200_000) + "}"],
  ["braces", '{"a":'.repeat(200_000) + "1" + "}".repeat(200_000)],
])("decode(frames, key) refuses 200,000 nested %s, which no reply could quote", (_, deep) => {
  const header = Buffer.from(`{"msg_id":"i","msg_type":"t",${deep.slice(1)}`);
  const frames = ["<IDS|MSG>", "", header, "{}", "{}", "{}"].map((part) => Buffer.from(part));
  expect(() => decode(frames, "")).toThrow("a part that nests deeper than 500 levels");
});

test("decode(frames, key) takes what nests 499 levels deep and holds 200,000 values", () => {
  const deep = "[".repeat(498) + Array(200_000).fill("[1]").join() + "]".repeat(498);
  const frames = ["<IDS|MSG>", "", '{"msg_id":"i","msg_type":"t"}', "{}", "{}", `{"a":${deep}}`].map((part) =>
    Buffer.from(part),
  );
  expect(JSON.stringify(decode(frames, "").content)).toBe(`{"a":${deep}}`);
});
