/**
 * The kernelspec: the folder by which Jupyter knows the kernel. It holds kernel.json, logos, and
 * plotly's script, which a Jupyter server serves from there; beside it goes an nbconvert template
 * that puts the same script into a page.
 */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";

import { LOGO_SVG, logoPng } from "./logo";
import { nbconvertTemplate } from "./nbconvert-template";
import { plotlyFile } from "../show/plotly-script";

export const KERNEL_NAME = "impactlab";

export interface KernelSpec {
  readonly argv: readonly string[];
  readonly display_name: string;
  readonly language: string;
  readonly interrupt_mode: "message";
  readonly metadata: { readonly debugger: boolean };
}

export interface InstalledSpec {
  readonly name: string;
  readonly folder: string;
  readonly spec: KernelSpec;
}

/** What kernel.json says; nothing in it depends on a PATH. */
export function kernelSpec(node = process.execPath, start = join(__dirname, "../start.js")): KernelSpec {
  return {
    // Without its checks Node survives a timer's code being ended by an interrupt; see interrupter.ts.
    argv: [node, "--no-force-async-hooks-checks", start, "{connection_file}"],
    display_name: "TypeScript (impactlab)",
    language: "typescript",
    interrupt_mode: "message",
    metadata: { debugger: false },
  };
}

/** Writes the kernelspec and the template below a Jupyter data folder; returns the spec's folder. */
export function installKernel(dataFolder: string): string {
  const { spec, template } = folders(dataFolder);
  writeFolder(spec, {
    "kernel.json": `${JSON.stringify(kernelSpec(), null, 2)}\n`,
    "logo-svg.svg": LOGO_SVG,
    "logo-32x32.png": logoPng(32),
    "logo-64x64.png": logoPng(64),
  });
  writeFolder(template, nbconvertTemplate());
  return spec;
}

/** Removes what installKernel wrote; false where there was nothing. */
export function uninstallKernel(dataFolder: string): boolean {
  const { spec, template } = folders(dataFolder);
  const installed = existsSync(spec);
  for (const folder of [spec, template]) rmSync(folder, { recursive: true, force: true });
  return installed;
}

/** The kernels of this package that are installed in these data folders. */
export function listKernels(dataFolders: readonly string[]): InstalledSpec[] {
  return dataFolders.flatMap((dataFolder) => {
    const kernels = join(dataFolder, "kernels");
    if (!existsSync(kernels)) return [];
    return readdirSync(kernels).flatMap((name) => {
      const file = join(kernels, name, "kernel.json");
      if (name !== KERNEL_NAME || !existsSync(file)) return [];
      return [{ name, folder: dirname(file), spec: JSON.parse(readFileSync(file, "utf8")) as KernelSpec }];
    });
  });
}

function folders(dataFolder: string): { spec: string; template: string } {
  return {
    spec: resolve(dataFolder, "kernels", KERNEL_NAME),
    template: resolve(dataFolder, "nbconvert", "templates", KERNEL_NAME),
  };
}

/** Writes a folder beside its place and moves it there whole, with plotly's script in it. */
function writeFolder(folder: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  mkdirSync(dirname(folder), { recursive: true });
  const fresh = mkdtempSync(`${folder}-`);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(fresh, name), content, { mode: 0o644 });
  copyFileSync(plotlyFile(), join(fresh, "plotly.min.js"));
  rmSync(folder, { recursive: true, force: true });
  renameSync(fresh, folder);
}
