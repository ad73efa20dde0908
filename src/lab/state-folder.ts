/**
 * Where the workspace keeps what outlives its server: a folder of the user's own for each folder that is served.
 */
import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { thisMachine, userDataFolder } from "../kernel/install/jupyter-paths";

export function stateFolder(root: string): string {
  const name = createHash("sha256").update(root).digest("hex").slice(0, 16);
  return join(userDataFolder(thisMachine()) ?? tmpdir(), "impactlab", name);
}
