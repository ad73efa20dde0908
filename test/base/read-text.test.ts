import { symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";

import { readBoundedText } from "../../src/base/bounded-json";
import { InputError } from "../../src/base/input-error";
import { readText } from "../../src/base/read-text";
import { dayFiles } from "../../src/estimates/day-files";
import { temporaryFolder } from "../support/temporary-folder";

const folder = temporaryFolder();

test("readText(path, what) is the file's text, or says that it cannot be read and why", () => {
  expect(readText(__filename)).toContain("readText(__filename)");
  const refused = (path: string, what?: string) => expect(() => readText(path, what));
  refused("none.ipynb", "a notebook").toThrow(
    new InputError("none.ipynb", "must be a notebook that can be read", "ENOENT"),
  );
  refused(tmpdir()).toThrow('must be a file that can be read, got "EISDIR"');
});

test("readBoundedText(path) and dayFiles(paths) leave it to what reads to say why a path cannot be looked at", () => {
  const circle = join(folder.path, "circle");
  symlinkSync("circle", circle);
  expect(() => readBoundedText(circle)).toThrow('must be a file that can be read, got "ELOOP"');
  expect(dayFiles([circle])).toEqual([{ name: "circle", path: circle }]);
});

test("readText(path) refuses another encoding by its first line, and takes UTF-8 as it is", () => {
  const path = folder.file("latin1.yaml", Buffer.from("study: local\nname: soir\xe9e\n", "latin1"));
  expect(() => readText(path)).toThrow(`${path}, line 2 must be text in UTF-8`);
  for (const text of ["", "soirée", "no \uFFFD", "\uFEFFbom\r\n"])
    expect(readText(folder.file("utf8.yaml", text))).toBe(text);
});
