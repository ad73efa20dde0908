import { expect, test } from "vitest";

import { createRandom } from "../../../src/numeric/random";
import { sobolPoints } from "../../../src/numeric/sobol-points";
import { sobolDesign } from "../../../src/sensitivity/global/sobol-design";
import { sobolRows } from "../../../src/sensitivity/global/sobol-rows";
import { valueAt } from "../../../src/sensitivity/global/study-input";
import type { StudyInput } from "../../../src/sensitivity/global/study-input";

const INPUTS: readonly StudyInput[] = [
  { name: "a", low: -1, high: 3 },
  { name: "b", mean: 2, sd: 0.5 },
  { name: "c", low: 1, high: 1e4, scale: "log" },
];

/** Saltelli's scheme from whole nets, one after the other. */
function fromNets(basePoints: number, replicates: number, secondOrder: boolean, seed: number): Float64Array {
  const random = createRandom(seed);
  const d = INPUTS.length;
  const rows: number[] = [];
  for (let r = 0; r < replicates; r++) {
    const each = basePoints / replicates;
    const net = sobolPoints(2 * d, each, random);
    for (let j = 0; j < each; j++) {
      const point = net.subarray(j * 2 * d, (j + 1) * 2 * d);
      const a = INPUTS.map((input, i) => valueAt(input, point[i]));
      const b = INPUTS.map((input, i) => valueAt(input, point[d + i]));
      rows.push(...a, ...b);
      for (let k = 0; k < d; k++) rows.push(...a.map((value, i) => (i === k ? b[i] : value)));
      if (secondOrder) for (let k = 0; k < d; k++) rows.push(...b.map((value, i) => (i === k ? a[i] : value)));
    }
  }
  return Float64Array.from(rows);
}

test.each([true, false])(
  "rows by their number are those of whole nets, to the last bit; second order %s",
  (secondOrder) => {
    const options = { basePoints: 64, replicates: 4, secondOrder, seed: 11 };
    const { rows, recipe } = sobolDesign(INPUTS, options);
    expect(rows).toEqual(fromNets(64, 4, secondOrder, 11));
    const piece = sobolRows(JSON.parse(JSON.stringify(recipe)) as typeof recipe);
    const last = rows.length / 3 - 1;
    for (const [first, count] of [
      [0, 1],
      [101, 47],
      [7, 90],
      [last, 1],
    ])
      expect(piece(first, count)).toEqual(rows.slice(3 * first, 3 * (first + count)));
    // The control: another seed, or the next row, is another.
    expect(sobolRows({ ...recipe, seed: 12 })(101, 47)).not.toEqual(piece(101, 47));
    expect(piece(102, 47)).not.toEqual(piece(101, 47));
  },
);
