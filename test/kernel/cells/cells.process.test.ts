/**
 * Cells in a real kernel, over the real protocol: imports, errors, results, interrupts.
 */
import { rmSync } from "node:fs";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { startKernel, type CellResult, type KernelClient } from "../../../src/kernel/client/client";
import { beginCell } from "../../support/begin-cell";
import { heartbeat } from "../../support/heartbeat";
import { makeProject, seen, type Project } from "../../support/project";

const FILES = {
  "src/index.ts": 'export { shout } from "./words/shout";\nexport { default as limits } from "../data/limits.json";\n',
  "src/words/index.ts": 'export * from "./shout";\n',
  "src/words/shout.ts": `import { mark } from "./punctuation.model";
export const shout = (word: string): string => word.toUpperCase() + mark;
`,
  "src/words/punctuation.model.ts": 'export const mark = "!";\n',
  "src/broken.ts": `import { mark } from "./words/punctuation.model";

export const n: number = mark;
export const o: { a: { b: string } } = { a: { b: 1 } };
`,
  "src/throws.ts": `interface Box { n: number }


export function fail(box: Box): never {
  throw new RangeError(\`no \${box.n}\`, { cause: new Error("deep") });
}
`,
  "src/cycle-a.ts": 'import { b } from "./cycle-b";\nexport const a = (): string => "a" + b();\n',
  "src/cycle-b.ts":
    'import { a } from "./cycle-a";\nexport const b = (): string => (typeof a === "function" ? "b" : "");\n',
  "data/limits.json": '{ "max": 3 }',
  "data/text.txt": "from data",
  "notebooks/local.ts": "export const here = import.meta === undefined ? 0 : 1;\n",
  "notebooks/beside.ts": "export const beside = 1;\n",
  "src/esm.mjs": "export const esm = 42;\n",
};

let project: Project;
let kernel: KernelClient;

beforeAll(async () => {
  project = makeProject(FILES);
  kernel = await startKernel({ folder: project.notebooks });
});

afterAll(async () => {
  await kernel.shutdown();
  project.remove();
});

const run = (code: string): Promise<CellResult> => kernel.execute(code);
const show = async (code: string): Promise<string> => seen((await run(code)).outputs);

describe("imports", () => {
  test.each([
    [
      "from the barrel, with JSON and a dotted name behind it",
      'import { shout, limits } from "../src"; shout("a") + limits.max',
      "'A!3'",
    ],
    ["from one file", 'import { mark } from "../src/words/punctuation.model"; mark', "'!'"],
    ["from a folder", 'import { shout as s2 } from "../src/words"; s2("b")', "'B!'"],
    ["from beside the notebook", 'import { beside } from "./beside"; beside', "1"],
    ["JSON", 'import limits2 from "../data/limits.json"; limits2.max', "3"],
    ["an ES module", 'import { esm } from "../src/esm.mjs"; esm', "42"],
    ["a package", 'import { parse } from "yaml"; parse("a: 1024").a', "1024"],
    [
      "Node's own modules, from the notebook's folder",
      'import { readFileSync } from "node:fs"; readFileSync("../data/text.txt", "utf8")',
      "'from data'",
    ],
    ["dynamically", '(await import("../src/words/shout")).shout("c")', "'C!'"],
    ["files that import each other", 'import { a as cyclic } from "../src/cycle-a"; cyclic()', "'ab'"],
  ])("import %s", async (_, code, expected) => {
    expect(await show(code)).toBe(expected);
  });

  test("says what it compiles where that takes a while, in a line that goes again", async () => {
    // New at each run of the test: the project shares this one's packages, and with them the cache.
    const names = Array.from({ length: 25 }, (_, i) => `part${i}`);
    for (const name of names) project.write(`src/many/${name}.ts`, `export const ${name} = ${Date.now()};\n`);
    project.write("src/many/index.ts", names.map((name) => `export * from "./${name}";\n`).join(""));
    const types: string[] = [];
    const { outputs } = await kernel.execute('import { part3 } from "../src/many"; part3 > 1', {
      onMessage: ({ header, content }) => types.push(`${header.msg_type} ${String(content.text ?? "")}`.trim()),
    });
    expect(types.filter((type) => /^(stream|clear)/.test(type))).toEqual([
      "stream compiling ../src/many, 26 files",
      "clear_output",
    ]);
    expect(seen(outputs)).toBe("true");
  });

  test("a variable of an earlier cell can be named in the short form { size }", async () => {
    await run("const size = 7; const held = { size: 1 };");
    expect(await show("({ size })")).toBe("{ size: 7 }");
    expect(await show("const { size: other } = held; [{ other, size }]")).toBe("[ { other: 1, size: 7 } ]");
  });

  test("an import is type-checked", async () => {
    expect(await show('import { shout } from "../src"; shout(1)')).toContain(
      "line 1, column 39: TS2345 Argument of type 'number' is not assignable to parameter of type 'string'.",
    );
  });

  test("an edit takes effect when the import cell runs again, also in a file behind the one imported", async () => {
    const cell = 'import { shout } from "../src"; shout("x")';
    expect(await show(cell)).toBe("'X!'");
    project.write("src/words/punctuation.model.ts", 'export const mark = "?";\n');
    expect(await show(cell)).toBe("'X?'");
    project.write("data/limits.json", '{ "max": 4 }');
    expect(await show('import { limits } from "../src"; limits.max')).toBe("4");
    project.write("src/words/punctuation.model.ts", "export const mark = 1;\n");
    expect(await show("shout('y')")).toBe("'Y?'");
    project.write("src/words/punctuation.model.ts", 'export const mark = "!";\n');
    expect(await show(cell)).toBe("'X!'");
  });

  test("a file that a cell requires is compiled, and again after an edit", async () => {
    project.write("src/required.ts", "export const n: number = 1;\n");
    const cell = 'const { n } = require("../src/required"); n';
    expect(await show(cell)).toBe("1");
    project.write("src/required.ts", "export const n: number = 2;\n");
    expect(await show(cell)).toBe("2");
    project.write("src/required.ts", "export const n: number = 'three';\n");
    expect(await show(cell)).toContain("src/required.ts, line 1, column 14: TS2322");
  });

  test("a file that becomes a folder with an index is that one, and the file again when it is back", async () => {
    project.write("src/moved.ts", "export const n = 1;\n");
    project.write("src/mover.ts", 'import { n } from "./moved";\nexport const twice = 2 * n;\n');
    const cell = 'import { twice } from "../src/mover"; twice';
    expect(await show(cell)).toBe("2");
    rmSync(join(project.root, "src/moved.ts"));
    project.write("src/moved/index.ts", "export const n = 5;\n");
    expect(await show(cell)).toBe("10");
    rmSync(join(project.root, "src/moved"), { recursive: true });
    project.write("src/moved.ts", "export const n = 1;\n");
    expect(await show(cell)).toBe("2");
  });

  test("a file that was missing is found once it is there", async () => {
    const cell = 'import { late } from "../src/late"; late';
    expect(await show(cell)).toContain("TS2307 Cannot find module");
    project.write("src/late.ts", "export const late = 'now';\n");
    expect(await show(cell)).toBe("'now'");
  });
});

describe("errors", () => {
  test("a line of IPython's is told in one sentence", async () => {
    const { reply, outputs } = await run("%time 1 + 1");
    expect(reply).toMatchObject({
      status: "error",
      evalue: expect.stringMatching(/^%time 1 \+ 1 is IPython's/) as string,
    });
    expect(seen(outputs).split("\n")).toHaveLength(1);
  });

  test("what a failed cell did not come to is unknown, whatever it is called", async () => {
    await run("const α1 = 1;");
    const failed = await run("const α0 = 5; throw new Error('no'); const α1: number = 2; let β = 3;");
    expect(failed.status).toBe("error");
    expect(await show("α0")).toBe("5");
    expect(await show("α1")).toContain("Cannot find name 'α1'");
    expect(await show("β")).toContain("Cannot find name 'β'");
  });

  test("a type that was edited is told from what it was", async () => {
    await run("interface Held { a: number }");
    await run("const held: Held = { a: 1 };");
    await run("interface Held { b: number }");
    const text = await show("held.b + 1");
    expect(text).toContain("Property 'b' does not exist on type 'Heldʹ'.");
    expect(text).toContain("Heldʹ is Held before it was declared anew");
    expect(await show("held.a + 1")).toBe("2");
  });

  test("a call of what is no function names it as the cell does", async () => {
    expect(await show("let notOne: any = 3; notOne()")).toContain("TypeError: notOne is not a function");
  });

  test("type errors: all of them, each with file or cell, line, column and message, and nothing runs", async () => {
    const { status, outputs, reply, executionCount } = await run(
      'console.log("ran");\nimport { n } from "../src/broken";\nconst s: string = 1;',
    );
    expect(status).toBe("error");
    expect(reply).toMatchObject({ ename: "TypeScriptError" });
    expect(outputs).toHaveLength(1);
    const text = seen(outputs);
    for (const place of [
      `Cell [${executionCount}], line 3, column 7: TS2322 Type 'number' is not assignable to type 'string'.`,
      "src/broken.ts, line 3, column 14: TS2322 Type 'string' is not assignable to type 'number'.",
      "src/broken.ts, line 4, column 47: TS2322 Type 'number' is not assignable to type 'string'.",
    ]) {
      expect(text).toContain(place);
    }
  });

  test("a thrown error names cells and files by line, its cause, and no frame of the kernel", async () => {
    const definition = await run(`import { fail } from "../src/throws";
interface Gone { n: number }
function outer(n: number) {
  fail({ n });
}`);
    const { outputs, reply, executionCount } = await run("\n// a comment\nouter(7)");
    expect(reply).toMatchObject({ status: "error", ename: "RangeError", evalue: "no 7" });
    expect(seen(outputs).split("\n")).toEqual([
      "RangeError: no 7",
      "    at fail (src/throws.ts, line 5, column 9)",
      `    at outer (Cell [${definition.executionCount}], line 4, column 3)`,
      `    at Cell [${executionCount}], line 3, column 1`,
      "",
      "src/throws.ts, line 5",
      "     3 | ",
      "     4 | export function fail(box: Box): never {",
      '>    5 |   throw new RangeError(`no ${box.n}`, { cause: new Error("deep") });',
      "       |         ^",
      "     6 | }",
      "",
      "Caused by Error: deep",
      "    at fail (src/throws.ts, line 5, column 48)",
      `    at outer (Cell [${definition.executionCount}], line 4, column 3)`,
      `    at Cell [${executionCount}], line 3, column 1`,
      "",
      "src/throws.ts, line 5",
      "     3 | ",
      "     4 | export function fail(box: Box): never {",
      '>    5 |   throw new RangeError(`no ${box.n}`, { cause: new Error("deep") });',
      "       |                                                ^",
      "     6 | }",
    ]);
  });

  test.each([
    ["null", "throw null", "Thrown: null"],
    ["an object", "throw { code: 7 }", "{ code: 7 }"],
    [
      "endless recursion",
      "const loop = (): number => loop() + 1; loop()",
      "RangeError: Maximum call stack size exceeded",
    ],
    ["a missing module", 'require("no-such-module")', "Cannot find module 'no-such-module'"],
    ["process.exit", "process.exit(3)", "process.exit(3) was called in a cell"],
    ["process.abort", "process.abort()", "process.abort() was called in a cell"],
    ["after an await", 'await null; throw new Error("late")', "Error: late"],
    ["a rejection nobody awaited", 'void Promise.reject(new Error("floating"))', "Error: floating"],
    [
      "an async function nobody awaited",
      '(async () => { await null; throw new Error("afloat"); })(); 1',
      "Error: afloat",
    ],
    ["nextTick", 'process.nextTick(() => { throw new Error("ticked"); })', "Error: ticked"],
    ["a proxy that throws at everything", "throw new Proxy({}, { get() { throw 1; } })", "Thrown: {}"],
  ])("what is thrown fails the cell: %s", async (_, code, expected) => {
    const { status, outputs } = await run(code);
    expect(status).toBe("error");
    expect(seen(outputs)).toContain(expected);
    expect(await show("1 + 1")).toBe("2");
  });

  test("what is thrown between cells is shown under the last cell at once", async () => {
    let tell = (_evalue: string): void => undefined;
    const failed = new Promise<string>((resolve) => (tell = resolve));
    const code = `
      import { existsSync } from "node:fs";
      const waiting = setInterval(() => {
        if (!existsSync("ended")) return;
        clearInterval(waiting);
        throw new Error("afterwards");
      }, 5);`;
    const { status } = await kernel.execute(code, {
      onMessage: ({ header, content }) => header.msg_type === "error" && tell(String(content.evalue)),
    });
    expect(status).toBe("ok");
    project.write("notebooks/ended", "");
    expect(await failed).toBe("afterwards");
    const next = await run('"the next cell runs, and does not fail by it"');
    expect(next.status).toBe("ok");
    expect(await show("3")).toBe("3");
  });

  test("a timer that throws for ever fails the cells it runs in, and fills no notebook", async () => {
    const { status, outputs } = await run(`
      const timer = setInterval(() => { throw new Error("again"); }, 1);
      await new Promise((r) => setTimeout(r, 100));`);
    // It goes on between this cell and the next, under this one.
    await new Promise((resolve) => setTimeout(resolve, 100));
    await run("clearInterval(timer)");
    expect(status).toBe("error");
    expect(outputs.length).toBeLessThanOrEqual(10);
    expect(await show("'quiet'")).toBe("'quiet'");
  });

  test.each([
    ["replacing the executor's own global", "(globalThis as any).__tslab__ = null; 0"],
    ["removing every listener", 'process.removeAllListeners(); void Promise.reject(new Error("unseen"))'],
    ["leaving the notebook's folder", 'process.chdir("/"); 0'],
    [
      "a worker that fails",
      `import { Worker } from "node:worker_threads";
      await new Promise((_, no) => new Worker("throw 1", { eval: true }).on("error", no))`,
    ],
    ["a cell that tslab would not run", "/** @module lost */\nexport const lost = 1;"],
  ])("the kernel outlives %s", async (_, code) => {
    await run(code);
    expect(await show('import { shout } from "../src"; shout("on")')).toBe("'ON!'");
  });

  test("a cell that fails keeps the variables it had set, and forgets those it had not", async () => {
    await run('let kept = 1; kept = 2; throw new Error("half way"); let missing = 3;');
    expect(await show("kept")).toBe("2");
    expect(await show("missing")).toContain("TS2304 Cannot find name 'missing'.");
  });
});

describe("results", () => {
  test.each([
    ["undefined is not shown", "undefined", ""],
    ["null is not shown", "null", ""],
    ["a circular object", "const o: any = {}; o.o = o; o", "<ref *1> { o: [Circular *1] }"],
    [
      "a getter that throws is not called",
      "({ get data() { throw new Error('no'); } })",
      "{ data: [Getter] }\n(shown as text: no)",
    ],
    ["a proxy that throws", "new Proxy({}, { get() { throw new Error('no'); } })", "{}\n(shown as text: no)"],
    ["a long string is cut", '"x".repeat(1e7).length + "x".repeat(1e7)', "more characters"],
    ["a class of its own display", '({ [Symbol.for("Jupyter.display")]: () => ({ "text/plain": "mine" }) })', "mine"],
    ["an async display", '({ [Symbol.for("Jupyter.display")]: async () => ({ "text/plain": "later" }) })', "later"],
    ["a redefined constant", "const twice = 1; 0", "0"],
    ["an exported declaration", "export const exported = 5; exported", "5"],
    ["a for await at the top", "let sum = 0; for await (const n of [1, Promise.resolve(2)]) sum += n; sum", "3"],
    ["an empty cell", "// nothing", ""],
    [
      "what a worker prints",
      `const { Worker } = require("worker_threads");
      await new Promise((r) => new Worker("console.log(1)", { eval: true }).on("exit", r))`,
      "1\n",
    ],
    ["and again", "const twice = 'two'; twice", "'two'"],
  ])("%s", async (_, code, expected) => {
    const { status, outputs } = await run(code);
    expect(status).toBe("ok");
    expect(seen(outputs)).toContain(expected);
    if (expected === "") expect(outputs).toEqual([]);
  });

  test("danfo's charts are figures below the cell", async () => {
    const { outputs } = await run(
      'import { DataFrame } from "danfojs-node"; new DataFrame({ a: [1, 2] }).plot("x").line();',
    );
    expect(outputs[0]).toMatchObject({
      output_type: "display_data",
      data: { "application/vnd.plotly.v1+json": { data: [{ y: [1, 2] }] } },
    });
  });

  test("danfo's DataFrame and Series are tables, with text beside", async () => {
    const cell = `import * as dfd from "danfojs-node";
      const df = new dfd.DataFrame({ alpha: [0.1, 2.5], bin: ["a", "<b>"] });
      df`;
    const [{ data }] = (await run(cell)).outputs as unknown as [{ data: Record<string, string> }];
    expect(data["text/html"]).toContain("<tr><th>1</th><td>2.5</td><td>&lt;b&gt;</td></tr>");
    expect(data["text/plain"]).toBe("   alpha  bin\n0    0.1    a\n1    2.5  <b>\n\n2 rows × 2 columns");
    expect(await show('df["alpha"]')).toBe("   alpha\n0    0.1\n1    2.5\n\n2 rows × 1 columns");
  });

  test("display(value, { id }) is updated in place, from any cell", async () => {
    const { outputs } = await run('const place = display("start", { id: "p" });');
    expect(seen(outputs)).toBe("'start'");
    await run("place.update(50)");
    expect(seen(outputs)).toBe("50");
    await run('display("done", { id: "p", update: true })');
    expect(seen(outputs)).toBe("'done'");
  });

  test("one display carries several MIME types; bytes are base64", async () => {
    const { outputs } = await run(`display.mime({
      "text/plain": "t", "image/png": new Uint8Array([1, 2]), "application/json": { n: 1n.toString() },
    })`);
    expect(outputs).toMatchObject([
      { data: { "text/plain": "t", "image/png": "AQI=", "application/json": { n: "1" } } },
    ]);
  });

  test("tslab's own display works, and so does its update in place", async () => {
    const { outputs } = await run(`import * as tslab from "tslab";
      const d = tslab.newDisplay(); d.html("<i>1</i>"); d.html("<i>2</i>");
      tslab.display.markdown("*m*")`);
    expect(outputs).toMatchObject([{ data: { "text/html": "<i>2</i>" } }, { data: { "text/markdown": "*m*" } }]);
  });

  test("standard output and error arrive in order, with split characters whole", async () => {
    const { outputs } = await run(`process.stdout.write(Buffer.from("é").subarray(0, 1));
      process.stdout.write(Buffer.from("é").subarray(1));
      console.error("e");
      console.log("%d o", 1)`);
    expect(outputs).toEqual([
      { output_type: "stream", name: "stdout", text: "é" },
      { output_type: "stream", name: "stderr", text: "e\n" },
      { output_type: "stream", name: "stdout", text: "1 o\n" },
    ]);
  });
});

describe("interrupts", () => {
  test.each([
    ["a synchronous loop", "let turns = 0; console.log('in'); while (true) turns++;"],
    ["a synchronous loop after an await", "await null; console.log('in'); while (true) turns++;"],
    [
      "a synchronous loop after a timer",
      "await new Promise((r) => setTimeout(r, 5)); console.log('in'); while (true) turns++;",
    ],
    ["a flood of output", "while (true) console.log('flood');"],
    [
      "endless promises",
      "console.log('in'); const again = (): Promise<void> => Promise.resolve().then(again); await again();",
    ],
    [
      "a value whose display never ends",
      "console.log('in'); ({ [Symbol.for('nodejs.util.inspect.custom')]() { while (true); } })",
    ],
    [
      "a synchronous loop in a timer's callback",
      "await new Promise(() => setTimeout(() => { console.log('in'); while (true) turns++; }, 5));",
    ],
    ["a pending await", "console.log('in'); await new Promise(() => {});"],
    ["a blocking wait", "console.log('in'); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);"],
  ])("%s ends, the heartbeat and control answer meanwhile, and variables survive", async (_, code) => {
    const cell = await beginCell(kernel, code);
    const info = await kernel.request("kernel_info_request", {}, { channel: "control" });
    expect(info.content.status).toBe("ok");
    expect(await heartbeat(kernel)).toBe("ping");
    await kernel.interrupt();
    expect(await cell.ended).toMatchObject({ status: "error", reply: { ename: "KeyboardInterrupt" } });
    expect(await show("turns > 0")).toBe("true");
    expect(await show("await new Promise((r) => setTimeout(r, 5, 'timers too'))")).toBe("'timers too'");
  });

  test("a file whose loading was interrupted is loaded anew", async () => {
    project.write("src/endless.ts", 'console.log("loading");\nexport const end = 1;\nwhile (end > 0);\n');
    const code = 'import { end } from "../src/endless"; end';
    const cell = await beginCell(kernel, code);
    await kernel.interrupt();
    expect((await cell.ended).status).toBe("error");
    project.write("src/endless.ts", "export const end = 2;\n");
    expect(await show(code)).toBe("2");
  });

  test("an interrupt without a running cell does nothing", async () => {
    await kernel.interrupt();
    expect(await show("'fine'")).toBe("'fine'");
  });
});

describe("completion and inspection", () => {
  test("complete knows the variables and imports of earlier cells", async () => {
    await run('import { shout } from "../src"; const shoutings = [1];');
    const complete = async (code: string): Promise<unknown> =>
      (await kernel.request("complete_request", { code, cursor_pos: code.length })).content;
    expect(await complete("sho")).toMatchObject({
      matches: expect.arrayContaining(["shout", "shoutings"]),
      cursor_start: 0,
      cursor_end: 3,
    });
    expect(await complete('import { li } from "../src"; shoutings.ma')).toMatchObject({
      matches: ["map", "flatMap"],
      cursor_start: 39,
    });
  });

  /** Asks at the bar in a cell. */
  const ask = async (type: "complete" | "inspect", code: string): Promise<Record<string, unknown>> => {
    const cursor_pos = code.indexOf("|");
    const text = code.slice(0, cursor_pos) + code.slice(cursor_pos + 1);
    return (await kernel.request(`${type}_request`, { code: text, cursor_pos, detail_level: 0 })).content;
  };
  const matches = async (code: string): Promise<unknown> => (await ask("complete", code)).matches;

  test.each([
    ["import { sho|", ["shout"], 9],
    ['import { shout, li| } from "../src"', ["limits"], 16],
    ["import { shout, li|", ["limits"], 16],
    ['import { shout } from "../s|"', ["src/"], 26],
    ['import { shout } from "../src/wo|"', ["words/"], 30],
    ['import { shout } from "../src/words/sh|"', ["shout"], 36],
    ['import limits from "../data/lim|', ["limits.json"], 28],
    ['import fs from "node:fs/|"', ["node:fs/promises"], 16],
    ['takeFile("../data/te|")', ["text.txt"], 18],
    ['takeSide("b|")', ["both", "buy"], 10],
  ])("complete %j offers %j from %d", async (code, expected, start) => {
    await run("const takeFile = (p: string) => p; const takeSide = (s: 'buy' | 'sell' | 'both') => s;");
    const found = await ask("complete", code);
    expect(found.matches).toEqual(expected);
    expect(found.cursor_start).toBe(start);
  });

  test("complete gives each match its kind, and type and comment", async () => {
    await run("/** Twice as much. */\nfunction doubled(n: number): number { return 2 * n; }");
    const { metadata } = (await ask("complete", "doub|")) as { metadata: Record<string, unknown> };
    expect(metadata._jupyter_types_experimental).toEqual([
      {
        text: "doubled",
        type: "function",
        signature: "(n: number) => number",
        documentation: "Twice as much.",
        start: 0,
        end: 4,
      },
    ]);
  });

  test("complete offers what is an object's own before what every function has", async () => {
    const own = ["clear", "html", "latex", "markdown", "mime"];
    expect(((await matches("display.|")) as string[]).slice(0, own.length + 1)).toEqual([...own, "apply"]);
  });

  test("inspect tells parameters, result and errors apart, as text and as Markdown", async () => {
    await run(`/**
 * Shares the size.
 *
 * @param size whole shares.
 * @returns what each gets.
 * @throws RangeError for a size below 0.
 */
function share(size: number, among = 2): number { return size / among; }`);
    const text = [
      "function share(size: number, among?: number): number",
      "",
      "Shares the size.",
      "",
      "@param size whole shares.",
      "@returns what each gets.",
      "@throws RangeError for a size below 0.",
    ].join("\n");
    const markdown = [
      "```typescript\nfunction share(size: number, among?: number): number\n```",
      "Shares the size.",
      "**Parameters**\n\n- `size`: whole shares.",
      "**Returns** what each gets.",
      "**Throws** RangeError for a size below 0.",
    ].join("\n\n");
    expect((await ask("inspect", "sha|re(1)")).data).toEqual({ "text/plain": text, "text/markdown": markdown });
    const inCall = (await ask("inspect", "share(3, |")).data as Record<string, string>;
    expect(inCall["text/plain"].split("\n").slice(0, 3)).toEqual([
      "share(size: number, among?: number): number",
      "",
      "now: among?: number",
    ]);
    expect(inCall["text/plain"]).toContain("@throws RangeError for a size below 0.");
    expect(inCall["text/markdown"]).toContain("**Returns** what each gets.");
    expect(await ask("inspect", "share(3, 2);  |")).toMatchObject({ found: false });
  });

  test("inspect finds the comments of TypeScript's library, which nobody has read before", async () => {
    const { data } = (await ask("inspect", "Math.rou|nd(2)")) as { data: Record<string, string> };
    expect(data["text/plain"]).toContain("nearest integer");
    expect(data["text/plain"]).toContain("@param x ");
  });

  test.each([
    ["const s = `a", "incomplete"],
    ["const s = `a ${1", "incomplete"],
    ["/* a", "incomplete"],
    ["const s = `a`", "complete"],
    ["const s = 'a", "invalid"],
  ])("%j is %s", async (code, status) => {
    expect((await kernel.request("is_complete_request", { code })).content).toMatchObject({ status });
  });

  test("inspect shows the type at the cursor", async () => {
    const { content } = await kernel.request("inspect_request", { code: "shout", cursor_pos: 5, detail_level: 0 });
    expect(content).toMatchObject({
      found: true,
      data: { "text/plain": expect.stringContaining("(word: string) => string") },
    });
  });
});
