/**
 * Where the workspace keeps what outlives its server: a folder of the user's own for each folder that is served.
 */
import { createHash } from "node:crypto";
import { accessSync, constants, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { thisMachine, userDataFolder } from "../kernel/install/jupyter-paths";

export function stateFolder(root: string): string {
  const name = createHash("sha256").update(root).digest("hex").slice(0, 16);
  const own = userDataFolder(thisMachine());
  return join(own !== undefined && isOpen(join(own, "impactlab")) ? own : tmpdir(), "impactlab", name);
}

/** Whether a folder is one to write to, or can be made: a made-up user of a container has a home that is none. */
function isOpen(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
