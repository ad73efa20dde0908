import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    root: `${__dirname}/..`,
    include: ["test/**/*.test.ts"],
    testTimeout: 30_000,
    // Two cores are the machine this must be comfortable on.
    maxWorkers: 2,
  },
});
