import { describe, expect, test } from "vitest";

import { createRandom } from "../../src/numeric/random";
import { studentQuantile } from "../../src/numeric/student-quantile";
import { typicalEnds } from "../../src/numeric/typical-values";

describe("typicalEnds(values, confidence)", () => {
  test("by hand: of three values the means of seven subsets, an eighth between each two", () => {
    // 0, 3, 9: means 0, 1.5, 3, 4, 4.5, 6, 9.
    const values = Float64Array.of(3, 9, 0);
    expect(typicalEnds(values, 0.75)).toEqual([0, 9]);
    expect(typicalEnds(values, 0.5)).toEqual([1.5, 6]);
    expect(typicalEnds(values, 0.25)).toEqual([3, 4.5]);
    // A quarter of the way into a part takes a quarter of its probability.
    expect(typicalEnds(values, 0.6875)).toEqual([0.25 * 1.5, 9 - 0.25 * 3]);
  });

  test("needs as many values as the confidence asks for", () => {
    expect(typicalEnds(Float64Array.of(3, 9, 0), 0.76)).toBeUndefined();
    const eight = Float64Array.from({ length: 8 }, (_, k) => k);
    expect([typicalEnds(eight, 0.95) === undefined, typicalEnds(eight, 0.995)]).toEqual([false, undefined]);
    const many = Float64Array.from({ length: 200 }, (_, k) => k);
    expect([typicalEnds(many, 0.9995) === undefined, typicalEnds(many, 0.9996)]).toEqual([false, undefined]);
  });

  test("values that agree leave no room", () => {
    expect(typicalEnds(new Float64Array(16).fill(3), 0.95)).toEqual([3, 3]);
  });

  const TRIES = 2000;
  /** 95 % plus and minus 3 standard errors of a rate over the tries. */
  const NOMINAL = [0.935, 0.965];

  /** How often it and Student's interval hold 0, and how wide it is over that one. */
  function score(count: number, value: (k: number) => number): { rate: number; student: number; wide: number } {
    const t = studentQuantile(0.95, count - 1);
    let [rate, student, width, other] = [0, 0, 0, 0];
    for (let k = 0; k < TRIES; k++) {
      const values = Float64Array.from({ length: count }, (_, at) => value(at));
      const mean = values.reduce((sum, one) => sum + one, 0) / count;
      const squares = values.reduce((sum, one) => sum + (one - mean) ** 2, 0);
      const half = t * Math.sqrt(squares / (count * (count - 1)));
      const [low, high] = typicalEnds(values, 0.95) as [number, number];
      rate += low <= 0 && high >= 0 ? 1 / TRIES : 0;
      student += Math.abs(mean) <= half ? 1 / TRIES : 0;
      width += high - low;
      other += 2 * half;
    }
    return { rate, student, wide: width / other };
  }

  const random = createRandom(11);
  const cauchy = (): number => random.normal() / random.normal();

  test.each([
    ["of unequal spread, half ten times the other", 8, (k: number) => random.normal() * (k % 2 === 0 ? 1 : 10)],
    ["of spreads from 1 to 2^15", 16, (k: number) => random.normal() * 2 ** k],
    ["with tails as Cauchy's", 16, cauchy],
    ["with tails as Cauchy's", 32, cauchy],
  ])("holds at its rate for values %s, of %i; Student's more often (the control)", (_, count, value) => {
    const { rate, student, wide } = score(count, value);
    expect(rate).toBeGreaterThan(NOMINAL[0]);
    expect(rate).toBeLessThan(NOMINAL[1]);
    expect(student).toBeGreaterThan(NOMINAL[1]);
    expect(wide).toBeLessThan(1);
  });

  test.each([8, 16, 32])("holds at its rate for %i values of one normal law, and is as short as Student's", (count) => {
    const { rate, wide } = score(count, () => random.normal());
    expect(rate).toBeGreaterThan(NOMINAL[0]);
    expect(rate).toBeLessThan(NOMINAL[1]);
    expect(wide).toBeLessThan(1.02);
  });
});
