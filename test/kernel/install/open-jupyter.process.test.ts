import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";

import { findFrontEnd } from "../../../src/kernel/install/open-jupyter";

const CLI = join(__dirname, "../../../src/impactlab.js");

test("findFrontEnd(machine) prefers JupyterLab, then the order of the PATH, with Windows' extensions", () => {
  const find = (platform: NodeJS.Platform, PATH: string, files: string[]): string | undefined =>
    findFrontEnd({ platform, env: { PATH } }, (file) => files.includes(file));
  expect(find("linux", "/a:/b", ["/a/jupyter-notebook", "/b/jupyter-lab"])).toBe("/b/jupyter-lab");
  expect(find("linux", "/a::/b", ["/a/jupyter-notebook", "/b/jupyter-notebook"])).toBe("/a/jupyter-notebook");
  expect(find("win32", "C:\\p;D:\\q", ["D:\\q\\jupyter-lab.exe"])).toBe("D:\\q\\jupyter-lab.exe");
  expect(find("linux", "/a", [])).toBeUndefined();
});

test("impactlab lab says in two lines how to get a front end where none is there", () => {
  const { status, stderr } = spawnSync(process.execPath, [CLI, "lab"], { env: { PATH: "" }, encoding: "utf8" });
  expect(status).toBe(1);
  expect(stderr.trimEnd().split("\n")).toEqual([
    expect.stringContaining("pip install jupyterlab"),
    expect.stringContaining("VS Code"),
  ]);
});

test.skipIf(process.platform === "win32")(
  "impactlab lab starts the front end with the kernel on JUPYTER_PATH, and passes its exit code on",
  () => {
    const folder = mkdtempSync(join(tmpdir(), "impactlab-lab-"));
    const program = join(folder, "jupyter-lab");
    // A front end that notes what it was given and which kernels it can see.
    writeFileSync(
      program,
      `#!/bin/sh\n/bin/ls "$JUPYTER_PATH/kernels" > ${folder}/seen\necho "$@" >> ${folder}/seen\nexit 3\n`,
    );
    chmodSync(program, 0o755);
    const { status } = spawnSync(process.execPath, [CLI, "lab", "--no-browser"], {
      cwd: folder,
      env: { PATH: folder },
    });
    expect(readFileSync(join(folder, "seen"), "utf8")).toBe("impactlab\n--no-browser\n");
    expect(status).toBe(3);
    rmSync(folder, { recursive: true, force: true });
  },
);
