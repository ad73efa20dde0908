/** `impactlab lab` and `npm run lab` as processes: the address, the way in, and the end. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";

import { expect, test } from "vitest";

import type { KernelModel } from "../../src/lab/kernels/lab-kernel";
import { alive } from "../support/alive";
import { ask, askWithToken } from "../support/lab-client";
import { temporaryFolder } from "../support/temporary-folder";

const ROOT = resolve(__dirname, "../..");
const CLI = join(ROOT, "src/impactlab.js");
const folder = temporaryFolder();

test.each([
  ["impactlab lab", process.execPath, [CLI, "lab"], "/lab"],
  ["npm run lab", "npm", ["run", "-s", "lab", "--"], "/lab"],
  [
    "impactlab lab NOTEBOOK",
    process.execPath,
    [CLI, "lab", "notebooks/01-quickstart.ipynb"],
    "/lab/tree/notebooks/01-quickstart.ipynb",
  ],
])("%s prints its address, serves the project, and ends by Ctrl-C with its kernels", async (_, command, args, path) => {
  const child = spawn(command, [...args, "--no-open", "--port", "0"], {
    cwd: ROOT,
    // What outlives the server is kept below.
    env: { ...process.env, JUPYTER_DATA_DIR: folder.path },
    stdio: ["ignore", "pipe", "inherit"],
    // Ctrl-C goes to all of a terminal's foreground group: npm and what it runs.
    detached: true,
  });
  const exited = new Promise<number | null>((done) => child.once("exit", done));
  const address = await new Promise<URL>((done, failed) => {
    child.stdout.once("data", (text: Buffer) => done(new URL(text.toString().trim())));
    void exited.then((code) => failed(new Error(`it ended with ${code}`)));
  });
  const lab = { origin: address.origin, token: address.searchParams.get("token") as string };
  expect([address.pathname, address.hostname]).toEqual([path, "127.0.0.1"]);
  expect((await ask(lab, "/api")).status).toBe(403);
  const { content } = (await askWithToken(lab, "/api/contents")).json<{ content: { name: string }[] }>();
  expect(content.map(({ name }) => name)).toContain("notebooks");
  const body = { path: "notebooks/x.ipynb" };
  const { kernel } = (await askWithToken(lab, "/api/sessions", { method: "POST", body })).json<{
    kernel: KernelModel;
  }>();
  expect(kernel.execution_state).toBe("starting");
  process.kill(-(child.pid as number), "SIGINT");
  // npm itself ends by the signal, maybe before what it has started.
  expect(await exited).toBe(command === "npm" ? null : 130);
  while (
    await ask(lab, "/api").then(
      () => true,
      () => false,
    )
  )
    await new Promise((next) => setTimeout(next, 50));
  expect(alive(child.pid as number)).toBe(false);
});

test.each([
  ["SIGTERM", [143, null]],
  ["SIGHUP", [null, "SIGHUP"]], // 129 to a shell
] as const)("impactlab lab ends in order by %s, its token forgotten and nothing left behind", async (signal, end) => {
  const temporary = join(folder.path, signal);
  mkdirSync(temporary);
  const child = spawn(process.execPath, [CLI, "lab", "--no-open", "--port", "0"], {
    cwd: ROOT,
    env: { ...process.env, JUPYTER_DATA_DIR: temporary, TMPDIR: temporary },
    stdio: ["ignore", "pipe", "ignore"],
  });
  const exited = once(child, "exit");
  const [text] = (await once(child.stdout, "data")) as [Buffer];
  const { origin, searchParams } = new URL(text.toString().trim());
  const body = { path: "notebooks/x.ipynb" };
  await askWithToken({ origin, token: searchParams.get("token") as string }, "/api/sessions", { method: "POST", body });
  child.kill(signal);
  expect(await exited).toEqual(end);
  const left = readdirSync(temporary, { recursive: true, withFileTypes: true, encoding: "utf8" });
  const names = left.map(({ name }) => name).filter((name) => /^(impactlab-|token-)/.test(name));
  expect(names).toEqual([]);
});

test("impactlab lab says in one sentence what is wrong with its flags, and ends with 2", async () => {
  const { run } = await import("../support/command");
  for (const [flags, stderr] of [
    [["--port", "x"], 'impactlab: --port must be a whole number, 0 or more, got "x"\n'],
    [["--port", "70000"], 'impactlab: --port must be at most 65535, got "70000"\n'],
    [["--ip", "192.0.2.1", "--port", "0"], 'impactlab: --ip must be an address of this machine, got "192.0.2.1"\n'],
    [["none.ipynb"], 'impactlab: notebook must be a file that is there, got "none.ipynb"\n'],
  ] as const) {
    const { code, ...said } = await run(["lab", "--no-open", ...flags]);
    expect([code, said.stderr.slice(-stderr.length)]).toEqual([2, stderr]);
  }
});
