/** A server, and a kernel, that are killed at 50 random moments while a page saves. */
import { mkdirSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { expect, test } from "vitest";

import { startLab } from "../../src/lab/server";
import type { SessionModel } from "../../src/lab/kernels/kernels";
import { askWithToken } from "../support/lab-client";
import { killWhileSaving, version, versionOf } from "../support/killed-saves";
import { temporaryFolder } from "../support/temporary-folder";

const folder = temporaryFolder();

/** 0 to 250 ms, by the linear congruential generator of Numerical Recipes. */
function moments(seed: number): () => number {
  let state = seed;
  return () => ((state = (1664525 * state + 1013904223) % 2 ** 32) / 2 ** 32) * 250;
}

test("SIGKILL of the server at 50 random moments: no saved byte is lost, nothing is left", async () => {
  const { acknowledged, ...found } = await killWhileSaving(folder.path, 50, moments(1));
  expect(found).toEqual({ kills: 50, lost: [], left: ["work.txt"], cookieKept: true });
  expect(acknowledged).toBeGreaterThan(50);
});

test("SIGKILL of the kernel at 50 random moments: every save is taken, and is there", async () => {
  const root = join(folder.path, "kernel");
  mkdirSync(root);
  const lab = await startLab({ root, port: 0, state: join(folder.path, "kernel-state") });
  const post = (path: string, body = {}) => askWithToken(lab, path, { method: "POST", body });
  const { kernel } = (await post("/api/sessions", { path: "a.ipynb" })).json<SessionModel>();
  const running = lab.kernels.get(kernel.id);
  const moment = moments(2);
  let saved = 0;
  for (let kill = 0; kill < 50; kill++) {
    if (running.model.execution_state === "dead") await post(`/api/kernels/${kernel.id}/restart`);
    const { pid } = running;
    const killed = delay(moment()).then(() => pid !== undefined && process.kill(pid, "SIGKILL"));
    for (let over = false; !over;) {
      void killed.then(() => (over = true));
      const body = { type: "file", format: "text", content: version(++saved) };
      expect((await askWithToken(lab, "/api/contents/work.txt", { method: "PUT", body })).status).toBeLessThan(300);
      expect(versionOf(readFileSync(join(root, "work.txt"), "utf8"))).toBe(saved);
    }
    while (running.pid === pid && running.model.execution_state !== "dead") await delay(5);
  }
  expect([saved > 50, readdirSync(root)]).toEqual([true, ["work.txt"]]);
  await post(`/api/kernels/${kernel.id}/restart`);
  expect(running.model.execution_state).toBe("idle");
  await lab.close();
});
