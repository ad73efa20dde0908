import { expect, test } from "vitest";

import { makeCache } from "../../../src/lab/page/bundle";
import { temporaryFolder } from "../../support/temporary-folder";

const folder = temporaryFolder();

test("a cache that cannot be made is a sentence that names it", () => {
  const taken = folder.file("cache", "");
  expect(() => makeCache(taken)).toThrow(
    "lab must bundle its page once, in a folder that may be written to (EEXIST): start it as who owns that, got ",
  );
});
