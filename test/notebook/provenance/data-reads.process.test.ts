import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

import { dataFilesRead, recordReads } from "../../../src/notebook/provenance/data-reads";

let root: string;
let count = 0;

beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "impactlab-reads-")));
  for (const folder of ["data", "node_modules/p", "src"]) mkdirSync(join(root, folder), { recursive: true });
  for (const path of ["data/a.csv", "node_modules/p/b.csv", "src/code.ts", "src/grid.json"])
    writeFileSync(join(root, path), "text");
  writeFileSync(join(root, "package.json"), "{}");
  symlinkSync(join(root, "data/a.csv"), join(root, "data/link.csv"));
});

afterAll(() => rmSync(root, { recursive: true }));

/** The paths recorded of a process that runs `code` in the data folder. */
async function reads(code: string): Promise<string[]> {
  const log = join(root, `log-${++count}`);
  const { args, env } = recordReads(log);
  const script = `
    const fs = require("node:fs"), p = require("node:fs/promises"), { once } = require("node:events");
    (async () => { ${code} })()`;
  execFileSync(process.execPath, [...args, "-e", script], { cwd: join(root, "data"), env: { ...process.env, ...env } });
  return (await dataFilesRead(log, root)).map(({ path }) => path);
}

test.each([
  'fs.readFileSync("a.csv")',
  'fs.readFile("a.csv", () => {})',
  'await p.readFile(new URL("file://" + process.cwd() + "/a.csv"))',
  'await once(fs.createReadStream("a.csv").resume(), "close")',
  'await (await p.open("a.csv")).close()',
  'fs.closeSync(fs.openSync(Buffer.from("a.csv"), fs.constants.O_RDONLY))',
  'await (await import("node:fs/promises")).readFile("a.csv")',
  'new (require("node:worker_threads").Worker)(`require("node:fs").readFileSync("a.csv")`, { eval: true })',
  'fs.readFileSync("link.csv")',
  'fs.copyFileSync("a.csv", "copy.csv"); fs.readFileSync("copy.csv")',
])("dataFilesRead(log) names a file read by %s", async (code) => {
  expect(await reads(code)).toEqual(["data/a.csv"]);
});

test.each([
  ["what is not read", ""],
  ["what is only looked at", 'fs.statSync("a.csv"); fs.existsSync("a.csv")'],
  ["what is not there", 'fs.readFile("none.csv", () => {})'],
  [
    "code, packages and what configures them",
    'for (const f of ["../src/code.ts", "../node_modules/p/b.csv", "../package.json"]) fs.readFileSync(f)',
  ],
  [
    "what the run has written itself",
    'fs.writeFileSync("own.csv", ""); fs.readFileSync("own.csv"); ' +
      'await p.writeFile("o2", ""); fs.renameSync("o2", "o3"); fs.readFileSync("o3")',
  ],
  ["the machine's own files", 'fs.readFileSync("/etc/hostname"); fs.readFileSync("/proc/self/stat")'],
])("dataFilesRead(log) leaves out %s", async (_, code) => {
  expect(await reads(code)).toEqual([]);
});

test("dataFilesRead(log, root) sorts paths, absolute outside the project, with size and SHA-256", async () => {
  const outside = join(mkdtempSync(join(realpathSync(tmpdir()), "impactlab-outside-")), "far.csv");
  writeFileSync(outside, "far");
  const log = join(root, "log");
  writeFileSync(
    log,
    ["src/grid.json", "data/a.csv", outside]
      .map((path) => `${JSON.stringify(["read", path.startsWith("/") ? path : join(root, path)])}\n`)
      .join(""),
  );
  const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
  expect(await dataFilesRead(log, root)).toEqual([
    { path: outside, bytes: 3, sha256: sha256("far") },
    { path: "data/a.csv", bytes: 4, sha256: sha256("text") },
    { path: "src/grid.json", bytes: 4, sha256: sha256("text") },
  ]);
});
