import { expect, test } from "vitest";

import { injectParameters } from "../../../src/notebook/parameters/inject-parameters";
import { parseParameters, readParameters } from "../../../src/notebook/parameters/parameters-cell";
import { givenParameters, parameterSets } from "../../../src/notebook/parameters/parameter-sets";
import { parseNotebook } from "../../../src/notebook/notebook-document";
import { notebookOf } from "../../support/notebook-file";

/** The parameters cell of a run that was given `-p` flags. */
function given(source: string, ...flags: string[]): string {
  const notebook = parseNotebook(JSON.stringify(notebookOf([{ code: source, tags: ["parameters"] }])), "a.ipynb");
  const parameters = readParameters(notebook, "a.ipynb");
  const [set] = parameterSets(parameters, givenParameters(flags));
  return injectParameters(notebook, parameters, set).cells[0].source;
}

test.each([
  ["const size: number = 250; // shares", ["size=1000"], "const size: number = 1000; // shares"],
  ["let size = 250, seed = 1;", ["size=5"], "let size = 5 as number, seed = 1;"],
  ["const map = {};", ['map={"__proto__":{"a":1}}'], 'const map = {["__proto__"]:{"a":1}};'],
  ["let size: number;", ["size=5"], "let size: number = 5;"],
  ['const side: "buy" | "sell" = "buy";', ["side=sell"], 'const side: "buy" | "sell" = "sell" as "buy" | "sell";'],
  ["const live: boolean = false;", ["live=true"], "const live: boolean = true as boolean;"],
  ["const cap: number | null = null;", ["cap=5"], "const cap: number | null = 5 as number | null;"],
  ["const cap: number | null = 3;", ["cap=null"], "const cap: number | null = null as number | null;"],
  ["const half = size / 2;", ["half=3"], "const half = 3 as number;"],
  ["const o = { a: 1, b: [2] };", ['o={"a": 2, "b": []}'], 'const o = {"a":2,"b":[]};'],
  ["const when: Date = new Date(0);", ["when=x"], 'const when: Date = "x";'],
  ["const sizes: number[] = [1];", ["sizes=2,3"], "const sizes: number[] = [2,3];"],
  ["const α: number = 0.1;", ["α=0.5"], "const α: number = 0.5;"],
  ["const \\u03b1: number = 0.1;", ["α=0.5"], "const \\u03b1: number = 0.5;"],
  ['const note: string = "";', ["note=a\u2028b"], 'const note: string = "a\\u2028b";'],
  [
    "const size: number = 5;\nfunction double() { const size = 3; return 2 * size; }",
    ["size=10"],
    "const size: number = 10;\nfunction double() { const size = 3; return 2 * size; }",
  ],
])("injectParameters(%s) of -p %j is %s", (source, flags, expected) => {
  expect(given(source, ...flags)).toBe(expected);
});

test("injectParameters(notebook) without values changes nothing, but takes out what papermill injected", () => {
  const cells = [
    { code: "const a = 1;", tags: ["parameters"] },
    { code: "const a = 2;", tags: ["injected-parameters"] },
  ];
  const notebook = parseNotebook(JSON.stringify(notebookOf(cells)), "a.ipynb");
  expect(injectParameters(notebook, [], {}).cells).toEqual([notebook.cells[0]]);
});

test.each([
  ["/** @min 5 */ const size: number = 1;", "size=7", "must use tags that are known; did you mean @minimum?"],
  [
    "const a = 1; const a = 2;",
    "a=3",
    "a.ipynb: parameter a must be declared once in the cells tagged parameters, got 2",
  ],
])("what is wrong with %s is said where it is given: %s", (source, flag, message) => {
  expect(given(source)).toBe(source);
  expect(() => given(source, flag)).toThrow(message);
});

test("no cell is refused for its own sake", () => {
  const source = "const { a, b } = { a: 1, b: 2 }; const c = a; enum E { A } let d: Map<string, number> | undefined;";
  expect(parseParameters(source, "a.ipynb").map(({ name, expression }) => [name, expression])).toEqual([
    ["c", "a"],
    ["d", ""],
  ]);
});
