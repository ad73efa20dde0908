/**
 * Kernels behind the server: sessions, web sockets in both sub-protocols, who sees what, what is kept for a page
 * that is opened again, and what happens to a page that is slow and to a kernel that ends.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { CellRecord } from "../../../src/lab/kernels/cell-outputs";
import { V1 } from "../../../src/lab/kernels/frames";
import type { SessionModel } from "../../../src/lab/kernels/kernels";
import type { KernelModel } from "../../../src/lab/kernels/lab-kernel";
import { startLab, type Lab } from "../../../src/lab/server";
import { alive } from "../../support/alive";
import { Channels, askWithToken, parentOf, printed, upgrade, withToken } from "../../support/lab-client";
import { makeProject, type Project } from "../../support/project";
import { temporaryFolder } from "../../support/temporary-folder";

const PATH = "notebooks/work.ipynb";
const state = temporaryFolder();
const said: string[] = [];
let project: Project;
let lab: Lab;
let id: string;

const post = async <T>(path: string, body: object = {}): Promise<T> =>
  (await askWithToken(lab, path, { method: "POST", body })).json<T>();
const get = async <T>(path: string): Promise<T> => (await askWithToken(lab, path)).json<T>();
const status = async (path: string, method: string, body?: object): Promise<number> =>
  (await askWithToken(lab, path, { method, body })).status;

beforeAll(async () => {
  project = makeProject({ "src/index.ts": "export const answer = 42;\n" });
  lab = await startLab({ root: project.root, port: 0, state: state.path, say: (text) => said.push(text) });
  const session = await post<SessionModel>("/api/sessions", {
    path: PATH,
    type: "notebook",
    kernel: { name: "impactlab" },
  });
  expect(session.kernel.execution_state).toBe("starting");
  id = session.kernel.id;
});

afterAll(async () => {
  const pid = lab.kernels.get(id).pid as number;
  await lab.close();
  expect(alive(pid)).toBe(false);
  project.remove();
});

describe("sessions", () => {
  test("a path has one, also of two wishes at once; another kernel's name is refused", async () => {
    const wish = { path: PATH, type: "notebook", kernel: { name: "impactlab" } };
    const both = await Promise.all([
      post<SessionModel>("/api/sessions", wish),
      post<SessionModel>("/api/sessions", wish),
    ]);
    expect(both.map(({ kernel }) => kernel.id)).toEqual([id, id]);
    expect(await get<SessionModel[]>("/api/sessions")).toMatchObject([
      { path: PATH, notebook: { path: PATH }, kernel: { id } },
    ]);
    expect(await status("/api/sessions", "POST", { path: "x.ipynb", kernel: { name: "python3" } })).toBe(404);
    expect(await status("/api/sessions", "POST", {})).toBe(400);
    expect(await status("/api/kernels", "POST", { name: "python3" })).toBe(404);
    expect(await status("/api/sessions/none", "GET")).toBe(404);
    expect(lab.kernels.ofNotebook(PATH)?.id).toBe(id);
  });

  test("a session takes another name and path, and another kernel, ending the one before", async () => {
    const [{ id: one }] = await get<SessionModel[]>("/api/sessions");
    const patch = (body: object) => askWithToken(lab, `/api/sessions/${one}`, { method: "PATCH", body });
    expect((await patch({ path: "notebooks/renamed.ipynb", name: "r" })).json()).toMatchObject({
      name: "r",
      kernel: { id },
    });
    expect((await patch({ path: "" })).status).toBe(400);
    const other = await post<KernelModel>("/api/kernels");
    expect((await patch({ path: PATH, kernel: { id: other.id } })).json()).toMatchObject({
      path: PATH,
      kernel: { id: other.id },
    });
    expect(await status(`/api/kernels/${id}`, "GET")).toBe(404);
    ({ id } = other);
    const fresh = (await patch({ kernel: { name: "impactlab" } })).json<SessionModel>();
    expect((await get<KernelModel[]>("/api/kernels")).map((kernel) => kernel.id)).toEqual([fresh.kernel.id]);
    ({ id } = fresh.kernel);
  });

  test("a kernel works where its notebook stands, and imports from there", async () => {
    const page = await Channels.open(lab, id, "where", [V1]);
    const { shown } = await page.run(`import { answer } from "../src"; console.log(process.cwd(), answer)`);
    expect(printed(shown)).toBe(`${realpathSync(project.notebooks)} 42\n`);
    await page.close();
  });

  test("a gateway's working directory is honoured below the root, and nothing else of what it sends", async () => {
    mkdirSync(join(project.root, "deep"), { recursive: true });
    for (const [folder, expected] of [
      [join(project.root, "deep"), "deep"],
      ["/etc", ""],
      [join(project.root, ".."), ""],
    ]) {
      const kernel = await post<KernelModel>("/api/kernels", {
        env: { KERNEL_WORKING_DIR: folder, NODE_OPTIONS: "--x" },
      });
      expect(lab.kernels.get(kernel.id).folder).toBe(join(realpathSync(project.root), expected));
      expect(await status(`/api/kernels/${kernel.id}`, "DELETE")).toBe(204);
    }
  });
});

test("a page that is asked for has its kernel started; the session takes it, and nothing was run", async () => {
  project.write(
    "src/mark.ts",
    `import { writeFileSync } from "node:fs";\nwriteFileSync("ran", "");\nexport const m = 1;\n`,
  );
  const cell = { cell_type: "code", id: "a", metadata: {}, execution_count: null, outputs: [] };
  const cells = [{ ...cell, source: `import { m } from "../src/mark";\nm` }];
  const document = { nbformat: 4, nbformat_minor: 5, metadata: {}, cells };
  project.write("notebooks/ahead.ipynb", JSON.stringify(document));
  const before = (await get<KernelModel[]>("/api/kernels")).length;
  expect(await status("/lab/tree/notebooks/ahead.ipynb", "GET")).toBe(200);
  await lab.kernels.prepare("notebooks/ahead.ipynb");
  expect((await get<KernelModel[]>("/api/kernels")).length).toBe(before);
  const { id: one, kernel } = await post<SessionModel>("/api/sessions", { path: "notebooks/ahead.ipynb" });
  expect(kernel.execution_state).toBe("idle");
  expect(existsSync(join(project.notebooks, "ran"))).toBe(false);
  const page = await Channels.open(lab, kernel.id, "ahead", [V1]);
  expect((await page.run(cells[0].source)).reply.content).toMatchObject({ status: "ok", execution_count: 1 });
  expect(existsSync(join(project.notebooks, "ran"))).toBe(true);
  expect(await status(`/api/sessions/${one}`, "DELETE")).toBe(204);
});

describe("web sockets", () => {
  test("speak the sub-protocol that is offered, and the one of old where none is", async () => {
    for (const [offered, chosen] of [
      [[V1, "other"], V1],
      [[], ""],
    ] as const) {
      const page = await Channels.open(lab, id, "protocols", [...offered]);
      expect(page.socket.protocol).toBe(chosen);
      const frames: boolean[] = [];
      page.socket.on("message", (_, isBinary) => frames.push(isBinary));
      const { shown, reply } = await page.run(`console.log("é"); 6 * 7`);
      expect([printed(shown), reply.content.status]).toEqual(["é\n", "ok"]);
      expect(new Set(frames)).toEqual(new Set([chosen === V1]));
      await page.close();
    }
  });

  test("of one kernel all see what it shows, with the cell it is of, and who asked alone gets the reply", async () => {
    const [one, two] = [await Channels.open(lab, id, "one", [V1]), await Channels.open(lab, id, "two")];
    const { shown, reply } = await one.run("console.log('both')", { cellId: "c" });
    const end = await two.until(
      ({ message }) => parentOf(message) === parentOf(reply) && message.content.execution_state === "idle",
    );
    expect(end.channel).toBe("iopub");
    const seen = two.received.filter(({ message }) => parentOf(message) === parentOf(reply));
    expect(seen.map(({ message }) => message)).toEqual(shown);
    expect(new Set(seen.map(({ message }) => message.metadata.cellId))).toEqual(new Set(["c"]));
    expect((await get<KernelModel>(`/api/kernels/${id}`)).connections).toBe(2);
    await Promise.all([one.close(), two.close()]);
  });

  test("what is no message is dropped and told, and the socket stays", async () => {
    const page = await Channels.open(lab, id, "odd", [V1]);
    for (const frame of [Buffer.alloc(3), "text", Buffer.alloc(1000, 0xff)]) page.socket.send(frame);
    expect((await page.run("1")).reply.content.status).toBe("ok");
    expect(said.filter((text) => text.startsWith("dropped")).length).toBe(3);
    await page.close();
  });
});

describe("a page that is opened again", () => {
  test("finds what cells have shown, running ones too, also while no page was there", async () => {
    const page = await Channels.open(lab, id, "before", [V1]);
    await page.run("let n = 7; console.log('one')", { cellId: "first" });
    const slow = page.execute(
      "for (let i = 0; i < 4; i++) { await new Promise((r) => setTimeout(r, 100)); console.log(i); } n",
      { cellId: "slow" },
    );
    await page.until(({ message }) => message.header.msg_type === "stream" && parentOf(message) === slow.header.msg_id);
    const during = await get<CellRecord[]>(`/impactlab/cells/${id}`);
    expect(during.find(({ cell }) => cell === "slow")).toMatchObject({ state: "running", request: slow.header.msg_id });
    await page.close();

    const back = await Channels.open(lab, id, "after", [V1]);
    await back.until(
      ({ message }) => parentOf(message) === slow.header.msg_id && message.content.execution_state === "idle",
    );
    const cells = await get<CellRecord[]>(`/impactlab/cells/${id}`);
    const count = cells.find(({ cell }) => cell === "first")?.executionCount as number;
    expect(cells.filter(({ cell }) => cell === "first" || cell === "slow")).toMatchObject([
      { state: "done", outputs: [{ output_type: "stream", name: "stdout", text: "one\n" }] },
      {
        state: "done",
        executionCount: count + 1,
        outputs: [{ text: "0\n1\n2\n3\n" }, { output_type: "execute_result", data: { "text/plain": "7" } }],
      },
    ]);
    expect((await back.run("n + 1")).reply.content.execution_count).toBe(count + 2);
    expect(await status(`/impactlab/cells/${id}/first`, "DELETE")).toBe(204);
    expect((await get<CellRecord[]>(`/impactlab/cells/${id}`)).map(({ cell }) => cell)).not.toContain("first");
    await back.close();
  });

  test("as the same client gets the messages it has missed, replies too", async () => {
    const page = await Channels.open(lab, id, "same", [V1]);
    const { header } = page.execute("await new Promise((r) => setTimeout(r, 200)); console.log('late')");
    await page.until(
      ({ message }) => message.header.msg_type === "execute_input" && parentOf(message) === header.msg_id,
    );
    await page.close();
    const other = await Channels.open(lab, id, "other", [V1]);
    await other.until(
      ({ message }) => parentOf(message) === header.msg_id && message.content.execution_state === "idle",
    );
    const back = await Channels.open(lab, id, "same", [V1]);
    const reply = await back.until(
      ({ channel, message }) => channel === "shell" && parentOf(message) === header.msg_id,
    );
    expect(reply.message.content.status).toBe("ok");
    expect(printed(back.received.map(({ message }) => message))).toBe("late\n");
    await Promise.all([other.close(), back.close()]);
  });

  test("of a cell that shows without end the beginning is kept, with a word", async () => {
    const page = await Channels.open(lab, id, "flood", [V1]);
    const { shown } = await page.run(
      `const line = "x".repeat(999) + "\\n"; for (let i = 0; i < 30_000; i++) console.log(line)`,
      { cellId: "flood" },
    );
    const text = printed(shown);
    expect(text.length).toBeLessThan(21e6);
    expect(text).toMatch(/more than 20 MB; what follows is left out here/);
    const cells = await get<CellRecord[]>(`/impactlab/cells/${id}`);
    expect(JSON.stringify(cells.find(({ cell }) => cell === "flood")).length).toBeLessThan(22e6);
    await page.close();
  });
});

test("a page that does not keep up holds the cell back, loses nothing, and can interrupt it meanwhile", async () => {
  const page = await Channels.open(lab, id, "slow", [V1]);
  const progress = join(project.root, "progress");
  const stop = join(project.root, "stop");
  // Without end: how far it comes before it is held is for the machine to say.
  const code = `
    import { existsSync, writeFileSync } from "node:fs";
    for (let i = 0; i % 1000 !== 0 || !existsSync(${JSON.stringify(stop)}); i++) {
      console.log(String(i).padEnd(1000, "."));
      if (i % 1000 === 0) writeFileSync(${JSON.stringify(progress)}, String(i));
    }`;
  await page.run("1");
  const at = (): number => Number(readFileSync(progress, "utf8"));
  page.socket.pause();
  const { header } = page.execute(code);
  for (let before = -1, now = 0; before !== now;) {
    await delay(1500);
    [before, now] = [
      now,
      await Promise.resolve()
        .then(at)
        .catch(() => -2),
    ];
  }
  const held = at();
  project.write("stop", "");
  page.socket.resume();
  await page.until(({ message }) => parentOf(message) === header.msg_id && message.content.execution_state === "idle");
  const lines = printed(page.received.map(({ message }) => message)).split("\n");
  expect(lines.length % 1000).toBe(1);
  expect(lines.length).toBeGreaterThan(held);
  expect(lines.every((line, i) => i === lines.length - 1 || line.startsWith(`${i}.`))).toBe(true);

  page.socket.pause();
  project.write("progress", "0");
  rmSync(stop);
  const endless = page.execute(code);
  while (at() < 5_000) await delay(20);
  expect(await status(`/api/kernels/${id}/interrupt`, "POST")).toBe(204);
  page.socket.resume();
  const { message } = await page.until(
    (one) => one.channel === "shell" && parentOf(one.message) === endless.header.msg_id,
  );
  expect(message.content).toMatchObject({ status: "error", ename: "KeyboardInterrupt" });
  await page.close();
});

describe("a kernel's ends", () => {
  test("interrupt ends the cell and keeps the variables", async () => {
    const page = await Channels.open(lab, id, "interrupt", [V1]);
    await page.run("let kept = 5");
    const { header } = page.execute("console.log('on'); for (;;);");
    await page.until(({ message }) => message.header.msg_type === "stream" && parentOf(message) === header.msg_id);
    expect(await status(`/api/kernels/${id}/interrupt`, "POST")).toBe(204);
    const { message } = await page.until((one) => one.channel === "shell" && parentOf(one.message) === header.msg_id);
    expect(message.content.ename).toBe("KeyboardInterrupt");
    expect(printed((await page.run("console.log(kept)")).shown)).toBe("5\n");
    await page.close();
  });

  test("restart keeps the id, begins the counter anew, and answers what was under way", async () => {
    const page = await Channels.open(lab, id, "restart", [V1]);
    const { header } = page.execute("console.log('on'); await new Promise(() => undefined)");
    await page.until(({ message }) => message.header.msg_type === "stream" && parentOf(message) === header.msg_id);
    expect(await post<KernelModel>(`/api/kernels/${id}/restart`)).toMatchObject({ id, execution_state: "idle" });
    const { message } = await page.until((one) => one.channel === "shell" && parentOf(one.message) === header.msg_id);
    expect(message.content).toMatchObject({ status: "error", evalue: "The kernel was restarted." });
    expect((await page.run("1")).reply.content.execution_count).toBe(1);
    await page.close();
  });

  test("one that dies is told in the cell, those behind it are aborted, and it is started anew", async () => {
    const page = await Channels.open(lab, id, "dies", [V1]);
    const first = page.execute("console.log('on'); for (;;);", { cellId: "dies" });
    const second = page.execute("2");
    await page.until(
      ({ message }) => message.header.msg_type === "stream" && parentOf(message) === first.header.msg_id,
    );
    process.kill(lab.kernels.get(id).pid as number, "SIGKILL");
    const replyTo = async (request: string) =>
      (await page.until((one) => one.channel === "shell" && parentOf(one.message) === request)).message.content;
    expect(await replyTo(first.header.msg_id)).toMatchObject({ status: "error", ename: "KernelDied" });
    expect(await replyTo(second.header.msg_id)).toMatchObject({ status: "aborted" });
    await page.until(({ message }) => message.content.execution_state === "restarting");
    const { outputs } = (await get<CellRecord[]>(`/impactlab/cells/${id}`)).find(
      ({ cell }) => cell === "dies",
    ) as CellRecord;
    const evalue = "The kernel ended (SIGKILL). It is started anew; its variables are gone.";
    expect(outputs.at(-1)).toMatchObject({ output_type: "error", evalue });
    expect((await page.run("1")).reply.content).toMatchObject({ status: "ok", execution_count: 1 });
    await page.close();
  });

  test("one that ends again and again stays so after five restarts, says it, and can be restarted", async () => {
    const page = await Channels.open(lab, id, "again", [V1]);
    const kernel = lab.kernels.get(id);
    let ended: number | undefined;
    for (let deaths = 0; kernel.model.execution_state !== "dead";) {
      const { pid } = kernel;
      if (pid !== undefined && pid !== ended) {
        process.kill(pid, "SIGKILL");
        ended = pid;
        expect(++deaths).toBeLessThanOrEqual(7);
      }
      await delay(5);
    }
    await page.until(({ message }) => message.content.execution_state === "dead");
    expect((await page.run("1")).reply.content).toMatchObject({
      status: "error",
      evalue: expect.stringContaining("restart it"),
    });
    expect((await post<KernelModel>(`/api/kernels/${id}/restart`)).execution_state).toBe("idle");
    expect((await page.run("1")).reply.content.status).toBe("ok");
    await page.close();
  });

  test("a session that is closed takes its kernel along, and its web sockets are closed", async () => {
    const { id: one, kernel } = await post<SessionModel>("/api/sessions", { path: "notebooks/other.ipynb" });
    const page = await Channels.open(lab, kernel.id, "closed", [V1]);
    await page.run("1");
    const pid = lab.kernels.get(kernel.id).pid as number;
    const closed = new Promise<number>((resolve) => page.socket.once("close", resolve));
    expect(await status(`/api/sessions/${one}`, "DELETE")).toBe(204);
    expect([
      await closed,
      alive(pid),
      await upgrade(lab, `/api/kernels/${kernel.id}/channels`, withToken(lab)),
    ]).toEqual([1001, false, 404]);
  });
});
