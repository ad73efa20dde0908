/**
 * Jupyter's wire format: a message as ZeroMQ frames and back.
 *
 *     [identity..., "<IDS|MSG>", HMAC, header, parent_header, metadata, content, buffer...]
 *
 * The HMAC-SHA256, in hex, covers the four JSON frames; an empty key turns signing off.
 * Source: https://jupyter-client.readthedocs.io/en/stable/messaging.html#the-wire-protocol
 */
import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";

import type { SeenSignatures } from "./seen-signatures";

export const PROTOCOL_VERSION = "5.3";

export interface Header {
  readonly msg_id: string;
  readonly msg_type: string;
  readonly session: string;
  readonly username: string;
  readonly date: string;
  readonly version: string;
}

export type Content = Readonly<Record<string, unknown>>;

export interface Message {
  /** The routing prefix: a client's identities on a ROUTER socket, the topic on the PUB socket. */
  readonly identities: readonly Uint8Array[];
  readonly header: Header;
  readonly parent_header: Header | Record<string, never>;
  readonly metadata: Content;
  readonly content: Content;
  readonly buffers: readonly Uint8Array[];
}

/** Frames that are not a message, or not one signed with our key. */
export class WireError extends Error {
  override readonly name = "WireError";
}

const DELIMITER = Buffer.from("<IDS|MSG>");
/** How deep a part may nest: replies quote the header, and JSON.stringify has a stack where JSON.parse needs none. */
const DEEPEST = 500;

/** A message of our own: fresh id and date, everything else as given. */
export function newMessage(
  type: string,
  content: Content,
  options: { session: string; username?: string; parent?: Header; identities?: readonly Uint8Array[] },
): Message {
  const header = {
    msg_id: randomUUID(),
    msg_type: type,
    session: options.session,
    username: options.username ?? "kernel",
    date: new Date().toISOString(),
    version: PROTOCOL_VERSION,
  };
  return {
    identities: options.identities ?? [],
    header,
    parent_header: options.parent ?? {},
    metadata: {},
    content,
    buffers: [],
  };
}

/** The frames of a message, signed with the key. */
export function encode(message: Message, key: string): Uint8Array[] {
  const parts = [message.header, message.parent_header, message.metadata, message.content].map((part) =>
    Buffer.from(wellFormed(JSON.stringify(part))),
  );
  return [...message.identities, DELIMITER, Buffer.from(sign(parts, key)), ...parts, ...message.buffers];
}

/**
 * The message in these frames; throws WireError where they are not one, the signature is wrong, or `seen`,
 * where the accepted ones are remembered, knows it.
 */
export function decode(frames: readonly Uint8Array[], key: string, seen?: SeenSignatures): Message {
  const at = frames.findIndex((frame) => DELIMITER.equals(frame));
  if (at < 0) throw new WireError("a message without the delimiter <IDS|MSG>");
  const [signature, ...rest] = frames.slice(at + 1);
  if (rest.length < 4) throw new WireError(`a message of ${rest.length} parts where at least 4 are due`);
  const parts = rest.slice(0, 4);
  if (key !== "") {
    const expected = sign(parts, key);
    if (!same(Buffer.from(expected), signature)) throw new WireError("a wrong signature");
    if (seen?.add(expected) === false) throw new WireError("a message that was received before");
  }
  const [header, parent_header, metadata, content] = parts.map(parseObject);
  if (typeof header.msg_type !== "string" || typeof header.msg_id !== "string") {
    throw new WireError("a header without msg_type and msg_id");
  }
  return {
    identities: frames.slice(0, at),
    header: header as unknown as Header,
    parent_header: parent_header as unknown as Header,
    metadata,
    content,
    buffers: rest.slice(4),
  };
}

/**
 * JSON in which halves of surrogate pairs, which JSON.stringify writes as escapes, are U+FFFD: Python
 * reads them, and fails when it is to write them.
 */
function wellFormed(json: string): string {
  if (!json.includes("\\ud")) return json;
  return json.replace(/\\(?:ud[89a-f][0-9a-f]{2}|.)/g, (escape) => (escape.length > 2 ? "\ufffd" : escape));
}

function sign(parts: readonly Uint8Array[], key: string): string {
  if (key === "") return "";
  const hmac = createHmac("sha256", key);
  for (const part of parts) hmac.update(part);
  return hmac.digest("hex");
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

function parseObject(part: Uint8Array): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(part.buffer, part.byteOffset, part.byteLength).toString());
  } catch {
    throw new WireError("a part that is not JSON");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new WireError("a part that is not a JSON object");
  }
  if (isDeeperThan(DEEPEST, value)) throw new WireError(`a part that nests deeper than ${DEEPEST} levels`);
  return value as Record<string, unknown>;
}

/** Level by level: a recursion would run out of stack itself. */
function isDeeperThan(levels: number, value: object): boolean {
  let level = [value];
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > levels) return true;
    level = level.flatMap((inner) =>
      Object.values(inner).filter((part): part is object => typeof part === "object" && part !== null),
    );
  }
  return false;
}
