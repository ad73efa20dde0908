/**
 * Jupyter's own runner and ours execute the same notebook to the same outputs.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect } from "vitest";

import type { NotebookOutput } from "../../../src/kernel/client/outputs";
import { formatNotebook, readNotebook, type Cell } from "../../../src/notebook/notebook-document";
import { runNotebook } from "../../../src/notebook/run/run-notebook";
import { jupyterEnvironment } from "../../support/jupyter-server";
import { writeNotebook } from "../../support/notebook-file";
import { makeProject, type Project } from "../../support/project";
import { PYTHON, pythonWith, testWith } from "../../support/tools";

const CELLS = [
  { markdown: "# Notebook" },
  { code: "/** Size. */\nconst size: number = 2;", tags: ["parameters"] },
  'import { twice } from "../src"; import { readFileSync } from "node:fs";\n' +
    'console.log("to stdout"); console.error("to stderr"); twice(size)',
  'readFileSync("../data/a.txt", "utf8")',
  'const shown = display("first"); shown.update("second"); await new Promise((r) => setTimeout(r, 30)); ' +
    'display.markdown("**x**\\ny");',
  '({ data: [{ type: "scatter", y: [1, 2, 3] }], layout: { title: { text: "</script>" } } })',
  { code: 'throw new Error("expected")', tags: ["raises-exception"] },
  { code: "never", tags: ["skip-execution"] },
  "   ",
  "[size, Number.NaN]",
];

let project: Project;
let env: NodeJS.ProcessEnv;
let ours: Cell[];

beforeAll(async () => {
  project = makeProject({
    "src/index.ts": "export const twice = (n: number): number => 2 * n;\n",
    "data/a.txt": "text\n",
  });
  env = jupyterEnvironment(project.root);
  const path = writeNotebook(join(project.notebooks, "a.ipynb"), CELLS);
  const { notebook } = await runNotebook({ path });
  ours = notebook.cells;
  mkdirSync(join(project.root, "out"));
  writeFileSync(join(project.root, "out/ours.ipynb"), formatNotebook(notebook));
});

afterAll(() => project.remove());

const python = (...args: string[]) => spawnSync(PYTHON, args, { cwd: project.notebooks, env, encoding: "utf8" });

// nbconvert runs what nbclient runs: its preprocessor is an nbclient.NotebookClient.
testWith(pythonWith("nbconvert"), "jupyter-nbconvert")(
  "nbconvert --execute, which is nbclient, executes the notebook to the same outputs and counts",
  () => {
    const to = ["--output-dir", "../out", "--output", "theirs.ipynb"];
    const { stderr, status } = python("-m", "nbconvert", "--to", "notebook", "--execute", "a.ipynb", ...to);
    expect(status, stderr).toBe(0);
    const { cells } = readNotebook(join(project.root, "out/theirs.ipynb"));
    expect(cells.map(plain)).toEqual(ours.map(plain));
    // The comparison can fail.
    const other = cells.map((cell) => ({ ...cell, source: cell.source.replace("size", "size + 1") }));
    expect(other.map(plain)).not.toEqual(ours.map(plain));
    const script = `
import nbformat
from nbclient import NotebookClient
from nbconvert.preprocessors import ExecutePreprocessor
assert issubclass(ExecutePreprocessor, NotebookClient)
nbformat.validate(nbformat.read("../out/ours.ipynb", as_version=nbformat.NO_CONVERT))`;
    const validated = python("-c", script);
    expect(validated.status, validated.stderr).toBe(0);
  },
);

/** A cell as far as the two must agree; pieces of a stream are one stream. */
function plain({ id, source, outputs = [], execution_count }: Cell) {
  const joined: NotebookOutput[] = [];
  for (const output of outputs) {
    const last = joined[joined.length - 1];
    if (output.output_type === "stream" && last?.output_type === "stream" && last.name === output.name)
      last.text += output.text;
    else joined.push(structuredClone(output));
  }
  return { id, source, execution_count, outputs: joined };
}
