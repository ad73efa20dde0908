import { expect, test } from "vitest";

import { createRandom } from "../../src/numeric/random";
import { inOrder } from "../../src/work/in-order";

test("inOrder(accept) hands parts on by their number, each as soon as those before it are there", () => {
  const taken: number[] = [];
  const add = inOrder<{ part: number }>(({ part }) => taken.push(part));
  const steps = [2, 0, 1, 4, 3].map((part) => {
    add({ part });
    return [...taken];
  });
  expect(steps).toEqual([[], [0], [0, 1, 2], [0, 1, 2], [0, 1, 2, 3, 4]]);
});

test("sums taken in order have the same bits whatever order the parts come in; others do not: the control", () => {
  const random = createRandom(5);
  const values = Float64Array.from({ length: 500 }, () => random.integer(1e9) * 1e-9 * 10 ** random.integer(12));
  const sumOf = (order: readonly number[], wrap: typeof inOrder<{ part: number }>): number => {
    let sum = 0;
    const add = wrap(({ part }) => (sum += values[part]));
    for (const part of order) add({ part });
    return sum;
  };
  const forwards = [...values.keys()];
  const shuffled = [...forwards].sort((a, b) => ((a * 7919) % 503) - ((b * 7919) % 503));
  expect(sumOf(shuffled, inOrder)).toBe(sumOf(forwards, inOrder));
  expect(sumOf(shuffled, (accept) => accept)).not.toBe(sumOf(forwards, inOrder));
});
