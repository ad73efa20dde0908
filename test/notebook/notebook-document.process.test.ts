import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

import { formatNotebook, parseNotebook, titleOf, type Notebook } from "../../src/notebook/notebook-document";
import { notebookOf } from "../support/notebook-file";
import { PYTHON, pythonWith, testWith } from "../support/tools";

const parse = (document: unknown): Notebook => parseNotebook(JSON.stringify(document), "a.ipynb");

const EVERYTHING: Notebook = {
  nbformat: 4,
  nbformat_minor: 5,
  metadata: { zeta: 1, alpha: { b: [], a: {} } },
  cells: [
    {
      id: "m",
      cell_type: "markdown",
      source: "# é \u2028 title\r\n\n$x$",
      metadata: {},
      attachments: { "a.png": { "image/png": "aGk=" } },
    },
    {
      id: "c",
      cell_type: "code",
      source: "1\u000b2\n",
      metadata: { tags: ["parameters"] },
      execution_count: 3,
      outputs: [
        { output_type: "stream", name: "stdout", text: "a\nb\x85c" },
        {
          output_type: "display_data",
          data: { "text/html": "<b>\n</b>", "image/svg+xml": "<svg>\n</svg>", "image/png": "aGk=\n" },
          metadata: {},
        },
        {
          output_type: "execute_result",
          execution_count: 3,
          data: { "application/vnd.x+json": { b: ["x\ny"], a: null }, "text/plain": "" },
          metadata: {},
        },
        { output_type: "error", ename: "E", evalue: "v", traceback: ["one\ntwo"] },
      ],
    },
    { id: "r", cell_type: "raw", source: "", metadata: {} },
  ],
};

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

testWith(pythonWith("nbformat"), "python3-nbformat")(
  "formatNotebook(notebook) writes the bytes that Jupyter's own nbformat writes, and it validates",
  () => {
    const folder = mkdtempSync(join(tmpdir(), "impactlab-nbformat-"));
    const file = join(folder, "a.ipynb");
    writeFileSync(file, formatNotebook(EVERYTHING));
    const script = `
import io, sys, nbformat
text = io.open(sys.argv[1], encoding="utf8", newline="").read()
notebook = nbformat.reads(text, as_version=nbformat.NO_CONVERT)
nbformat.validate(notebook)
ours, theirs = text, nbformat.writes(notebook) + "\\n"
assert ours == theirs, "different: " + repr([(a, b) for a, b in zip(ours.split("\\n"), theirs.split("\\n")) if a != b][:3])
assert not nbformat.writes(notebook, split_lines=False) + "\\n" == ours`;
    const { status, stderr } = spawnSync(PYTHON, ["-c", script, file], { encoding: "utf8" });
    expect(stderr).toBe("");
    expect(status).toBe(0);
    rmSync(folder, { recursive: true });
  },
);
