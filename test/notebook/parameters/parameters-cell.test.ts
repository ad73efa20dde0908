import { expect, test } from "vitest";

import { parameterProblems, parseParameters, readParameters } from "../../../src/notebook/parameters/parameters-cell";
import { describeType } from "../../../src/notebook/parameters/parameter-type";
import { parseNotebook } from "../../../src/notebook/notebook-document";
import { notebookOf } from "../../support/notebook-file";

const parse = (code: string) => parseParameters(code, "a.ipynb");

test("parseParameters(cell) reads names, types, defaults, texts, bounds and units", () => {
  const code = `// a plain comment
/** Parent order, in BTC. @minimum 1 @maximum 1e5 @unit BTC */
const size: number = 2.5 * 100;
/**
 * Side of
 * the book.
 */
const side: "buy" | "sell" = "buy";
const seed = 0;
/** Bins. @integer */
let bins: number = 10;
const betas: readonly number[] = [-0.5, 1e0], live: boolean = false, note: string = \`text\`;
`;
  expect(parse(code).map(({ type, ...rest }) => ({ type: describeType(type), ...rest }))).toEqual([
    {
      name: "size",
      type: "number",
      default: 250,
      description: "Parent order, in BTC.",
      minimum: 1,
      maximum: 1e5,
      unit: "BTC",
    },
    { name: "side", type: '"buy" | "sell"', default: "buy", description: "Side of the book." },
    { name: "seed", type: "number", default: 0, description: "" },
    { name: "bins", type: "number", default: 10, description: "Bins.", integer: true },
    { name: "betas", type: "number[]", default: [-0.5, 1], description: "" },
    { name: "live", type: "boolean", default: false, description: "" },
    { name: "note", type: "string", default: "text", description: "" },
  ]);
});

test("parseParameters(cell) tells what takes a run to know as it is written", () => {
  expect(
    parse("const size: number = allocate(1), at: Date = new Date(0), none = null, o = { a: [1, -2] };"),
  ).toMatchObject([
    { name: "size", expression: "allocate(1)", type: { kind: "number" } },
    { name: "at", expression: "new Date(0)", type: { kind: "other", stated: "Date" } },
    { name: "none", default: null, type: { kind: "other", stated: "" } },
    { name: "o", default: { a: [1, -2] } },
  ]);
});

test.each([
  ["const size: number = allocate(1);", undefined],
  ["const size: Date = 1;", undefined],
  ['const size: number = "1";', 'parameter size must be a number, got "1"'],
  ["const size: number | null = null;", undefined],
  ['const size: number | null = "1";', 'parameter size must be a number, or null, got "1"'],
  ['const side: "buy" | "sell" = "hold";', 'parameter side must be "buy" or "sell", got "hold"'],
  ["/** @minimum 5 */ const size: number = 1;", "parameter size must be at least 5, got 1"],
  ["/** @min 5 */ const size: number = 1;", "did you mean @minimum?"],
  ["/** @minimum five */ const size: number = 1;", '@minimum must be a number, got "five"'],
  ["/** @integer */ const bins: number[] = [1, 1.5];", "parameter bins[1] must be a whole number, got 1.5"],
])("parameterProblems of %s says what is wrong: %s", (code, message) => {
  const problems = parameterProblems(parse(code), "a.ipynb").map((problem) => problem.message);
  expect(problems).toEqual(message === undefined ? [] : [expect.stringContaining(message)]);
});

test("readParameters(notebook) takes the cells tagged parameters", () => {
  const read = (...cells: Parameters<typeof notebookOf>[0]) =>
    readParameters(parseNotebook(JSON.stringify(notebookOf(cells)), "a.ipynb"), "a.ipynb");
  expect(read("const a = 1;")).toEqual([]);
  expect(read("const a = 1;", { code: "const b = 2;", tags: ["parameters"] })).toMatchObject([{ name: "b" }]);
  const tagged = (code: string) => ({ code, tags: ["parameters"] });
  expect(read(tagged("const b = 2;"), tagged("const c = 2;")).map(({ name }) => name)).toEqual(["b", "c"]);
});
