import { expect, test } from "vitest";

import { mapCell } from "../../../../src/kernel/cells/language/cell-text";

const map = (code: string): ReturnType<typeof mapCell> => mapCell(code, "/p/notebooks/deep", "/p");

test.each([
  ['import { a } from "../../src"', 'import { a } from "./src"'],
  [
    'import a from "./local"; export * from "../x"',
    'import a from "./notebooks/deep/local"; export * from "./notebooks/x"',
  ],
  ['const m = await import("../../src/m");', 'const m = await import("./src/m");'],
  ['const m = require("./m.json");', 'const m = require("./notebooks/deep/m.json");'],
  ['let t: import("../../src").T;', 'let t: import("./src").T;'],
  ['declare module "../../src" { interface A { a: 1 } }', 'declare module "./src" { interface A { a: 1 } }'],
  ["export const a = 1; export async function f() {}", " const a = 1;  async function f() {}"],
  ["export const enum E { A } namespace N { const enum F { B } }", "  enum E { A } namespace N {  enum F { B } }"],
  ["declare const enum G { C } declare namespace H { const enum I {} }", undefined],
  ["export default 1; export { a }; namespace N { export const n = 1; }", undefined],
  ["f({ size, a: b, ...c }); ({ d = 1 } = e); const { g, h: i } = j;", undefined],
  ['import a from "../../../outside"', 'import a from "../outside"'],
  ['import m from "mathjs"; f("../../src"); const s = `import "../x"`;', undefined],
])("mapCell(%s) rewrites relative specifiers, leaves out exports and `const` of enums, no more", (code, expected) => {
  expect(map(code).text).toBe(expected ?? code);
});

test("mapCell(code).original and .mapped tell offsets on both sides of the rewriting", () => {
  const code = 'import a from "./l"; import b from "../../src"; b.c';
  const { text, original, mapped } = map(code);
  for (const word of ["a from", "b from", "b.c"]) {
    expect(original(text.indexOf(word))).toBe(code.indexOf(word));
    expect(mapped(code.indexOf(word))).toBe(text.indexOf(word));
  }
  expect(original(text.length)).toBe(code.length);
});
