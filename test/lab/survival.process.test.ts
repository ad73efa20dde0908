/** What a server that ends, and a disk that fills, leave of what was saved; 50 kills: `survival.long.test.ts`. */
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { freePorts } from "../../src/kernel/client/free-ports";
import { askWithToken } from "../support/lab-client";
import { killWhileSaving, startServer, version, versionOf } from "../support/killed-saves";
import { temporaryFolder } from "../support/temporary-folder";
import { testWith } from "../support/tools";

const folder = temporaryFolder();
/** A command behind which a folder is a disk of its own, of 2 MB, which nobody else sees. */
const onSmallDisk = (root: string): string[] => {
  const script = `mount -t tmpfs -o size=2m tmpfs "$0" && exec "$@"`;
  return ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script, root];
};
const small = join(folder.path, "small");
mkdirSync(small);
const [unshare, ...rest] = onSmallDisk(small);
const SMALL_DISKS = spawnSync(unshare, [...rest, "true"]).status === 0 ? unshare : undefined;

test("SIGKILL of the server at 4 moments: no saved byte is lost, nothing is left", async () => {
  const moments = [30, 80, 200, 45];
  const { acknowledged, ...found } = await killWhileSaving(folder.path, 4, () => moments.pop() ?? 0);
  expect(found).toEqual({ kills: 4, lost: [], left: ["work.txt"], cookieKept: true });
  expect(acknowledged).toBeGreaterThan(4);
});

test("the check can fail: half a text, two mixed, and none are no saved version", () => {
  expect(versionOf(version(8))).toBe(8);
  const wrong = [version(8).slice(0, -1), version(8).slice(0, 4096) + version(9).slice(4096), "", "8"];
  expect(wrong.map(versionOf)).toEqual([undefined, undefined, undefined, undefined]);
});

testWith(SMALL_DISKS, "disk of its own", { everywhere: false })(
  "a full disk is one sentence; the file is as it was, and can be saved once there is room",
  async () => {
    const [port] = await freePorts(1);
    const options = { root: small, state: join(folder.path, "state"), port };
    const { child, token } = await startServer(options, onSmallDisk(small));
    const lab = { origin: `http://127.0.0.1:${port}`, token };
    const save = (content: string) =>
      askWithToken(lab, "/api/contents/a.txt", { method: "PUT", body: { type: "file", format: "text", content } });
    const [first, large] = ["1".repeat(900_000), "2".repeat(1_500_000)];
    expect((await save(first)).status).toBe(201);
    const { status, json } = await save(large);
    const message = "a.txt was not saved: the disk is full; what the file held before is still there.";
    expect([status, json()]).toEqual([507, { message, reason: null }]);
    expect((await askWithToken(lab, "/api/contents/a.txt")).json().content).toBe(first);
    expect((await save("3")).status).toBe(200);
    // Pieces that do not fit are not left behind, where they would take the room of others.
    const piece = (chunk: number, content: string) =>
      askWithToken(lab, "/api/contents/b.txt", {
        method: "PUT",
        body: { type: "file", format: "text", content, chunk },
      });
    expect([(await piece(1, first)).status, (await piece(2, large)).status]).toEqual([201, 507]);
    expect((await save(large)).status).toBe(200);
    const { content } = (await askWithToken(lab, "/api/contents")).json<{ content: { name: string }[] }>();
    expect(content.map(({ name }) => name)).toEqual(["a.txt"]);
    child.kill("SIGKILL");
  },
);
