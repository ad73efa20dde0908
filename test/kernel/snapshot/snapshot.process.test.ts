/**
 * A kernel that starts from a snapshot is the kernel; a snapshot that is damaged, or of something else than what is
 * there now, is as none.
 */
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { beforeAll, expect, test } from "vitest";

import { Compiler } from "../../../src/kernel/cells/compile/compiler";
import { startKernel } from "../../../src/kernel/client/client";
import { kernelCommand } from "../../../src/kernel/install/kernelspec";
import { makeSnapshot, usableSnapshot } from "../../../src/kernel/snapshot/snapshot";
import { temporaryFolder } from "../../support/temporary-folder";

const ROOT = resolve(__dirname, "../../..");
const folder = temporaryFolder();
let snapshot: string;
let notes: string;

const usable = (): string | undefined => usableSnapshot(process.env, folder.path);

beforeAll(() => {
  expect(usable()).toBeUndefined();
  let compiled = 0;
  const compile = (): void => {
    compiled++;
    const compiler = new Compiler(ROOT);
    compiler.compile("", 'import "./src";');
    compiler.close();
  };
  for (let i = 0; i < 2; i++) makeSnapshot(compile, folder.path);
  expect(compiled).toBe(1);
  snapshot = usable() as string;
  notes = snapshot.replace(/\.blob$/, ".json");
  expect(readdirSync(folder.path).map((name) => join(folder.path, name))).toEqual([snapshot, notes].sort());
});

const CELLS = [
  "6 * 7",
  'import { allocate, loadEstimates } from "../src"; import * as all from "../src"; Object.keys(all)',
  'const { model } = await loadEstimates("../data/bitstamp-btcusd-5m.csv"); allocate(model, 1).status',
  'import { mean } from "mathjs"; mean([1, 2])',
  'const wrong: string = 6; import { allocated } from "../src"',
  'function fail() { throw new RangeError("too far") }\nfail()',
  "[process.argv.length, process.argv[1], require.main.filename, process.cwd(), Error.stackTraceLimit]",
  'display({ data: [{ y: [1, 2] }], layout: {} }); console.log("out"); await Promise.resolve(7)',
  'const { AsyncLocalStorage } = await import("node:async_hooks"); new AsyncLocalStorage().run(3, () => 4)',
  "process.exit(0)",
];

/** What the cells give in a kernel of its own. */
async function outcomes(
  argv: readonly string[],
  cells = CELLS,
): Promise<{ outcomes: string[]; options: unknown; random: unknown }> {
  const kernel = await startKernel({ folder: join(ROOT, "notebooks"), argv });
  const run = async (cell: string): Promise<string> => {
    const { status, outputs, reply } = await kernel.execute(cell, { stopOnError: false });
    return JSON.stringify({ status, outputs, payload: reply.payload });
  };
  const found: string[] = [];
  for (const cell of cells) found.push(await run(cell));
  const [options, random] = [await run("process.execArgv"), await run("Math.random()")];
  await kernel.shutdown();
  return { outcomes: found, options, random };
}

test("cells give in a kernel from a snapshot what they give in one from Node's script", async () => {
  const [plain, first, second] = [
    await outcomes(kernelCommand()),
    await outcomes(kernelCommand(["--snapshot-blob", snapshot])),
    // Of which only the randomness is asked for.
    await outcomes(kernelCommand(["--snapshot-blob", snapshot]), []),
  ];
  expect(first.outcomes).toEqual(plain.outcomes);
  expect(plain.outcomes[0]).toContain('"42"');
  expect(plain.outcomes.map((text) => JSON.parse(text).status)).toEqual(
    CELLS.map((_, i) => ([4, 5, 9].includes(i) ? "error" : "ok")),
  );
  // They did start in different ways, and each from its own randomness.
  expect(first.options).toContain("--snapshot-blob");
  expect(plain.options).not.toContain("--snapshot-blob");
  expect(first.random).not.toBe(second.random);
});

test.skipIf(process.platform === "win32").each(["", "/a place/x.blob"])(
  "start.sh becomes the kernel, of snapshot %j where there is one",
  (found) => {
    // In the place of Node: says what it was started with, and by which process.
    const node = join(folder.path, "node.sh");
    writeFileSync(
      node,
      `#!/bin/sh\ncase "$1" in */print.js) printf '%s' "${found}" ;; *) printf '%s\\n' "$$" "$@" ;; esac\n`,
    );
    chmodSync(node, 0o755);
    const start = join(ROOT, "src/kernel/start.js");
    const { stdout, pid } = spawnSync("/bin/sh", [join(ROOT, "src/kernel/start.sh"), node, "--flag", start, "a file"], {
      encoding: "utf8",
    });
    const from = found === "" ? [start] : ["--snapshot-blob", found];
    expect(stdout.trim().split("\n")).toEqual([String(pid), "--flag", ...from, "a file"]);
    rmSync(node);
  },
);

test("print.js prints a snapshot that is there, or nothing", () => {
  const argv = [join(ROOT, "src/kernel/snapshot/print.js")];
  const { stdout, stderr, status } = spawnSync(process.execPath, argv, { encoding: "utf8" });
  expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
  expect(stdout === "" || existsSync(stdout)).toBe(true);
});

test("usableSnapshot(env) is none for a kernel with other options of Node's than this process has", () => {
  expect(usableSnapshot({ ...process.env, NODE_OPTIONS: "--stack-trace-limit=5" }, folder.path)).toBeUndefined();
  expect(usableSnapshot({ ...process.env, NODE_OPTIONS: process.env.NODE_OPTIONS ?? "" }, folder.path)).toBe(snapshot);
});

test("usableSnapshot(env) is none where any byte of it is wrong or missing", () => {
  const bytes = readFileSync(snapshot);
  for (const at of [0, 1000, bytes.length >> 1, bytes.length - 1]) {
    const damaged = Buffer.from(bytes);
    damaged[at] ^= 1;
    writeFileSync(snapshot, damaged);
    expect(usable()).toBeUndefined();
  }
  for (const damaged of [Buffer.alloc(0), bytes.subarray(0, bytes.length >> 1)]) {
    writeFileSync(snapshot, damaged);
    expect(usable()).toBeUndefined();
  }
  rmSync(snapshot);
  expect(usable()).toBeUndefined();
  writeFileSync(snapshot, bytes);
  expect(usable()).toBe(snapshot);
});

type Stamps = Record<string, string>;

test("usableSnapshot(env) is none after a change of what it was made of, but for a few files of the project", () => {
  const text = readFileSync(notes, "utf8");
  const { tag, files, sources, folders } = JSON.parse(text) as Record<"files" | "sources" | "folders", Stamps> & {
    tag: number;
  };
  const having = (changed: object): string | undefined => {
    writeFileSync(notes, JSON.stringify({ ...JSON.parse(text), ...changed }));
    return usable();
  };
  const edited = (stamps: Stamps, count: number): Stamps =>
    Object.fromEntries(Object.entries(stamps).map(([path, stamp], i) => [path, i < count ? "" : stamp]));
  expect(having({})).toBe(snapshot);
  expect(having({ tag: tag + 1 })).toBeUndefined();
  expect(having({ sha256: "" })).toBeUndefined();
  expect(having({ files: edited(files, 1) })).toBeUndefined();
  expect(having({ folders: edited(folders, 1) })).toBeUndefined();
  expect(Object.keys(sources).length).toBeGreaterThan(20);
  expect(having({ sources: edited(sources, 19) })).toBe(snapshot);
  expect(having({ sources: edited(sources, 20) })).toBeUndefined();
  for (const damaged of ["", "{}", "null", text.slice(1)]) {
    writeFileSync(notes, damaged);
    expect(usable()).toBeUndefined();
  }
  writeFileSync(notes, text);
});
