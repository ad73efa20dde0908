/**
 * A kernel's messages as a web socket carries them, in Jupyter's two sub-protocols.
 *
 * `v1.kernel.websocket.jupyter.org`: one binary frame, all numbers 64 bits, little end first,
 *
 *     n, offset_1 ... offset_n, channel, header, parent_header, metadata, content, buffer...
 *
 * The one of old, for clients that offer nothing: JSON as text, or, where there are buffers, a binary frame with
 * numbers of 32 bits, big end first,
 *
 *     n, offset_1 ... offset_n, JSON, buffer...
 *
 * Source: https://jupyter-server.readthedocs.io/en/latest/developers/websocket-protocols.html
 */
import { WireError, type Content, type Header, type Message } from "../../kernel/protocol/wire";

export const V1 = "v1.kernel.websocket.jupyter.org";

export interface Framed {
  readonly channel: string;
  readonly message: Message;
}

/** The message as a frame: text or bytes. */
export function toFrame(channel: string, message: Message, protocol: string): string | Buffer {
  return protocol === V1 ? toV1(channel, message) : toLegacy(channel, message);
}

/** The message in a frame; WireError where it is none. */
export function fromFrame(data: Buffer, isBinary: boolean, protocol: string): Framed {
  try {
    return protocol === V1 ? fromV1(data) : fromLegacy(data, isBinary);
  } catch (error) {
    throw error instanceof WireError ? error : new WireError("a frame that is no message");
  }
}

function toV1(channel: string, { header, parent_header, metadata, content, buffers }: Message): Buffer {
  const json = [header, parent_header, metadata, content].map((part) => Buffer.from(JSON.stringify(part)));
  const parts = [Buffer.from(channel), ...json, ...buffers];
  const head = Buffer.alloc(8 * (parts.length + 2));
  head.writeBigUInt64LE(BigInt(parts.length + 1), 0);
  let offset = head.length;
  for (const [i, part] of [...parts, Buffer.alloc(0)].entries()) {
    head.writeBigUInt64LE(BigInt(offset), 8 * (i + 1));
    offset += part.length;
  }
  return Buffer.concat([head, ...parts]);
}

function fromV1(data: Buffer): Framed {
  const count = Number(data.readBigUInt64LE(0));
  if (!(count >= 6 && count <= data.length / 8)) throw new WireError(`a frame of ${count} offsets`);
  const offsets = Array.from({ length: count }, (_, i) => Number(data.readBigUInt64LE(8 * (i + 1))));
  const [channel, header, parent, metadata, content, ...buffers] = between(data, offsets);
  const message = messageOf([header, parent, metadata, content].map(parse), buffers);
  return { channel: channel.toString(), message };
}

function toLegacy(channel: string, { header, parent_header, metadata, content, buffers }: Message): string | Buffer {
  const { msg_id, msg_type } = header;
  const json = JSON.stringify({ channel, header, msg_id, msg_type, parent_header, metadata, content, buffers: [] });
  if (buffers.length === 0) return json;
  const parts = [Buffer.from(json), ...buffers];
  const head = Buffer.alloc(4 * (parts.length + 1));
  head.writeUInt32BE(parts.length, 0);
  let offset = head.length;
  for (const [i, part] of parts.entries()) {
    head.writeUInt32BE(offset, 4 * (i + 1));
    offset += part.length;
  }
  return Buffer.concat([head, ...parts]);
}

function fromLegacy(data: Buffer, isBinary: boolean): Framed {
  const [json, ...buffers] = isBinary ? legacyParts(data) : [data];
  const { channel, header, parent_header, metadata, content } = parse(json);
  const parts = [header, parent_header ?? {}, metadata ?? {}, content].map((part) => objectOf(part));
  return { channel: String(channel), message: messageOf(parts, buffers) };
}

function legacyParts(data: Buffer): Buffer[] {
  const count = data.readUInt32BE(0);
  if (!(count >= 1 && count <= data.length / 4)) throw new WireError(`a frame of ${count} offsets`);
  const offsets = Array.from({ length: count }, (_, i) => data.readUInt32BE(4 * (i + 1)));
  return between(data, [...offsets, data.length]);
}

/** The parts between offsets, which must go up and stay inside. */
function between(data: Buffer, offsets: readonly number[]): Buffer[] {
  const sound = offsets.every((at, i) => at >= (i === 0 ? 0 : offsets[i - 1]) && at <= data.length);
  if (!sound) throw new WireError("a frame with offsets out of order");
  return offsets.slice(1).map((end, i) => data.subarray(offsets[i], end));
}

function messageOf(parts: readonly Record<string, unknown>[], buffers: readonly Buffer[]): Message {
  const [header, parent_header, metadata, content] = parts;
  if (typeof header.msg_id !== "string" || typeof header.msg_type !== "string") {
    throw new WireError("a header without msg_type and msg_id");
  }
  return {
    identities: [],
    header: header as unknown as Header,
    parent_header: parent_header as unknown as Header,
    metadata: metadata as Content,
    content: content as Content,
    buffers,
  };
}

function parse(part: Buffer): Record<string, unknown> {
  return objectOf(JSON.parse(part.toString()));
}

function objectOf(value: unknown): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new WireError("a part that is not a JSON object");
}
