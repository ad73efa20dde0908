/** The token that outlives a killed server, and a place where nothing can. */
import { statSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { keptToken } from "../../../src/lab/security/kept-token";
import { temporaryFolder } from "../../support/temporary-folder";

const folder = temporaryFolder();

test("keptToken(folder, port) is the same until it is forgotten, and the user's own", async () => {
  const state = join(folder.path, "impactlab", "0123");
  const { value, forget } = await keptToken(state, 1);
  expect(await keptToken(state, 1)).toMatchObject({ value });
  expect(statSync(join(state, "token-1")).mode & 0o77).toBe(0);
  await forget();
  expect((await keptToken(state, 1)).value).not.toBe(value);
});

test("keptToken(folder) says in a sentence that nothing can be kept there", async () => {
  const home = folder.file("home", "");
  await expect(keptToken(join(home, "impactlab", "0123"))).rejects.toThrow(
    "JUPYTER_DATA_DIR must be a folder in which the workspace can keep what outlives it (ENOTDIR), got ",
  );
});
