/** What lets Node read the project's TypeScript, in a project of a few lines that has the same packages. */
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { afterAll, expect, test } from "vitest";

import { temporaryFolder } from "./support/temporary-folder";

const ROOT = resolve(__dirname, "..");

/** A project; what it keeps of itself is removed with it. */
function project(files: Readonly<Record<string, string>>): { path: string; run(code: string): string; kept: string } {
  const { path, file } = temporaryFolder();
  mkdirSync(join(path, "src"));
  symlinkSync(join(ROOT, "node_modules"), join(path, "node_modules"));
  for (const name of ["kept.js", "read-typescript.js"]) copyFileSync(join(ROOT, "src", name), join(path, "src", name));
  for (const [name, text] of Object.entries(files)) file(name, text);
  const run = (code: string): string => {
    const script = `const { register, compileAll } = require("./src/read-typescript"); ${code}`;
    return execFileSync(process.execPath, ["-e", script], { cwd: path, encoding: "utf8" });
  };
  run("compileAll()");
  const kept = run(`console.log(require("./src/read-typescript").cache)`).trim();
  afterAll(() => rmSync(kept, { force: true }));
  return { path, run, kept };
}

const SOURCE = `import type { Stats } from "node:fs";
interface Shape { readonly side: number }

export function area({ side }: Shape): number {
  if (side < 0) throw new Error("below 0");
  return side ** 2;
}
export const named = (stats?: Stats): string => __filename;
`;
const USE = `register(); const { area, named } = require("./src/shape"); console.log(area({ side: 3 }), named());`;

const { path, run, kept } = project({
  "src/shape.ts": SOURCE,
  "src/later.ts": "export const later = true;",
  "other.ts": "export const four: number = 4;",
});
const shape = join(path, "src/shape.ts");

test("files are read as they are, compiled before or not, edited or not, whatever became of the cache", () => {
  const compiled = readFileSync(kept);
  expect(compiled.toString()).toContain("below 0");
  expect(run(USE)).toBe(`9 ${shape}\n`);
  expect(readFileSync(kept).equals(compiled)).toBe(true);

  // Of the same length, within a moment.
  writeFileSync(shape, SOURCE.replace("side ** 2", "side ** 3"));
  expect(run(USE)).toBe(`27 ${shape}\n`);
  expect(readFileSync(kept).equals(compiled)).toBe(false);

  for (const damaged of [Buffer.alloc(0), compiled.subarray(0, 99), compiled.subarray(0, -1), Buffer.from("{}\n")]) {
    writeFileSync(kept, damaged);
    expect(run(USE)).toBe(`27 ${shape}\n`);
  }
  rmSync(kept);
  expect(run(USE)).toBe(`27 ${shape}\n`);
  expect(readFileSync(kept).toString()).toContain("side ** 3");
});

test("what two processes compile at a time is kept of both", () => {
  rmSync(kept);
  const other = `require("./src/read-typescript").register(); require("./src/later")`;
  const args = JSON.stringify(["-e", other]);
  run(`${USE} require("node:child_process").execFileSync(process.execPath, ${args})`);
  for (const text of ["later", "below 0"]) expect(readFileSync(kept).toString()).toContain(text);
});

test("an error names its line of the TypeScript", () => {
  const stack = run(`register(); try { require("./src/shape").area({ side: -1 }) } catch (e) { console.log(e.stack) }`);
  expect(stack).toMatch(/shape\.ts:5:\d+/);
});

test("files of others are read too, and none when it has ended", () => {
  const ways = "JSON.stringify(Object.keys(require.extensions))";
  expect(run(`const a = ${ways}; register()(); console.log(a === ${ways})`)).toBe("true\n");
  expect(run(`register(); console.log(require("./other").four)`)).toBe("4\n");
  expect(readFileSync(kept).toString()).not.toContain("four");
});
