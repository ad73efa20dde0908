import { describe, expect, test } from "vitest";

import {
  checkLanguage,
  formatNotebook,
  parseNotebook,
  titleOf,
  type Notebook,
} from "../../src/notebook/notebook-document";
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

  test("makes up ids that are missing, null, odd or another cell's, never one that is there", () => {
    const ids = ["a", "a", null, 5, "cell-4", "", "x y", "cell-3", "cell-1"];
    const cells = [...ids, undefined].map((id) => ({ id, cell_type: "raw", source: "", metadata: {} }));
    expect(parse({ nbformat: 4, cells }).cells.map(({ id }) => id)).toEqual([
      "a",
      "cell-1-2",
      "cell-2",
      "cell-3-2",
      "cell-4",
      "cell-5",
      "cell-6",
      "cell-3",
      "cell-1",
      "cell-9",
    ]);
  });

  test("reads a byte-order mark, and the bare NaN and Infinity that Python writes, as null", () => {
    const text = JSON.stringify(notebookOf([{ markdown: 'NaN "NaN" \\" Infinity' }]));
    const other = `\ufeff${text.replace('"metadata":{', '"metadata":{"a":[NaN,-Infinity,Infinity],')}`;
    const { metadata, cells } = parseNotebook(other, "a.ipynb");
    expect(Object.values(metadata).length + cells.length).toBeGreaterThan(1);
    expect(JSON.stringify({ metadata, cells })).toContain('"a":[null,null,null]');
    expect(cells[0].source).toBe('NaN "NaN" \\" Infinity');
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
  ])("refuses %s in one sentence", (_, text, message) => {
    expect(() => parseNotebook(text, "a.ipynb")).toThrow(message);
  });
});

test.each([
  [
    { kernelspec: { name: "python3", language: "python" } },
    'a.ipynb must be a notebook of TypeScript cells, got "python"',
  ],
  [{ language_info: { name: "julia" } }, 'got "julia"'],
  [{ kernelspec: { name: "impactlab", language: "typescript" }, language_info: { name: "python" } }, undefined],
  [{ kernelspec: { name: "jslab", language: "javascript" } }, undefined],
  [{}, undefined],
])("checkLanguage of %j: %s", (metadata, message) => {
  const check = () => checkLanguage(parse({ nbformat: 4, metadata, cells: [] }), "a.ipynb");
  if (message === undefined) expect(check).not.toThrow();
  else expect(check).toThrow(message);
});

test("titleOf(notebook, path) is the first heading, or the file's name", () => {
  expect(
    titleOf(parse(notebookOf(["# no heading: code", { markdown: "text\n\n## Two words ##\n# Later" }])), "x/a.ipynb"),
  ).toBe("Two words");
  expect(titleOf(parse(notebookOf([{ markdown: "#hashtag" }])), "x/01-a.ipynb")).toBe("01-a");
});

test("a notebook of 20,000 cells, half of them with another's id, is read in a time that grows with them", () => {
  const read = (count: number): number => {
    const cells = Array.from({ length: count }, (_, i) => ({
      ...{ cell_type: "markdown", metadata: {}, source: "text" },
      id: `c${i % (count / 2)}`,
    }));
    const text = JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells });
    const before = process.cpuUsage();
    const notebook = parseNotebook(text, "many.ipynb");
    const { user, system } = process.cpuUsage(before);
    expect(new Set(notebook.cells.map(({ id }) => id)).size).toBe(count);
    return user + system;
  };
  const least = (count: number): number => Math.min(...[1, 2, 3].map(() => read(count)));
  // Eight times the cells: 64 times the time if each were held against each.
  expect(least(20_000) / least(2_500)).toBeLessThan(32);
});
