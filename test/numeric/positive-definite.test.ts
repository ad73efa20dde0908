import { expect, test } from "vitest";

import { invertPositiveDefinite } from "../../src/numeric/positive-definite";

test("invertPositiveDefinite(A) A is the identity, for a Hilbert matrix to its condition", () => {
  const n = 5;
  const hilbert = Float64Array.from({ length: n * n }, (_, k) => 1 / (Math.floor(k / n) + (k % n) + 1));
  const inverse = invertPositiveDefinite(hilbert, n);
  // The exact inverse is whole numbers: its first row is 25, -300, 1050, -1400, 630.
  [25, -300, 1050, -1400, 630].forEach((value, k) => expect(inverse[k] / value).toBeCloseTo(1, 9));
});

test("invertPositiveDefinite refuses an indefinite matrix", () => {
  expect(() => invertPositiveDefinite(Float64Array.of(1, 2, 2, 1), 2)).toThrow(
    "matrix[1] must be positive definite, got -3",
  );
});
