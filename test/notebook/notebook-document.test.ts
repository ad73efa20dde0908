import { describe, expect, test } from "vitest";

import { formatNotebook, parseNotebook, titleOf, type Notebook } from "../../src/notebook/notebook-document";
import { EVERYTHING, notebookOf } from "../support/notebook-file";

const parse = (document: unknown): Notebook => parseNotebook(JSON.stringify(document), "a.ipynb");

describe("parseNotebook", () => {
  test("undoes formatNotebook, whatever the notebook holds", () => {
    expect(parseNotebook(formatNotebook(EVERYTHING), "a.ipynb")).toEqual(EVERYTHING);
  });

  test("gives ids to cells of nbformat 4.4", () => {
    const { nbformat_minor, cells } = parse({
      nbformat: 4,
      nbformat_minor: 4,
      metadata: {},
      cells: [{ cell_type: "markdown", source: ["a\n", "b"], metadata: {} }],
    });
    expect({ nbformat_minor, cells }).toEqual({
      nbformat_minor: 5,
      cells: [{ id: "cell-0", cell_type: "markdown", source: "a\nb", metadata: {} }],
    });
  });

  test.each([
    ["not JSON", "{", /a\.ipynb must be a notebook, which is JSON/],
    ["nbformat 3", '{"nbformat":3,"worksheets":[]}', /must be a notebook of nbformat 4 .* got 3/],
    ["no cells", '{"nbformat":4}', /must have a list of cells, got undefined/],
    [
      "a cell of another type",
      '{"nbformat":4,"cells":[{"cell_type":"heading","source":"","metadata":{}}]}',
      /cell 1 must be code, markdown or raw, got "heading"/,
    ],
    [
      "a cell without source",
      '{"nbformat":4,"cells":[{"cell_type":"raw","metadata":{}}]}',
      /cell 1 must have a source of text/,
    ],
    [
      "an id twice",
      JSON.stringify({
        nbformat: 4,
        cells: [0, 1].map(() => ({ id: "a", cell_type: "raw", source: "", metadata: {} })),
      }),
      /cells of different ids, got "a"/,
    ],
  ])("refuses %s in one sentence", (_, text, message) => {
    expect(() => parseNotebook(text, "a.ipynb")).toThrow(message);
  });
});

test("titleOf(notebook, path) is the first heading, or the file's name", () => {
  expect(
    titleOf(parse(notebookOf(["# no heading: code", { markdown: "text\n\n## Two words ##\n# Later" }])), "x/a.ipynb"),
  ).toBe("Two words");
  expect(titleOf(parse(notebookOf([{ markdown: "#hashtag" }])), "x/01-a.ipynb")).toBe("01-a");
});
