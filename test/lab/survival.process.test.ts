/** Short form of `survival.long.test.ts`: a server that is killed while it saves. */
import { expect, test } from "vitest";

import { killWhileSaving, version, versionOf } from "../support/killed-saves";
import { temporaryFolder } from "../support/temporary-folder";

const folder = temporaryFolder();

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
