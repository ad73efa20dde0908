import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { afterEach, expect, test, vi } from "vitest";

import { newAddress } from "../../../src/kernel/client/launch";
import { temporaryFolder } from "../../support/temporary-folder";

const folder = temporaryFolder();
afterEach(() => vi.unstubAllEnvs());

test.skipIf(process.platform === "win32")(
  "newAddress() takes ports where a long temporary folder has no room for the names of sockets",
  async () => {
    const transports = [];
    for (const name of ["short", "long".repeat(20)]) {
      mkdirSync(join(folder.path, name));
      vi.stubEnv("TMPDIR", join(folder.path, name));
      const { connection, remove } = await newAddress();
      remove();
      transports.push([connection.transport, connection.shell_port > 1]);
    }
    expect(transports).toEqual([
      ["ipc", false],
      ["tcp", true],
    ]);
  },
);
