import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

import {
  installKernel,
  kernelSpec,
  listKernels,
  logoSvg,
  uninstallKernel,
} from "../../../src/kernel/install/kernelspec";

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
  const [node, , start, connection] = argv.slice(-4);
  expect([argv[0], node, start].every(isAbsolute)).toBe(true);
  expect(connection).toBe("{connection_file}");
  expect({ interrupt_mode, language }).toEqual({ interrupt_mode: "message", language: "typescript" });
});

test("uninstallKernel(folder) leaves nothing behind and says whether there was something", () => {
  installKernel(folder);
  expect(uninstallKernel(folder)).toBe(true);
  expect(uninstallKernel(folder)).toBe(false);
  expect(readdirSync(join(folder, "kernels"))).toEqual([]);
  expect(readdirSync(join(folder, "nbconvert", "templates"))).toEqual([]);
});

test.each([32, 64])("installKernel(folder) puts a picture of %i pixels there, and one as SVG", (size) => {
  const spec = installKernel(folder);
  const png = readFileSync(join(spec, `logo-${size}x${size}.png`));
  expect(png.subarray(0, 8).toString("latin1")).toBe("\x89PNG\r\n\x1a\n");
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([size, size]);
  // The end chunk's checksum is a constant of the format.
  expect(png.subarray(-4).toString("hex")).toBe("ae426082");
  expect(readFileSync(join(spec, "logo-svg.svg"), "utf8")).toBe(logoSvg());
  expect(logoSvg()).toMatch(/^<svg [^]*<\/svg>\n$/);
});

test.skipIf(process.platform === "win32")(
  "installKernel(folder) lets every user read the kernel whom the folder lets in",
  () => {
    const spec = installKernel(folder);
    const modes = [dirname(spec), spec].map((path) => statSync(path).mode);
    expect(modes[1]).toBe(modes[0]);
  },
);
