/**
 * Programs that some tests drive and not every machine has. Where one is missing such a test skips
 * and says why in its title; in continuous integration, which installs them, nothing is skipped.
 */
import { spawnSync } from "node:child_process";

import { test } from "vitest";

const MUST_HAVE = Boolean(process.env.CI);

/** Debian's Jupyter packages belong to the system's Python, whichever comes first on the PATH. */
export const PYTHON = process.env.IMPACTLAB_PYTHON ?? "/usr/bin/python3";

/**
 * A test that needs `tool`: skipped with a visible reason where it is undefined. `everywhere: false`
 * is for what continuous integration has no package of.
 */
export function testWith(
  tool: string | undefined,
  name: string,
  { everywhere = true } = {},
): typeof test | typeof test.skip {
  if (tool !== undefined || (MUST_HAVE && everywhere)) return test;
  return ((title: string, ...rest: [never]) =>
    test.skip(`${title} [skipped: no ${name} here]`, ...rest)) as typeof test.skip;
}

/** The Python that has a module, or undefined. */
export function pythonWith(module: string): string | undefined {
  return spawnSync(PYTHON, ["-c", `import ${module}`]).status === 0 ? PYTHON : undefined;
}
