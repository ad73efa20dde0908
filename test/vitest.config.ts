import { defineConfig } from "vitest/config";

const PROCESS = "test/**/*.process.test.ts";
const LONG = "test/**/*.long.test.ts";

export default defineConfig({
  test: {
    root: `${__dirname}/..`,
    // Against a hang alone: what is slow on a busy machine passes.
    testTimeout: 900_000,
    hookTimeout: 900_000,
    // Two cores are the machine this must be comfortable on; a third file at a time gains nothing there.
    maxWorkers: 2,
    // Tests of one file that run side by side are those that mostly wait.
    maxConcurrency: 12,
    projects: [
      // No process, no browser: what to run while writing. Files share what is loaded: danfo, mathjs and
      // TypeScript, anew for each of them, took half of the time.
      {
        extends: true,
        test: { name: "unit", include: ["test/**/*.test.ts"], exclude: [PROCESS, LONG], isolate: false },
      },
      // Kernels, commands, browsers and Jupyter, for real.
      { extends: true, test: { name: "process", include: [PROCESS] } },
      // Minutes each; every one has a short form among the others.
      { extends: true, test: { name: "long", include: [LONG] } },
    ],
  },
});
