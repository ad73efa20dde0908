/** What two clients ask of one session, or one kernel, at once; and of one that cannot start. */
import { realpathSync } from "node:fs";

import { afterAll, expect, test, vi } from "vitest";

import { Contents } from "../../../src/lab/contents/contents";
import { Kernels } from "../../../src/lab/kernels/kernels";
import { temporaryFolder } from "../../support/temporary-folder";

const folder = temporaryFolder();
const kernels = new Kernels({ contents: new Contents(realpathSync(folder.path)), log: () => undefined });
afterAll(() => kernels.close());

test("no kernel is left over where a session is changed twice and closed", async () => {
  const wish = { kernel: { name: "impactlab" } };
  const { id } = await kernels.open({ path: "a.ipynb", ...wish });
  const asked = [
    kernels.change(id, wish),
    kernels.change(id, wish),
    kernels.closeSession(id),
    kernels.change(id, wish),
  ];
  const outcomes = (await Promise.allSettled(asked)).map(({ status }) => status);
  expect(outcomes).toEqual(["fulfilled", "fulfilled", "fulfilled", "rejected"]);
  expect([kernels.list(), kernels.sessions()]).toEqual([[], []]);
});

test("a kernel that is removed while it is restarted is not there, which is no failure of the server", async () => {
  const kernel = await kernels.start(undefined, "");
  await kernel.ready();
  const restarted = kernels.restart(kernel.id);
  await Promise.all([
    expect(restarted).rejects.toMatchObject({ status: 404, message: `There is no kernel ${kernel.id}.` }),
    kernels.remove(kernel.id),
  ]);
});

test("a kernel for which there is no room says so", async () => {
  vi.stubEnv("TMPDIR", "/proc/none");
  await expect(kernels.start(undefined, "")).rejects.toMatchObject({
    status: 500,
    message: expect.stringContaining(
      "not started: /proc/none must be a place to write a file, and its folder does not",
    ),
  });
  vi.unstubAllEnvs();
});
