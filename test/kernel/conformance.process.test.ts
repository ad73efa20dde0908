/**
 * Jupyter's own kernel test suite (jupyter_kernel_test) against the installed kernel.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";

import { jupyterEnvironment } from "../support/jupyter-server";
import { writeNotebook } from "../support/notebook-file";
import { PYTHON, pythonWith, testWith } from "../support/tools";

testWith(pythonWith("jupyter_kernel_test"), "jupyter_kernel_test")(
  "Jupyter's own kernel test suite passes whole: none failed, none skipped",
  { timeout: 120_000 },
  () => {
    const folder = mkdtempSync(join(tmpdir(), "impactlab-conformance-"));
    const run = spawnSync(PYTHON, [join(__dirname, "conformance.py")], {
      env: jupyterEnvironment(folder),
      encoding: "utf8",
    });
    rmSync(folder, { recursive: true, force: true });
    expect(run.stderr).toMatch(/Ran 11 tests in .*\n\nOK\n/);
    expect(run.stderr).not.toMatch(/skipped|FAIL|ERROR/);
  },
);

testWith(pythonWith("nbconvert"), "nbconvert")(
  "a headless run by nbconvert stops at the cell that fails and shows its traceback",
  { timeout: 120_000 },
  () => {
    const folder = mkdtempSync(join(tmpdir(), "impactlab-headless-"));
    const file = join(folder, "fails.ipynb");
    writeNotebook(file, ['console.log("first")', 'void Promise.reject(new Error("afloat"))', 'console.log("never")']);
    const run = spawnSync(
      PYTHON,
      ["-m", "nbconvert", "--to", "notebook", "--execute", "--allow-errors", file, "--stdout"],
      {
        env: jupyterEnvironment(folder),
        encoding: "utf8",
      },
    );
    const stopped = spawnSync(PYTHON, ["-m", "nbconvert", "--to", "notebook", "--execute", file, "--stdout"], {
      env: jupyterEnvironment(folder),
      encoding: "utf8",
    });
    rmSync(folder, { recursive: true, force: true });
    const { cells } = JSON.parse(run.stdout) as { cells: { outputs: Record<string, unknown>[] }[] };
    expect(cells.map(({ outputs }) => outputs[0].output_type)).toEqual(["stream", "error", "stream"]);
    expect(cells[1].outputs[0]).toMatchObject({ ename: "Error", evalue: "afloat" });
    expect(stopped.status).toBe(1);
    expect(stopped.stderr).toContain("Cell [2], line 1");
  },
);
