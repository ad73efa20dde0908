/**
 * The token of a server at a port, kept until it is closed: one that was killed comes back with the same, so that
 * a page that is still open can save what it holds.
 */
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { newToken } from "./token";

export interface KeptToken {
  readonly value: string;
  forget(): Promise<void>;
}

/** The token left behind for this port, or a new one, in a file that only the user can read. */
export async function keptToken(folder: string, port?: number): Promise<KeptToken> {
  const path = join(folder, `token-${port ?? "default"}`);
  const left = await readFile(path, "utf8").catch(() => "");
  const value = /^[0-9a-f]{48}$/.test(left) ? left : newToken();
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(path, value, { mode: 0o600 });
  return { value, forget: () => rm(path, { force: true }) };
}
