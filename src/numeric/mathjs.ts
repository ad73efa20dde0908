/**
 * mathjs by its parts: its own entry makes every function of a first instance at once, a second's work of which
 * nothing here is used.
 */
import { dirname, join } from "node:path";

import type { BigNumber, ConfigOptions, MathJsInstance } from "mathjs";

const part = (path: string): unknown => require(join(dirname(require.resolve("mathjs")), path)) as unknown;

/** An instance whose functions are made when they are first called. */
export function createMath(config: ConfigOptions = {}): MathJsInstance {
  const { all } = part("entry/allFactoriesAny.js") as Pick<typeof import("mathjs"), "all">;
  const { create } = part("core/create.js") as Pick<typeof import("mathjs"), "create">;
  return create(all, config);
}

type BigNumberClass = new (value: number | string) => BigNumber;

/** The class of BigNumbers of so many digits. */
export function bigNumberClass(precision: number): BigNumberClass {
  const { createBigNumberClass } = part("type/bignumber/BigNumber.js") as {
    createBigNumberClass(needs: { config: ConfigOptions }): BigNumberClass;
  };
  return createBigNumberClass({ config: { precision } });
}
