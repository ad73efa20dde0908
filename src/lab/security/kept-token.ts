/**
 * The token of a server at a port, kept until it is closed: one that was killed comes back with the same, so that
 * a page that is still open can save what it holds.
 */
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { InputError } from "../../base/input-error";
import { newToken } from "./token";

export interface KeptToken {
  readonly value: string;
  forget(): Promise<void>;
}

/**
 * The token left behind for this port, or a new one, in a file that only the user can read.
 *
 * @throws InputError where `folder`, two below that of the user's data, cannot be made or written to
 */
export async function keptToken(folder: string, port?: number): Promise<KeptToken> {
  const path = join(folder, `token-${port ?? "default"}`);
  const left = await readFile(path, "utf8").catch(() => "");
  const value = /^[0-9a-f]{48}$/.test(left) ? left : newToken();
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(path, value, { mode: 0o600 });
  } catch (error) {
    const told = (error as NodeJS.ErrnoException).code;
    const rule = `must be a folder in which the workspace can keep what outlives it (${told})`;
    throw new InputError("JUPYTER_DATA_DIR", rule, dirname(dirname(folder)));
  }
  return { value, forget: () => rm(path, { force: true }) };
}
