import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

import { givenParameters } from "../../../src/notebook/parameters/parameter-sets";
import { planRuns } from "../../../src/notebook/run/plan-runs";
import { writeNotebook } from "../../support/notebook-file";

const PARAMETERS = {
  code: 'const size: number = 1;\nconst note: string = "";\nconst sizes: number[] = [];',
  tags: ["parameters"],
};

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "impactlab-plan-"));
  for (const name of ["b", "other", "empty"]) mkdirSync(join(folder, name));
  writeNotebook(join(folder, "b/2.ipynb"), [PARAMETERS]);
  writeNotebook(join(folder, "b/1.ipynb"), ["1"]);
  writeNotebook(join(folder, "b/.hidden.ipynb"), ["1"]);
  writeNotebook(join(folder, "other/1.ipynb"), ["1"]);
});

afterAll(() => rmSync(folder, { recursive: true }));

const plan = (paths: string[], ...flags: string[]) =>
  planRuns(
    paths.map((path) => join(folder, path)),
    givenParameters(flags),
  );
const names = (paths: string[], ...flags: string[]): string[] => plan(paths, ...flags).map(({ name }) => name);

test("planRuns(paths) takes notebooks and folders of them, each once, by name", () => {
  expect(plan(["b", "b/2.ipynb"])).toEqual(
    ["1", "2"].map((name) => ({ name, path: join(folder, `b/${name}.ipynb`), parameters: {}, title: name })),
  );
});

test("planRuns(paths) names a path that cannot be looked at", () => {
  symlinkSync("circle", join(folder, "circle"));
  expect(() => plan(["circle"])).toThrow('must be a notebook or a folder of notebooks that can be read, got "ELOOP"');
  expect(() => plan(["x".repeat(300)])).toThrow('that can be read, got "ENAMETOOLONG"');
});

test("planRuns(paths, given) runs a grid for the notebooks that declare it, the others once", () => {
  expect(names(["b"], "size=1e3,2.5", "note=a")).toEqual(["1", "2-size-1000", "2-size-2.5"]);
  expect(names(["b"], "size=1e3")).toEqual(["1", "2"]);
});

test("planRuns names files in plain characters, different ones for different values", () => {
  const found = names(["b/2.ipynb"], 'note=a/b,"a b",é', "sizes=[1,2],[-3]");
  expect(new Set(found).size).toBe(6);
  for (const name of found) expect(name).toMatch(/^2-note-[\w.-]+-sizes-[\w.-]+-[0-9a-f]{8}$/);
  expect(names(["b/2.ipynb"], `note=${"x".repeat(300)},y`)[0].length).toBeLessThan(120);
});

test.each([
  [["nowhere.ipynb"], [], 'nowhere.ipynb must be a notebook or a folder of notebooks, got "no such file"'],
  [["empty"], [], 'empty must hold notebooks, got "a folder without .ipynb files"'],
  [
    ["b/1.ipynb", "other/1.ipynb"],
    [],
    'other/1.ipynb must have a file name that no other notebook of the run has, got "1"',
  ],
  [["b"], ["sise=1"], "did you mean size?"],
  [["b/1.ipynb"], ["size=1"], "the notebook declares none"],
  [["b"], ["size=big"], "-p size must be a number or an expression"],
])("planRuns(%j, %j) is refused: %s", (paths, flags, message) => {
  expect(() => plan(paths, ...flags)).toThrow(message);
});
