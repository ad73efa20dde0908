import { tmpdir } from "node:os";
import { expect, test } from "vitest";

import { InputError } from "../../src/base/input-error";
import { readText } from "../../src/base/read-text";

test("readText(path, what) is the file's text, or says that it cannot be read and why", () => {
  expect(readText(__filename)).toContain("readText(__filename)");
  const refused = (path: string, what?: string) => expect(() => readText(path, what));
  refused("none.ipynb", "a notebook").toThrow(
    new InputError("none.ipynb", "must be a notebook that can be read", "ENOENT"),
  );
  refused(tmpdir()).toThrow('must be a file that can be read, got "EISDIR"');
});
