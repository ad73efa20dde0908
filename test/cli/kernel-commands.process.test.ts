import { spawnSync } from "node:child_process";
import { chmodSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { afterEach, expect, test, vi } from "vitest";

import { run } from "../support/command";
import { temporaryFolder } from "../support/temporary-folder";

const CLI = join(__dirname, "../../src/impactlab.js");

const folder = temporaryFolder();

afterEach(() => vi.unstubAllEnvs());

test("impactlab kernel install --prefix, list, uninstall say what they did and where", async () => {
  const spec = join(folder.path, "share", "jupyter", "kernels", "impactlab");
  const said = async (...args: string[]): Promise<string> => {
    const { code, stdout } = await run(["kernel", ...args, "--prefix", folder.path]);
    expect(code).toBe(0);
    return stdout;
  };
  expect(await said("install")).toBe(`Installed in ${spec}\n`);
  const { status, stdout } = spawnSync(process.execPath, [CLI, "kernel", "list", "--prefix", folder.path], {
    encoding: "utf8",
  });
  expect(status).toBe(0);
  expect(stdout).toContain(`impactlab  ${spec}  (${process.execPath})\n`);
  expect(await said("list")).toBe(stdout);
  expect(await said("uninstall")).toBe(`Removed from ${join(folder.path, "share", "jupyter")}\n`);
  expect(await said("uninstall")).toBe(`Nothing is installed in ${join(folder.path, "share", "jupyter")}\n`);
});

test("impactlab kernel install exits with 2 and one sentence on two destinations", async () => {
  expect(await run(["kernel", "install", "--prefix", folder.path, "--user"])).toEqual({
    code: 2,
    stdout: "",
    stderr: 'impactlab: destination must be one of --user, --prefix and --sys-prefix, got "--user --prefix"\n',
  });
});

test("impactlab lab --jupyter says in two lines how to get a front end where none is there", async () => {
  vi.stubEnv("PATH", "");
  const { code, stderr } = await run(["lab", "--jupyter"]);
  expect(code).toBe(1);
  expect(stderr.trimEnd().split("\n")).toEqual([
    expect.stringContaining("pip install jupyterlab"),
    expect.stringContaining("VS Code"),
  ]);
});

test.skipIf(process.platform === "win32")(
  "impactlab lab --jupyter starts the front end with the kernel on JUPYTER_PATH, and passes its exit code on",
  () => {
    // A front end that notes what it was given and which kernels it can see.
    const seen = join(folder.path, "seen");
    const script = `#!/bin/sh\n/bin/ls "$JUPYTER_PATH/kernels" > ${seen}\necho "$@" >> ${seen}\nexit 3\n`;
    chmodSync(folder.file("jupyter-lab", script), 0o755);
    const { status } = spawnSync(process.execPath, [CLI, "lab", "--jupyter", "--", "--no-browser"], {
      cwd: folder.path,
      env: { PATH: folder.path },
    });
    expect(readFileSync(seen, "utf8")).toBe("impactlab\n--no-browser\n");
    expect(status).toBe(3);
  },
);
