/**
 * Jupyter's own kernel test suite (jupyter_kernel_test) against the installed kernel.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";

import { jupyterEnvironment } from "../support/jupyter-server";
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
