/**
 * What can be learnt of any value at all, without throwing: getters, proxies and a class's own
 * inspection may.
 */
import { inspect } from "node:util";

/** A property of a value; undefined where it cannot be read. */
export function property(value: unknown, key: string): unknown {
  try {
    return (value as Record<string, unknown> | null | undefined)?.[key];
  } catch {
    return undefined;
  }
}

/** The message of what was thrown. */
export function messageOf(thrown: unknown): string {
  const message = property(thrown, "message");
  return typeof message === "string" ? message : "it threw";
}

export function inspectSafely(value: unknown, depth: number): string {
  try {
    return inspect(value, { depth });
  } catch (error) {
    return `a value that cannot be shown: ${messageOf(error)}`;
  }
}
