/**
 * `impactlab lab --jupyter`: the notebooks in JupyterLab or Jupyter Notebook, whichever is there, with
 * the kernel known to it for this one run and nothing installed anywhere else.
 */
import { spawn } from "node:child_process";
import { accessSync, constants, rmSync } from "node:fs";

import { temporaryFolder } from "../../base/left-behind";
import { pathOf, type Machine } from "./jupyter-paths";
import { installKernel } from "./kernelspec";

/** In order of preference. */
const FRONT_ENDS = ["jupyter-lab", "jupyter-notebook"];

export const NO_FRONT_END = [
  "No JupyterLab or Jupyter Notebook on the PATH. Get one with: " +
    "pip install jupyterlab (or: apt install jupyter-notebook)",
  "Or open notebooks/ in VS Code with its Jupyter extension, after: npx impactlab kernel install",
].join("\n");

/** The first front end on the PATH; `isExecutable` asks the disk. */
export function findFrontEnd(
  { platform, env }: Pick<Machine, "platform" | "env">,
  isExecutable: (file: string) => boolean = executable,
): string | undefined {
  const { delimiter, join: joinPath } = pathOf(platform);
  const folders = (env.PATH ?? env.Path ?? "").split(delimiter).filter((folder) => folder !== "");
  const extensions = platform === "win32" ? [".exe", ".cmd", ".bat"] : [""];
  const names = FRONT_ENDS.flatMap((name) => extensions.map((extension) => name + extension));
  return names.flatMap((name) => folders.map((folder) => joinPath(folder, name))).find(isExecutable);
}

/** Runs the front end on a folder until it ends; resolves with its exit code. */
export async function runFrontEnd(
  frontEnd: string,
  folder: string,
  args: readonly string[],
  machine: Machine,
): Promise<number> {
  const data = temporaryFolder("jupyter");
  installKernel(data);
  const { delimiter } = pathOf(machine.platform);
  // JUPYTER_PATH adds to where Jupyter looks; the user's own kernels and settings stay.
  const JUPYTER_PATH = [data, machine.env.JUPYTER_PATH].filter((path) => path).join(delimiter);
  const child = spawn(frontEnd, [...args], { cwd: folder, env: { ...machine.env, JUPYTER_PATH }, stdio: "inherit" });
  // Ctrl-C reaches both: the front end asks the user, and ends this with it. SIGTERM is passed on.
  const ignore = (): void => undefined;
  const passOn = (): void => void child.kill("SIGTERM");
  process.on("SIGINT", ignore).on("SIGTERM", passOn);
  try {
    return await new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", (code) => resolve(code ?? 1));
    });
  } finally {
    process.off("SIGINT", ignore).off("SIGTERM", passOn);
    rmSync(data, { recursive: true, force: true });
  }
}

/** Whether a file is there and may be run. */
export function executable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
