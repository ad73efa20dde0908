/**
 * Clients that are not ours at our server: a plain one in Python, JupyterLab by `--gateway-url`, and the client
 * library that JupyterLab and VS Code's "existing Jupyter server" are made of, each with the token.
 */
import { execFile, spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

import {
  ContentsManager,
  KernelManager,
  KernelSpecManager,
  ServerConnection,
  SessionManager,
} from "@jupyterlab/services";
import { afterAll, beforeAll, expect, test } from "vitest";
import { WebSocket } from "ws";

import { freePorts } from "../../src/kernel/client/free-ports";
import type { SessionModel } from "../../src/lab/kernels/kernels";
import type { KernelModel } from "../../src/lab/kernels/lab-kernel";
import { startLab, type Lab } from "../../src/lab/server";
import { jupyterEnvironment } from "../support/jupyter-server";
import { Channels, ask, askWithToken, parentOf, printed } from "../support/lab-client";
import { makeProject, type Project } from "../support/project";
import { temporaryFolder } from "../support/temporary-folder";
import { pythonWith, testWith } from "../support/tools";
import { which } from "../support/which";

const JUPYTER_LAB = process.env.IMPACTLAB_JUPYTER_LAB ?? which("jupyter-lab");
const TORNADO = pythonWith("tornado");
const folder = temporaryFolder();
let project: Project;
let lab: Lab;

beforeAll(async () => {
  project = makeProject({ "src/index.ts": "export const answer = 42;\n" });
  lab = await startLab({ root: project.root, port: 0, state: join(folder.path, "state") });
});

afterAll(async () => {
  await lab.close();
  project.remove();
});

testWith(TORNADO, "Python with tornado")("a plain client in Python runs a cell in both sub-protocols", async () => {
  const { id } = (await askWithToken(lab, "/api/kernels", { method: "POST" })).json<KernelModel>();
  for (const protocol of ["v1", "none"]) {
    const args = [join(__dirname, "plain_client.py"), lab.origin, lab.token, id, protocol, "console.log('é', 6 * 7)"];
    const { stdout } = await promisify(execFile)(TORNADO as string, args);
    expect(JSON.parse(stdout)).toEqual({ printed: "é 42\n", status: "ok" });
  }
  const refused = promisify(execFile)(TORNADO as string, [
    join(__dirname, "plain_client.py"),
    lab.origin,
    "no",
    id,
    "v1",
    "1",
  ]);
  await expect(refused).rejects.toThrow("403");
});

test("the client library of JupyterLab and VS Code lists, makes, renames and runs, as an existing server", async () => {
  const serverSettings = ServerConnection.makeSettings({
    baseUrl: `${lab.origin}/`,
    wsUrl: `${lab.origin.replace("http", "ws")}/`,
    token: lab.token,
    appendToken: true,
    WebSocket: WebSocket as never,
  });
  expect((await askWithToken(lab, "/api")).json()).toEqual({ version: expect.any(String) });
  const specs = new KernelSpecManager({ serverSettings });
  await specs.ready;
  expect([specs.specs?.default, specs.specs?.kernelspecs.impactlab?.language]).toEqual(["impactlab", "typescript"]);
  const contents = new ContentsManager({ serverSettings });
  const made = await contents.newUntitled({ type: "notebook", path: "notebooks", ext: ".ipynb" });
  const { path } = await contents.rename(made.path, "notebooks/vscode.ipynb");
  const kernels = new KernelManager({ serverSettings });
  const sessions = new SessionManager({ serverSettings, kernelManager: kernels });
  await sessions.ready;
  const session = await sessions.startNew({ path, name: path, type: "notebook", kernel: { name: "impactlab" } });
  const { kernel } = session;
  expect((await kernel?.info)?.language_info.name).toBe("typescript");
  const future = kernel?.requestExecute({ code: `import { answer } from "../src"; console.log(answer)` });
  const texts: string[] = [];
  if (future !== undefined)
    future.onIOPub = ({ content }) => void ("text" in content && texts.push(String(content.text)));
  expect((await future?.done)?.content.status).toBe("ok");
  expect(texts.join("")).toBe("42\n");
  await session.setPath("notebooks/elsewhere.ipynb");
  await session.setName("elsewhere");
  expect((await askWithToken(lab, `/api/sessions/${session.id}`)).json()).toMatchObject({
    path: "notebooks/elsewhere.ipynb",
    name: "elsewhere",
  });
  await kernel?.interrupt();
  await kernel?.restart();
  expect((await kernel?.requestExecute({ code: "1" }).done)?.content).toMatchObject({ execution_count: 1 });
  await session.shutdown();
  expect((await askWithToken(lab, "/api/sessions")).json()).toEqual([]);
  for (const one of [session, sessions, kernels, specs, contents]) one.dispose();
});

testWith(JUPYTER_LAB, "JupyterLab 4: IMPACTLAB_JUPYTER_LAB may name it", { everywhere: false })(
  "JupyterLab by --gateway-url and the token runs a notebook's cells here, in the notebook's folder",
  async () => {
    const home = join(folder.path, "jupyter");
    mkdirSync(home);
    const [port] = await freePorts(1);
    const jupyter = { origin: `http://127.0.0.1:${port}`, token: "jupyter" } as Lab;
    const args = ["--no-browser", "--allow-root", `--port=${port}`, `--IdentityProvider.token=${jupyter.token}`];
    const gateway = [`--gateway-url=${lab.origin}`, `--GatewayClient.auth_token=${lab.token}`];
    const child = spawn(JUPYTER_LAB as string, [...args, ...gateway], {
      cwd: project.root,
      env: jupyterEnvironment(home),
      stdio: "ignore",
    });
    const exited = new Promise((resolve) => child.once("exit", resolve));
    try {
      while (
        child.exitCode === null &&
        !(await ask(jupyter, "/api").then(
          () => true,
          () => false,
        ))
      ) {
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      const specs = (await askWithToken(jupyter, "/api/kernelspecs")).json<{ kernelspecs: object }>();
      expect(Object.keys(specs.kernelspecs)).toEqual(["impactlab"]);
      const body = { path: "notebooks/gateway.ipynb", name: "", type: "notebook", kernel: { name: "impactlab" } };
      const { kernel } = (await askWithToken(jupyter, "/api/sessions", { method: "POST", body })).json<SessionModel>();
      expect(lab.kernels.list().map(({ id }) => id)).toContain(kernel.id);
      const page = await Channels.open(jupyter, kernel.id, "gateway");
      const info = page.send("kernel_info_request", {});
      await page.until(({ channel, message }) => channel === "shell" && parentOf(message) === info.header.msg_id);
      const { shown } = await page.run(`import { answer } from "../src"; console.log(answer)`);
      expect(printed(shown)).toBe("42\n");
      await page.close();
    } finally {
      child.kill("SIGTERM");
      await exited;
    }
  },
);
