/**
 * Help with cells, of a project of two small files: the questions a page asks, with where each answer is known.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { cellsToRun, dependentsOf } from "../../../src/lab/page/browser/parameters/dependents";
import { HelpThread } from "../../../src/lab/help/help-thread";
import { NotebookHelp } from "../../../src/lab/help/notebook-help";
import { temporaryFolder } from "../../support/temporary-folder";

const { path: root } = temporaryFolder();
writeFileSync(join(root, "package.json"), `{"dependencies": {"some-package": "1.0.0"}}`);
mkdirSync(join(root, "src"));
mkdirSync(join(root, "notebooks"));
mkdirSync(join(root, "data"));
writeFileSync(join(root, "data", "day.csv"), "");
writeFileSync(
  join(root, "src", "index.ts"),
  [
    `/** Twice a size. @param size in shares. */`,
    `export function twice(size: number, options: { side?: "buy" | "sell"; lots?: number } = {}): number {`,
    `  return options.side === "buy" ? 2 * size : size;`,
    `}`,
    `export interface Order { shares: number }`,
  ].join("\n"),
);

const path = join(root, "notebooks", "a.ipynb");
const help = new NotebookHelp();

/** Cells `0`, `1`, ...; `|` in the last one is the cursor. */
function ask(
  ...texts: string[]
): [{ path: string; cells: { id: string; text: string }[] }, { cell: string; offset: number }] {
  const last = texts[texts.length - 1];
  const offset = last.indexOf("|");
  const cells = texts.map((text, i) => ({
    id: String(i),
    text: i === texts.length - 1 ? text.replace("|", "") : text,
  }));
  return [
    { path, cells },
    { cell: String(texts.length - 1), offset },
  ];
}

const IMPORT = `import { twice } from "../src";`;
const names = (...texts: string[]): string[] => help.complete(...ask(...texts)).items.map(({ text }) => text);
const problems = (...texts: string[]): string[] =>
  help.check(ask(...texts)[0]).map(({ cell, from, to, message }) => {
    const { text } = ask(...texts)[0].cells[Number(cell)];
    return `${cell} ${text.slice(from, to)} ${/TS\d+/.exec(message)?.[0] ?? message}`;
  });

test("check(cells) underlines what is wrong, in its own cell, and nothing of cells that are right", () => {
  expect(problems(IMPORT, `const size: number = 5;`, `const total = await Promise.resolve(twice(size));`)).toEqual([]);
  expect(problems(IMPORT, `twice("a")`, `const ok = 1;`)).toEqual([`1 "a" TS2345`]);
  // What a cell's flow says of a constant is not told the next, as when cells run; within one cell it is.
  const side = `const side: "buy" | "sell" = "buy";`;
  expect(problems(side, `side === "sell"`, `throw 1`, `side`)).toEqual([]);
  expect(problems(`${side} side === "sell"`, `1`)).toEqual([`0 side === "sell" TS2367`]);
  expect(problems(`const a = 1;`, `a.foo`, `display(a); missing`)).toEqual(["1 foo TS2339", "2 missing TS2304"]);
});

test("a return outside of functions is underlined in every cell, one within a function is not", () => {
  const within = `const f = () => { return 1; }; class A { m() { return f(); } }`;
  expect(problems(`return 1;`, within, `if (f() > 0) { return; }`)).toEqual(["0 return TS1108", "2 return TS1108"]);
});

test("a name that a later cell declares anew is the later one from there on; twice in one cell it is an error", () => {
  expect(problems(`const x = 1;`, `x.toFixed(2)`, `const x = "a";`, `x.toUpperCase()`)).toEqual([]);
  expect(problems(`const x = 1;`, `const x = "a";`, `x.toFixed(2)`)).toEqual(["2 toFixed TS2551"]);
  expect(problems(`const y = 1; const y = 2;`)).toEqual(["0 y TS2451", "0 y TS2451"]);
  expect(problems(IMPORT, `const z = 1;`, `const z = 2; ${IMPORT}\ntwice(z)`)).toEqual([]);
  expect(problems(`interface P { a: number }`, `interface P { b: number }\nconst p: P = { b: 1 };`)).toEqual([]);
});

test("a cell that cannot be parsed is told of by itself, and hides nothing of the others", () => {
  expect(problems(`const a = {`, `const b: number = "b";`, `a.anything`)).toEqual(["0  TS1005", "1 b TS2322"]);
  expect(problems(`!ls data`, `const b = 1;`)[0]).toMatch(/^0 !ls data .*IPython's, not TypeScript/);
});

test("complete(cell, offset) knows members, names to import, paths, files, option keys and string unions", () => {
  expect(names(`const order = { shares: 1, price: 2 };`, `order.|`)).toEqual(
    expect.arrayContaining(["price", "shares"]),
  );
  expect(names(`import { tw|`)[0]).toBe("twice");
  expect(names(`import { | } from "../src"`)).toEqual(expect.arrayContaining(["Order", "twice"]));
  expect(names(`import {} from "../s|"`)).toEqual(["src/"]);
  expect(names(`import {} from "some|"`)).toEqual(["some-package"]);
  expect(names(`load("../data/|")`)).toContain("day.csv");
  expect(names(IMPORT, `twice(1, { | })`)).toEqual(expect.arrayContaining(["lots", "side"]));
  expect(names(IMPORT, `twice(1, { side: "|" })`)).toEqual(["buy", "sell"]);
  // The control: a name of a later cell is not known in an earlier one that is being written.
  expect(
    help
      .complete(
        {
          path,
          cells: [
            { id: "a", text: "lat" },
            { id: "b", text: "const later = 1;" },
          ],
        },
        { cell: "a", offset: 3 },
      )
      .items.map(({ text }) => text),
  ).not.toContain("later");
});

test("completions carry kind, type and comment", () => {
  const [item] = help.complete(...ask(IMPORT, `twi|`)).items;
  expect(item).toMatchObject({ text: "twice", kind: "function" });
  expect(item.signature).toMatch(/^\(size: number, options\?: /);
  expect(item.documentation).toBe("Twice a size.");
});

test("signature(cell, offset) names the parameter at the cursor; outside a call there is none", () => {
  const found = help.signature(...ask(IMPORT, `twice(1, |`));
  expect(found).toMatchObject({ before: "twice(", after: "): number", current: 1 });
  expect(found?.parameters.map(({ text }) => text.split(":")[0])).toEqual(["size", "options?"]);
  expect(help.signature(...ask(IMPORT, `twice(1|, {})`))?.current).toBe(0);
  expect(help.signature(...ask(IMPORT, `const a = 1|;`))).toBeUndefined();
});

test("describe(cell, offset) tells what a name is; definition(cell, offset) where it is from", () => {
  expect(help.describe(...ask(IMPORT, `twi|ce(1)`))).toContain("Twice a size.");
  expect(help.describe(...ask(IMPORT, ` | `))).toBeUndefined();
  expect(help.definition(...ask(IMPORT, `twi|ce(1)`))).toEqual({
    path: join(root, "src", "index.ts"),
    line: 1,
    column: 16,
  });
  expect(help.definition(...ask(`const size = 5;`, `siz|e + 1`))).toEqual({ place: { cell: "0", offset: 6 } });
});

test("a file of the project that is edited is seen as it is now", () => {
  const file = join(root, "src", "late.ts");
  writeFileSync(file, `export const one: number = 1;`);
  expect(problems(`import { one } from "../src/late";`, `one.toFixed(1)`)).toEqual([]);
  writeFileSync(file, `export const one: string = "1, longer";`);
  expect(problems(`import { one } from "../src/late";`, `one.toFixed(1)`)).toEqual(["1 toFixed TS2551"]);
});

test("outline(cells) finds parameters with the place of their values, and what depends on each", () => {
  const texts = [
    IMPORT,
    `/** Order. @minimum 1 @maximum 9 @unit shares */\nconst size: number = 5;\nconst side = "buy" as "buy" | "sell";`,
    `const f = (x: number) => x * size;`,
    `const best = f(1);`,
    `const other = ((size: number) => size)(3);`,
    `const list = []; list.push(side);`,
    `const n = list.length;`,
    `list.push(best);`,
  ];
  const cells = texts.map((text, i) => ({ id: String(i), text }));
  const { parameters, cells: uses } = help.outline({ path, cells, parameters: ["1"] });
  expect(parameters.map(({ name, range }) => [name, range && texts[1].slice(range.from, range.to)])).toEqual([
    ["size", "5"],
    ["side", `"buy"`],
  ]);
  expect(parameters[0]).toMatchObject({ minimum: 1, maximum: 9, unit: "shares", default: 5, cell: "1" });
  const all = (): boolean => true;
  // Cell 4 has a `size` of its own; cell 6 stands before the `push` of 7.
  expect(cellsToRun(uses, "1/size", all)).toEqual(["1", "2", "3", "7"]);
  expect(cellsToRun(uses, "1/side", all)).toEqual(["1", "5", "6", "7"]);
  // What they need and has not run goes first.
  expect(cellsToRun(uses, "1/size", () => false)).toEqual(["1", "2", "3", "5", "7"]);
});

test("outline(cells) follows values through functions, patterns, Object.assign and the parameters cell itself", () => {
  const texts = [
    [
      `const size: number = 5, other = 1;`,
      `const half = size / 2, third = half / 3;`,
      `function scaled(x: number) { return x * half; }`,
    ].join("\n"),
    `const seen: number[] = []; function note(x: number) { seen.push(x); } const twice = (x: number) => note(2 * x);`,
    `const options: { size?: number } = {}; let a = 0, b = 0, c = 0; const frame: any = {};`,
    `twice(size);`,
    `seen.length;`,
    `Object.assign(options, { size });`,
    `options.size;`,
    `[a, { b }] = [size, { b: 1 }] as any;`,
    `a + b;`,
    `for (c of [size]) { /* once */ }`,
    `c;`,
    `frame.sortValues("x", { by: size, inplace: true });`,
    `frame.shape;`,
    `third;`,
    `scaled(1);`,
    `other;`,
    `(options as any).size = 3; options!.size;`,
  ];
  const cells = texts.map((text, i) => ({ id: String(i), text }));
  const { cells: uses } = help.outline({ path, cells, parameters: ["0"] });
  const all = (): boolean => true;
  expect(cellsToRun(uses, "0/size", all)).toEqual([
    "0",
    "3",
    "4",
    "5",
    "6",
    "7",
    "8",
    "9",
    "10",
    "11",
    "12",
    "13",
    "14",
    "16",
  ]);
  // The control: what reads a parameter that has not changed, and what only declares a function.
  expect(cellsToRun(uses, "0/other", all)).toEqual(["0", "15"]);
  expect(uses[16].writes).toContain("2/options");
  expect(uses[6].writes).toEqual([]);
  // What an earlier run has left to do goes with it.
  expect(cellsToRun(uses, "0/other", all, ["4"])).toEqual(["0", "4", "15"]);
  expect([...dependentsOf(uses, "5")]).toEqual(["6", "16"]);
});

test("outline(cells) follows what a function of the notebook changes of what it is given", () => {
  const scale = `function scale(m: Model, by: number): void { m.alpha.forEach((a, i) => { m.alpha[i] = a * by; }); }`;
  const changing: readonly (readonly [declared: string, call: string])[] = [
    [scale, `scale(model, factor);`],
    [scale, `scale(days[0], factor);`],
    [`const first = ({ alpha }: Model, by: number) => { alpha[0] = by; };`, `first(model, factor);`],
    [
      `const named = ({ m, by }: { m: Model; by: number }) => { m.alpha[0] = by; };`,
      `named({ m: model, by: factor });`,
    ],
    [`const all = (of: Model[], by: number) => of.forEach((m) => { m.alpha[0] = by; });`, `all(days, factor);`],
    [`const each = (of: Model[], by: number) => { for (const m of of) m.alpha.push(by); };`, `each(days, factor);`],
    [`const part = (m: Model, by: number) => { const a = m.alpha; a.fill(by); };`, `part(model, factor);`],
    [`${scale} const deep = (by: number, ...of: Model[]) => scale(of[0], by);`, `deep(factor, model, model);`],
    [`${scale} const later = () => scale(model, factor);`, `later();`],
    [
      `class Scaled { alpha = [1]; by(by: number) { this.alpha[0] *= by; } }\nconst model2 = new Scaled();`,
      `model2.by(factor);`,
    ],
    [``, `const { alpha } = model; alpha[0] = factor;`],
  ];
  const keeping: typeof changing = [
    [
      `const copy = (m: Model, by: number) => { m = { alpha: m.alpha.map((a) => a * by) }; return m; };`,
      `copy(model, factor);`,
    ],
    [`const sum = (m: Model, by: number) => { let s = m.alpha[0]; s += by; return s; };`, `sum(model, factor);`],
    [
      `const own = (m: Model, by: number) => { const a = m.alpha.slice(); a[0] = by; return a; };`,
      `own(model, factor);`,
    ],
    [`const loop = (m: Model): number => (m.alpha.length > 9 ? loop(m) : 0);`, `loop(model) + factor;`],
  ];
  const runs = ([declared, call]: (typeof changing)[number]): string[] => {
    const texts = [
      `const factor: number = 5;`,
      `interface Model { alpha: number[] }\nconst model: Model = { alpha: [1] }; const days: Model[] = [model];`,
      declared,
      call,
      declared.includes("model2") ? `model2.alpha;` : call.includes("days") ? `days.length;` : `model.alpha;`,
    ];
    const cells = texts.map((text, i) => ({ id: String(i), text }));
    const { cells: uses } = help.outline({ path, cells, parameters: ["0"] });
    return cellsToRun(uses, "0/factor", (id) => id !== "");
  };
  for (const one of changing) expect([one, runs(one).at(-1)]).toEqual([one, "4"]);
  for (const one of keeping) expect([one, runs(one)]).toEqual([one, ["0", "3"]]);
});

test("a notebook of a thousand cells has help like any other", async () => {
  const cells = Array.from({ length: 1000 }, (_, i) => ({ id: String(i), text: `const v${i} = ${i};` }));
  const thread = new HelpThread();
  const wrong = { id: "last", text: "v999 + missing" };
  const found = await thread.ask("check", { path, cells: [...cells, wrong] });
  expect(found).toMatchObject([{ cell: "last", from: 7, to: 14 }]);
  await thread.close();
});
