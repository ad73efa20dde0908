/**
 * A Jupyter server (Notebook 6 or JupyterLab 4) on a folder, with the kernel installed for it alone.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { freePorts } from "../../src/kernel/client/free-ports";
import { installKernel } from "../../src/kernel/install/kernelspec";

export interface JupyterServer {
  /** The address of a path below the base URL, with the token. */
  url(path: string): string;
  stop(): Promise<void>;
}

const TOKEN = "test";
/** Below a prefix, as on a hub: the figures must ask the page where its server is. */
const BASE_URL = "/base/";

/** The environment in which Jupyter sees nothing of the machine's own settings, and our kernel. */
export function jupyterEnvironment(folder: string): NodeJS.ProcessEnv {
  const data = join(folder, "jupyter-data");
  installKernel(data);
  const own = {
    JUPYTER_DATA_DIR: data,
    JUPYTER_CONFIG_DIR: join(folder, "config"),
    JUPYTER_RUNTIME_DIR: join(folder, "run"),
  };
  for (const path of [own.JUPYTER_CONFIG_DIR, own.JUPYTER_RUNTIME_DIR]) mkdirSync(path, { recursive: true });
  return { ...process.env, ...own };
}

/** Starts `program` (jupyter-notebook or jupyter-lab) on `folder`; resolves once it answers. */
export async function startServer(
  program: readonly string[],
  folder: string,
  env: NodeJS.ProcessEnv,
): Promise<JupyterServer> {
  const [port] = await freePorts(1);
  const [command, ...args] = program;
  const lab = /lab/.test(program.join(" "));
  const settings = lab
    ? [`--IdentityProvider.token=${TOKEN}`, `--ServerApp.base_url=${BASE_URL}`, "--expose-app-in-browser"]
    : [`--NotebookApp.token=${TOKEN}`, `--NotebookApp.base_url=${BASE_URL}`];
  const child = spawn(command, [...args, "--no-browser", "--allow-root", `--port=${port}`, ...settings], {
    cwd: folder,
    env,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let log = "";
  child.stderr.on("data", (text: Buffer) => (log += String(text)));
  const url = (path: string): string => `http://127.0.0.1:${port}${BASE_URL}${path}?token=${TOKEN}`;
  while (!(await answers(url("api/status")))) {
    if (child.exitCode !== null) throw new Error(`${command} ended:\n${log}`);
  }
  return { url, stop: () => stop(child) };
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    await new Promise((resolve) => setTimeout(resolve, 100));
    return false;
  }
}

/** SIGTERM lets the server end its kernels. */
async function stop(child: ChildProcess): Promise<void> {
  const exited = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  const force = setTimeout(() => child.kill("SIGKILL"), 10_000);
  await exited;
  clearTimeout(force);
}
