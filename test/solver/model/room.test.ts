import { expect, test } from "vitest";

import { createRandom } from "../../../src/numeric/random";
import { allocate } from "../../../src/solver/allocate";
import { largestThatFits } from "../../../src/solver/model/room";

/** Every size that bins can trade: whole lots in each, a rest in one at most, nothing below the smallest trade. */
function sizesThatFit(cap: readonly number[], lot: number, minTrade: number): Set<number> {
  const amounts = (c: number, step: number): number[] =>
    Array.from({ length: Math.floor(c / step) + 1 }, (_, k) => k * step).filter((x) => x === 0 || x >= minTrade);
  let sizes = [{ total: 0, odd: false }];
  for (const c of cap) {
    const next = new Map<string, { total: number; odd: boolean }>();
    for (const { total, odd } of sizes)
      for (const x of amounts(c, odd ? lot : 1)) {
        const one = { total: total + x, odd: odd || x % lot !== 0 };
        next.set(`${one.total} ${String(one.odd)}`, one);
      }
    sizes = [...next.values()];
  }
  return new Set(sizes.map(({ total }) => total));
}

test("largestThatFits(limits, n, size) is the largest of all that fit, by trying every one", () => {
  const random = createRandom(5);
  let [infeasible, withRest] = [0, 0];
  for (let k = 0; k < 400; k++) {
    const n = 1 + random.integer(3);
    const cap = Array.from({ length: n }, () => random.integer(31));
    const lot = 2 + random.integer(10);
    const minTrade = random.integer(20);
    const fit = sizesThatFit(cap, lot, minTrade);
    for (let size = 1; size < 70; size += 1 + random.integer(4)) {
      const largest = Math.max(...[...fit].filter((one) => one <= size));
      const found = largestThatFits({ cap: Float64Array.from(cap), lot, minTrade }, n, size);
      expect({ cap, lot, minTrade, size, found }).toEqual({ cap, lot, minTrade, size, found: largest });
      if (largest < size) infeasible++;
      if (largest < size && largest % lot !== 0) withRest++;
    }
  }
  expect([infeasible > 1000, withRest > 300]).toEqual([true, true]);
});

test.each([
  [1000, { cap: [0.1, 0.2, 0.3] }, "0.6 shares"],
  [1000, { cap: [0.1, 0.2, 0.3], lot: 0.1 }, "0.6 shares"],
  [1000, { cap: [166.67, 166.73, 166.71], lot: 0.03 }, "500.09 shares"],
  [0.71, { cap: [0.17, 0.24, 0.31], lot: 0.1 }, "0.67 shares"],
  [0.75, { cap: [0.7, 0.1, 0], minTrade: 0.3 }, "0.7 shares"],
])("what fits is said as people write it: %d of %j, %s", (size, terms, said) => {
  expect(() => allocate({ alpha: [1, 1, 1], beta: [1.5, 1.5, 1.5] }, size, terms)).toThrow(` ${said}`);
});

test("the largest size that an error names can be traded, whatever the caps, lots and smallest trade are", () => {
  const random = createRandom(11);
  const model = { alpha: [1, 2, 1], beta: [1.5, 1.2, 2] };
  let [caps, others] = [0, 0];
  for (let k = 0; k < 400; k++) {
    const cap = model.alpha.map(() => random.integer(4000) / 100);
    const lot = [undefined, 0.3, 1, 7][random.integer(4)];
    const minTrade = random.uniform() < 0.6 ? random.integer(2500) / 100 : 0;
    const terms = { cap, minTrade, ...(lot === undefined ? {} : { lot }) };
    const room = cap.reduce((a, b) => a + b, 0);
    const size = Math.max(minTrade, Math.round((0.7 + 0.5 * random.uniform()) * 100 * room) / 100) + 0.01;
    let said = "";
    try {
      allocate(model, size, terms);
    } catch (error) {
      said = (error as Error).message;
    }
    const [, argument, named] =
      /^(options.\S+) .*(?:the largest up to it is|together may trade) (\S+) shares/.exec(said) ?? [];
    expect([said, named === undefined]).toEqual([said, said === ""]);
    if (named === undefined) continue;
    if (argument === "options.cap") caps++;
    else others++;
    const largest = Number(named);
    expect(largest).toBeLessThan(size);
    if (largest > 0) expect(allocate(model, largest, terms).x.reduce((a, b) => a + b, 0)).toBeCloseTo(largest, 9);
    // A hundredth more is refused: the sizes of this test are hundredths.
    if (largest > 0 && lot === undefined && minTrade === 0)
      expect(() => allocate(model, largest + 0.01, terms)).toThrow("must leave room");
  }
  expect([caps > 50, others > 50]).toEqual([true, true]);
});
