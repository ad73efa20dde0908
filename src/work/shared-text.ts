/** What the tasks of work have in common as the text that travels, and the hash that it is known by. */
import { createHash } from "node:crypto";

import { resultToJson } from "./result-json";
import type { Work } from "./work";

export interface SharedText {
  /** SHA-256 of the text, in hexadecimal digits. */
  readonly hash: string;
  readonly text: string;
}

export function sharedTextOf({ shared }: Pick<Work<never, unknown>, "shared">): SharedText {
  const text = resultToJson(shared ?? null);
  return { hash: hashOfText(text), text };
}

/** So that who receives a text can tell that it is the one asked for. */
export function hashOfText(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
