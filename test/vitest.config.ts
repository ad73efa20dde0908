import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    root: `${__dirname}/..`,
    include: ["test/**/*.test.ts"],
    // Kernels and browsers start slowly on a busy machine; what hangs is still found out.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Two cores are the machine this must be comfortable on.
    maxWorkers: 2,
  },
});
