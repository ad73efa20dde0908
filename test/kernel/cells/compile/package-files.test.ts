/** What compilers of one process share, and what they must not. */
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { Compiler } from "../../../../src/kernel/cells/compile/compiler";
import { PackageFiles } from "../../../../src/kernel/cells/compile/package-files";
import { ts } from "../../../../src/kernel/cells/language/typescript";

/** Two projects, the second with a package of its own. */
let roots: string[];

beforeEach(() => {
  roots = [1, 2].map(() => mkdtempSync(join(tmpdir(), "impactlab-packages-")));
  mkdirSync(join(roots[1], "node_modules/own"), { recursive: true });
  declareOwn("number");
});

afterEach(() => {
  vi.restoreAllMocks();
  for (const root of roots) rmSync(root, { recursive: true });
});

const ownTypes = (): string => join(roots[1], "node_modules/own/index.d.ts");

function declareOwn(type: string): void {
  writeFileSync(ownTypes(), `export declare const own: ${type};\n`);
}

const OWN = 'import { own } from "own";\nconst wanted: number = own;';
const CELLS = ['Buffer.from("a").length', "[1, 2].at(-1)", "const n: number = 'a'", "await fetch('x')", OWN];

/** Kind and text of what a compiler says of each cell, and what the cell declares. */
function compiled(root: string, packages: PackageFiles, cells: readonly string[]): unknown[] {
  const compiler = new Compiler(root, {}, packages);
  try {
    return cells.map((code) => {
      const { reports, output, declOutput } = compiler.compile("", code);
      return [reports.map(({ code, messageText }) => [code, messageText]), output, declOutput];
    });
  } finally {
    compiler.close();
  }
}

describe("a compiler that is given what another has read", () => {
  test("says and makes the same as one that reads all itself, and reads nothing of the packages again", () => {
    const packages = new PackageFiles();
    const alone = compiled(roots[1], new PackageFiles(), CELLS);
    // Of the other cells: the first project does not have the second's package.
    compiled(roots[0], packages, CELLS);
    const read = vi.spyOn(ts.sys, "readFile");
    expect(compiled(roots[1], packages, CELLS)).toEqual(alone);
    const declarations = (): string[] => read.mock.calls.map(([path]) => path).filter((path) => path.endsWith(".d.ts"));
    expect([...new Set(declarations())]).toEqual([ownTypes()]);
    // The control: by itself it reads a hundred.
    read.mockClear();
    compiled(roots[1], new PackageFiles(), CELLS);
    expect(declarations().length).toBeGreaterThan(50);
  });

  test("takes the files of a project that is a package itself as they are", () => {
    const root = join(roots[1], "node_modules/own");
    const packages = new PackageFiles();
    const read = 'import { own } from "./index";\nconst wanted: number = own;';
    const codes = (...cells: string[]): number[][] =>
      (compiled(root, packages, cells) as [[number][]][]).map(([reports]) => reports.map(([code]) => code));
    expect(codes("const a = 1;", "const b: number = 'b';", read)).toEqual([[], [2322], []]);
    compiled(roots[1], packages, [OWN]);
    declareOwn("string");
    expect(codes(read)).toEqual([[2322]]);
    writeFileSync(join(root, "made.ts"), "export const made = 1;\n");
    const compiler = new Compiler(root, {}, packages);
    const { length } = compiler.compile("", read).reports;
    declareOwn("number");
    expect([length, compiler.compile("", read).reports]).toEqual([1, []]);
    const { sideOutputs = [] } = compiler.compile("", 'import { made } from "./made"; made');
    expect(sideOutputs.map(({ path }) => path)).toEqual([join(root, "made.js")]);
    compiler.close();
  });

  test("knows nothing of what a cell of the other added to built-in types", () => {
    const packages = new PackageFiles();
    const adding = "declare global { interface Array<T> { added(): T } }\nexport {};\n[1].added()";
    const [[reports]] = compiled(roots[0], packages, [adding]) as [[unknown[]]];
    expect(reports).toEqual([]);
    const [[without]] = compiled(roots[1], packages, ["[1].added()"]) as [[[number][]]];
    expect(without.map(([code]) => code)).toEqual([2339]);
  });

  test("reads a package's file that has changed since", () => {
    const packages = new PackageFiles();
    const codes = (): unknown => (compiled(roots[1], packages, [OWN]) as [[[number][]]])[0][0].map(([code]) => code);
    expect(codes()).toEqual([]);
    declareOwn("string");
    utimesSync(ownTypes(), new Date(0), new Date(0));
    expect(codes()).toEqual([2322]);
    declareOwn("number");
    expect(codes()).toEqual([]);
  });
});
