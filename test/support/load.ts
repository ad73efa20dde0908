/** Loads a module as Node loads it for a command, not as the tests are: `load("../../src/cli/main", __filename)`. */
import { createRequire } from "node:module";

(createRequire(__filename)("../../src/read-typescript") as { register(): void }).register();

export function load(path: string, from: string): unknown {
  return createRequire(from)(path);
}
