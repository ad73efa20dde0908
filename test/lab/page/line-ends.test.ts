/**
 * Line ends of what the page opens.
 */
import type { Contents } from "@jupyterlab/services";
import { expect, test } from "vitest";

import { withPlainLines } from "../../../src/lab/page/browser/line-ends";

const text = (content: string) => withPlainLines({ type: "file", format: "text", content } as Contents.IModel);
const cells = (...sources: string[]) =>
  withPlainLines({
    type: "notebook",
    format: "json",
    content: { cells: sources.map((source) => ({ source })) },
  } as never);

test("withPlainLines: a notebook's cells end their lines in one character, and it is said that they did not", () => {
  const { model, changed } = cells("a\r\nb", "c\rd", "e\n");
  expect([(model.content as { cells: object[] }).cells, changed]).toEqual([
    [{ source: "a\nb" }, { source: "c\nd" }, { source: "e\n" }],
    true,
  ]);
  // The control: nothing is said of what is as it was.
  expect(cells("a\nb", "").changed).toBe(false);
});

test("withPlainLines: a text with line ends of several kinds is told of; one of one kind stays as it is", () => {
  for (const mixed of ["a\r\nb\nc", "a\rb\nc", "a\r\nb\rc"]) {
    const { model, changed } = text(mixed);
    expect([model.content, changed]).toEqual(["a\nb\nc", true]);
  }
  for (const one of ["a\r\nb\r\n", "a\rb", "a\nb", "", "a"]) {
    expect([text(one).model.content, text(one).changed]).toEqual([one, false]);
  }
});
