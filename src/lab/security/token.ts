/**
 * The secret by which the server knows its clients, and what is derived from it.
 */
import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";

/** A secret that nobody guesses: 192 bits. */
export function newToken(): string {
  return randomBytes(24).toString("hex");
}

/** The cookie that stands for the token: who reads it has not read the token. */
export function cookieOf(token: string): string {
  return createHmac("sha256", token).update("impactlab session cookie").digest("hex");
}

/** Whether two texts are the same; the time it takes tells nothing of where they differ. */
export function same(given: string | undefined, expected: string): boolean {
  if (given === undefined) return false;
  const [a, b] = [given, expected].map((text) => createHash("sha256").update(text).digest());
  return timingSafeEqual(a, b);
}
