import { tmpdir } from "node:os";
import { expect, test } from "vitest";

import { startKernel } from "../../src/kernel/client/client";
import { alive } from "../support/alive";

test("50 starts in a row leave no process behind", async () => {
  for (let i = 0; i < 50; i++) {
    const kernel = await startKernel({ folder: tmpdir() });
    await kernel.shutdown();
    expect(alive(kernel.process.pid as number)).toBe(false);
  }
});
