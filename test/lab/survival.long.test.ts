/** A server that is killed at 50 random moments while it saves. */
import { expect, test } from "vitest";

import { killWhileSaving } from "../support/killed-saves";
import { temporaryFolder } from "../support/temporary-folder";

const folder = temporaryFolder();

test("SIGKILL of the server at 50 random moments: no saved byte is lost, nothing is left", async () => {
  let seed = 1;
  /** 0 to 250 ms, by the linear congruential generator of Numerical Recipes. */
  const moment = (): number => ((seed = (1664525 * seed + 1013904223) % 2 ** 32) / 2 ** 32) * 250;
  const { acknowledged, ...found } = await killWhileSaving(folder.path, 50, moment);
  expect(found).toEqual({ kills: 50, lost: [], left: ["work.txt"], cookieKept: true });
  expect(acknowledged).toBeGreaterThan(50);
});
