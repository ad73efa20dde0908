/** Where the workspace keeps what outlives it, also of a user without a home. */
import { mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, expect, test, vi } from "vitest";

import { stateFolder } from "../../src/lab/state-folder";
import { temporaryFolder } from "../support/temporary-folder";

const folder = temporaryFolder();
afterEach(() => vi.unstubAllEnvs());

test("stateFolder(root) is the user's own, or among what is temporary where nothing can be written there", () => {
  mkdirSync(join(folder.path, "data"));
  vi.stubEnv("JUPYTER_DATA_DIR", join(folder.path, "data"));
  expect(stateFolder("/work")).toMatch(join(folder.path, "data", "impactlab"));
  expect(stateFolder("/work")).not.toBe(stateFolder("/other"));
  vi.stubEnv("JUPYTER_DATA_DIR", folder.file("no-folder", ""));
  expect(stateFolder("/work").startsWith(join(tmpdir(), "impactlab"))).toBe(true);
});
