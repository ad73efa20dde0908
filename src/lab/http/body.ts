/**
 * The body of a request, held to a length.
 */
import type { IncomingMessage } from "node:http";

import { HttpError } from "./route";

/** Bytes of a body where its route does not say otherwise. */
const LIMIT = 1 << 20;

/** Reads it whole; HttpError 413 as soon as it is known to be longer. */
export async function readBody(request: IncomingMessage, limit = LIMIT): Promise<Buffer> {
  const tooLong = (): HttpError =>
    new HttpError(413, `The body is longer than the ${limit} bytes that are taken here.`);
  if (Number(request.headers["content-length"] ?? 0) > limit) throw tooLong();
  const chunks: Buffer[] = [];
  let length = 0;
  // Leaving the loop must not close the connection, through which the refusal goes.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > limit) throw tooLong();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
