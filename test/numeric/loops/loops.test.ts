/**
 * The compiled loops and their twin in TypeScript, to the last bit; and both against the formulas they are of.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { LOOPS, both, compareLoop, same } from "../../support/loop-inputs";

test.each(Object.keys(LOOPS))("%s: the compiled loop and its twin agree to the bit on random inputs", (name) => {
  const { different, results } = compareLoop(name, 500);
  expect(different).toEqual([]);
  // They are of something: not the same result every time.
  expect(results).toBeGreaterThan(name === "wakes" ? 2 : 50);
});

test("the comparison can fail: one bit in a sum is told", () => {
  const [left, right] = both(
    [
      [1, 2, 3],
      [0.1, 0.2, 0.3],
    ],
    (arena, [p, w]) => arena.loops.sums(3, p, w),
  );
  expect(same(left, right)).toBe(true);
  expect(same([1, NaN, -0], [1, NaN, 0])).toBe(false);
  const other = [...right];
  other[1] = (other[1] as number) * (1 + 2 ** -52);
  expect(same(left, other)).toBe(false);
});

test("volume is sum exp((u - l) p - log S), p-weighted too, and roughVolume the same within a few percent", () => {
  const l = [0.1, -0.4, 1.3];
  const p = [2, 3.5, 0.7];
  const w = l.map((li, i) => Math.exp((0.8 - li) * p[i] - 2));
  const sums = [0, 1, 2].map((power) => w.reduce((total, wi, i) => total + p[i] ** power * wi, 0));
  const off = (out: readonly unknown[]): number[] => sums.map((sum, k) => Math.abs((out[1 + k] as number) / sum - 1));
  for (const out of both([l, p, [0, 0, 0]], ({ loops }, at) => loops.volume(3, at[0], at[1], at[2], 0.8, 0, 2)))
    expect(Math.max(...off(out))).toBeLessThan(1e-15);
  for (const out of both([l, p], ({ loops }, at) => loops.roughVolume(3, at[0], at[1], 0.8, 2, 2))) {
    expect(Math.max(...off(out))).toBeLessThan(0.04);
    expect(Math.max(...off(out))).toBeGreaterThan(1e-4);
  }
});

test("wasm.ts is what build.mjs makes of loops.as.ts", async () => {
  const { buildLoops } = (await import("../../../src/numeric/loops/build.mjs" as string)) as {
    buildLoops(): Promise<string>;
  };
  expect(await buildLoops()).toBe(readFileSync(join(__dirname, "../../../src/numeric/loops/wasm.ts"), "utf8"));
});
