/**
 * Jupyter's own programs against the installed kernel: its kernel test suite (jupyter_kernel_test) and
 * its runner of notebooks.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect } from "vitest";

import { jupyterEnvironment } from "../support/jupyter-server";
import { writeNotebook } from "../support/notebook-file";
import { temporaryFolder } from "../support/temporary-folder";
import { PYTHON, pythonWith, testWith } from "../support/tools";

const folder = temporaryFolder();
const env = jupyterEnvironment(folder.path);

testWith(pythonWith("jupyter_kernel_test"), "jupyter_kernel_test")(
  "Jupyter's own kernel test suite passes whole: none failed, none skipped",
  () => {
    const { stderr } = spawnSync(PYTHON, [join(__dirname, "conformance.py")], { env, encoding: "utf8" });
    expect(stderr).toMatch(/Ran 11 tests in .*\n\nOK\n/);
    expect(stderr).not.toMatch(/skipped|FAIL|ERROR/);
  },
);

testWith(pythonWith("nbconvert"), "nbconvert")(
  "a headless run by nbconvert stops at the cell that fails, unless it may, and shows its traceback",
  () => {
    const file = writeNotebook(join(folder.path, "fails.ipynb"), [
      'console.log("first")',
      { code: 'void Promise.reject(new Error("afloat"))', tags: ["raises-exception"] },
      'console.log("goes on")',
      'void Promise.reject(new Error("ashore"))',
      'console.log("never")',
    ]);
    const run = spawnSync(PYTHON, [join(__dirname, "headless.py"), file], { env, encoding: "utf8" });
    expect(run.status, run.stderr).toBe(0);
    const { stopped, outputs } = JSON.parse(run.stdout) as { stopped: string; outputs: Record<string, unknown>[][] };
    expect(outputs.map((cell) => cell.map(({ output_type }) => output_type))).toEqual([
      ["stream"],
      ["error"],
      ["stream"],
      ["error"],
      [],
    ]);
    expect(outputs[1]).toMatchObject([{ ename: "Error", evalue: "afloat" }]);
    expect(stopped).toContain("Cell [4], line 1");
    expect(stopped).toContain("ashore");
  },
);
