import { expect, test } from "vitest";

import { GrowingFit } from "../../src/numeric/growing-fit";
import { createRandom } from "../../src/numeric/random";

const random = createRandom(3);
const column = (): Float64Array => Float64Array.from({ length: 37 }, () => random.normal());

test("GrowingFit: the residual is orthogonal to all columns, and a combination's coefficients are found", () => {
  const columns = Array.from({ length: 7 }, column);
  const y = columns[0].map((value, row) => 2 * value - 3 * columns[5][row]);
  const fit = new GrowingFit(y);
  let c: ArrayLike<number> = [];
  columns.forEach((next, k) => {
    expect(fit.add(next)).toBe(true);
    c = fit.solve();
    for (const earlier of columns.slice(0, k + 1))
      expect(Math.abs(earlier.reduce((sum, value, row) => sum + value * fit.residual[row], 0))).toBeLessThan(1e-11);
  });
  [2, 0, 0, 0, 0, -3, 0].forEach((truth, k) => expect(c[k]).toBeCloseTo(truth, 12));
  // The control: a column that is not in the fit is not orthogonal to what is left of another y.
  const other = new GrowingFit(column());
  other.add(columns[0]);
  other.solve();
  expect(Math.abs(columns[1].reduce((sum, value, row) => sum + value * other.residual[row], 0))).toBeGreaterThan(1e-3);
});

test("GrowingFit.add(a combination of the columns there are) is false and changes nothing", () => {
  const [a, b, y] = [column(), column(), column()];
  const fit = new GrowingFit(y);
  fit.add(a);
  fit.add(b);
  const before = fit.solve();
  expect(fit.add(a.map((value, row) => value + b[row]))).toBe(false);
  expect(fit.solve()).toEqual(before);
});
