/**
 * The kernelspec: the folder by which Jupyter knows the kernel. It holds kernel.json, the logo (a
 * concave and a convex impact curve over their axes), and plotly's script, which a Jupyter server
 * serves from there; beside it goes an nbconvert template that puts the same script into a page.
 */
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";

import { nameBeside } from "../../base/left-behind";
import { nbconvertTemplate } from "./nbconvert-template";
import { plotlyFile } from "../show/plotly-script";

export const KERNEL_NAME = "impactlab";

/** The logo, in files named as Jupyter looks for them. */
const LOGO = ["logo-32x32.png", "logo-64x64.png", "logo-svg.svg"].map((name) => join(__dirname, "logo", name));

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

/** The command that starts a kernel; `start` is what Node starts, its script or a snapshot of it. */
export function kernelCommand(start: readonly string[] = [join(__dirname, "../start.js")]): string[] {
  // Without its checks Node survives a timer's code being ended by an interrupt; see interrupter.ts.
  return [process.execPath, "--no-force-async-hooks-checks", ...start, "{connection_file}"];
}

/** What kernel.json says; nothing in it depends on a PATH. A shell looks for a snapshot first, where there is one. */
export function kernelSpec(): KernelSpec {
  const shell = process.platform === "win32" ? [] : ["/bin/sh", join(__dirname, "../start.sh")];
  return {
    argv: [...shell, ...kernelCommand()],
    display_name: "TypeScript (impactlab)",
    language: "typescript",
    interrupt_mode: "message",
    metadata: { debugger: false },
  };
}

/** Writes the kernelspec and the template below a Jupyter data folder; returns the spec's folder. */
export function installKernel(dataFolder: string): string {
  const { spec, template } = folders(dataFolder);
  writeFolder(spec, { "kernel.json": `${JSON.stringify(kernelSpec(), null, 2)}\n` }, specFiles());
  writeFolder(template, nbconvertTemplate(), [plotlyFile()]);
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
    const { spec: folder } = folders(dataFolder);
    const file = join(folder, "kernel.json");
    if (!existsSync(file)) return [];
    return [{ name: KERNEL_NAME, folder, spec: JSON.parse(readFileSync(file, "utf8")) as KernelSpec }];
  });
}

/** The files that a Jupyter server serves from beside kernel.json. */
export function specFiles(): string[] {
  return [...LOGO, plotlyFile()];
}

/** The logo as SVG, for pages. */
export function logoSvg(): string {
  return readFileSync(join(__dirname, "logo", "logo-svg.svg"), "utf8");
}

function folders(dataFolder: string): { spec: string; template: string } {
  return {
    spec: resolve(dataFolder, "kernels", KERNEL_NAME),
    template: resolve(dataFolder, "nbconvert", "templates", KERNEL_NAME),
  };
}

/** Writes a folder beside its place and moves it there whole: texts by name, copies of files. */
function writeFolder(folder: string, texts: Readonly<Record<string, string>>, copied: readonly string[]): void {
  const fresh = nameBeside(folder);
  try {
    mkdirSync(fresh, { recursive: true });
    for (const [name, text] of Object.entries(texts)) writeFileSync(join(fresh, name), text);
    for (const file of copied) copyFileSync(file, join(fresh, basename(file)));
    rmSync(folder, { recursive: true, force: true });
    renameSync(fresh, folder);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    throw error;
  }
}
