import { tmpdir } from "node:os";
import { expect, test } from "vitest";

import { startKernel } from "../../src/kernel/client/client";
import { alive } from "../support/alive";
import { survivesFuzzing } from "../support/fuzzer";

test("50 starts in a row leave no process behind", async () => {
  for (let i = 0; i < 50; i++) {
    const kernel = await startKernel({ folder: tmpdir() });
    await kernel.shutdown();
    expect(alive(kernel.process.pid as number)).toBe(false);
  }
});

test("100,000 messages of every kind to each of the five ports change nothing, and nobody reads the log", async () => {
  const kernel = await startKernel({ folder: tmpdir(), transport: "tcp", stderr: "pipe" });
  await survivesFuzzing(kernel, 100_000);
  await kernel.shutdown();
});
