/** The digest: one SHA-256 a part, over every bit of its numbers. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { readNotebook } from "../../src/notebook/notebook-document";
import { withoutStill } from "../../src/notebook/still/still-output";
import { bitsOf } from "./bits-of";
import { PARTS } from "./parts";

/** By part, and by notebook. */
export interface Digest {
  readonly parts: Readonly<Record<string, string>>;
  readonly notebooks: Readonly<Record<string, string>>;
}

export const DIGEST_FILE = join(__dirname, "digest.json");

/** The committed one. */
export function committedDigest(): Digest {
  return JSON.parse(readFileSync(DIGEST_FILE, "utf8")) as Digest;
}

export function hashOf(bits: string): string {
  return createHash("sha256").update(bits).digest("hex").slice(0, 32);
}

/** The parts, worked out by this process. */
export async function digestParts(): Promise<Digest["parts"]> {
  const hashes: [string, string][] = [];
  for (const [name, make] of Object.entries(PARTS)) hashes.push([name, hashOf(bitsOf(await make()))]);
  return Object.fromEntries(hashes);
}

/** All outputs of a notebook that `impactlab run` wrote; where a stream was cut into messages is chance. */
export function notebookHash(path: string): string {
  const outputs = readNotebook(path).cells.map((cell) => {
    const texts: Record<string, string> = {};
    const others = (cell.outputs ?? []).filter((output) => {
      if (output.output_type !== "stream") return true;
      texts[output.name] = (texts[output.name] ?? "") + output.text;
      return false;
    });
    return [texts, others.map(withoutStill)];
  });
  return hashOf(bitsOf(outputs));
}
