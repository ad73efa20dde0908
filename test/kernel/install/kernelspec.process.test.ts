import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { isAbsolute, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

import { installKernel, kernelSpec, listKernels, uninstallKernel } from "../../../src/kernel/install/kernelspec";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "impactlab-spec-"));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("installKernel(folder) writes kernel.json, logos and plotly, again as well; listKernels finds it", () => {
  installKernel(folder);
  const spec = installKernel(folder);
  expect(spec).toBe(join(folder, "kernels", "impactlab"));
  expect(readdirSync(join(folder, "kernels"))).toEqual(["impactlab"]);
  expect(readdirSync(spec).sort()).toEqual([
    "kernel.json",
    "logo-32x32.png",
    "logo-64x64.png",
    "logo-svg.svg",
    "plotly.min.js",
  ]);
  const written = JSON.parse(readFileSync(join(spec, "kernel.json"), "utf8")) as unknown;
  expect(written).toEqual(kernelSpec());
  expect(listKernels([join(folder, "none"), folder])).toEqual([{ name: "impactlab", folder: spec, spec: written }]);
});

test("kernelSpec() names Node and the kernel by absolute paths and asks for interrupts by message", () => {
  const { argv, interrupt_mode, language } = kernelSpec();
  expect([argv[0], argv[2]].every(isAbsolute)).toBe(true);
  expect(argv[3]).toBe("{connection_file}");
  expect({ interrupt_mode, language }).toEqual({ interrupt_mode: "message", language: "typescript" });
});

test("uninstallKernel(folder) leaves nothing behind and says whether there was something", () => {
  installKernel(folder);
  expect(uninstallKernel(folder)).toBe(true);
  expect(uninstallKernel(folder)).toBe(false);
  expect(readdirSync(join(folder, "kernels"))).toEqual([]);
  expect(readdirSync(join(folder, "nbconvert", "templates"))).toEqual([]);
});

test("the PNG logo is a valid picture of its size", () => {
  const png = readFileSync(join(installKernel(folder), "logo-64x64.png"));
  expect(png.subarray(0, 8).toString("latin1")).toBe("\x89PNG\r\n\x1a\n");
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([64, 64]);
  // The end chunk's checksum is a constant of the format.
  expect(png.subarray(-4).toString("hex")).toBe("ae426082");
});

test("impactlab kernel install --prefix, list, uninstall; exit 2 and one sentence on bad input", () => {
  const run = (...args: string[]): { status: number | null; stdout: string; stderr: string } =>
    spawnSync(process.execPath, [join(__dirname, "../../../src/impactlab.js"), "kernel", ...args], {
      encoding: "utf8",
    });
  const spec = join(folder, "share", "jupyter", "kernels", "impactlab");
  expect(run("install", "--prefix", folder)).toMatchObject({ status: 0, stdout: `Installed in ${spec}\n` });
  expect(run("list", "--prefix", folder).stdout).toContain(spec);
  expect(run("uninstall", "--prefix", folder).stdout).toBe(`Removed from ${join(folder, "share", "jupyter")}\n`);
  const bad = run("install", "--prefix", folder, "--user");
  expect(bad).toMatchObject({ status: 2 });
  expect(bad.stderr).toBe(
    'impactlab: destination must be one of --user, --prefix and --sys-prefix, got "--user --prefix"\n',
  );
});
