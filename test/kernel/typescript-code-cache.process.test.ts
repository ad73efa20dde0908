/** TypeScript from V8's cache is TypeScript, and any other bytes there are as none. */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { expect, test } from "vitest";

import { version } from "typescript";

import { temporaryFolder } from "../support/temporary-folder";

const folder = temporaryFolder();
const SRC = resolve(__dirname, "../../src");

/** Loads TypeScript in a process of its own, from a folder with packages of its own; what it says of itself. */
function load(keep: boolean): { version: string; text: string; rejected: boolean | undefined } {
  const code = `
    const vm = require("node:vm");
    let script;
    vm.Script = class extends vm.Script { constructor(...args) { super(...args); script = this; } };
    const { keepTypeScript, loadTypeScript } = require("./src/kernel/typescript-code-cache.js");
    const ts = loadTypeScript();
    const { outputText } = ts.transpileModule("const a: number = 1;", {});
    if (${keep}) keepTypeScript();
    console.log(JSON.stringify({ version: ts.version, text: outputText, rejected: script.cachedDataRejected }));`;
  return JSON.parse(execFileSync(process.execPath, ["-e", code], { cwd: folder.path, encoding: "utf8" })) as never;
}

test("a second process has TypeScript from the cache that the first one kept; a damaged one is as none", () => {
  const packages = join(folder.path, "node_modules");
  mkdirSync(packages);
  cpSync(resolve(__dirname, "../../node_modules/typescript"), join(packages, "typescript"), {
    recursive: true,
    filter: (path) => !/\.d\.ts$|[a-z]{2}-[A-Z]{2}|tsserver|_tsc/.test(path),
  });
  for (const name of ["kept.js", "kernel/typescript-code-cache.js"])
    cpSync(join(SRC, name), join(folder.path, "src", name));
  const plain = { version, text: "var a = 1;\n" };
  expect(load(true)).toEqual(plain);
  expect(load(false)).toEqual({ ...plain, rejected: false });
  const kept = join(packages, ".cache/impactlab");
  const [name] = readdirSync(kept);
  const bytes = readFileSync(join(kept, name));
  for (const damaged of [bytes.subarray(0, 1000), Buffer.alloc(0), bytes.map((b, i) => (i === 1e6 ? b ^ 1 : b))]) {
    writeFileSync(join(kept, name), damaged);
    expect(load(false)).toEqual(plain);
  }
});
