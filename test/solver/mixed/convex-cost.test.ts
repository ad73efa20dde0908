import { expect, test } from "vitest";

import { pow } from "../../../src/numeric/elementary";
import { ConvexCost } from "../../../src/solver/mixed/convex-cost";

test("lowerBoundBeside looks at a kink where a straight stretch ends, whatever rounding says of its place", () => {
  // By their doubles the last two tangents meet behind the last one's point.
  const known = new ConvexCost();
  known.add({ v: 8, c: 1.1987164082109592, slope: 0.1742077833700688 });
  known.add({ v: 9, c: 1.372924191581028, slope: 0.17420778337006904 });
  known.add({ v: 13, c: 2.069755325061304, slope: 0.22679136637540018 });
  known.add({ v: 17, c: 3.3564374213336534, slope: 0.46883003545242463 });
  const g = (y: number): number => 2.2649793754948253 * pow(0.1 * y, 0.6932290081081146);
  const all = Array.from({ length: 8 }, (_, k) => g(8 - k) + known.lowerBound(10 + k));
  expect(known.lowerBoundBeside(g, 18, 1, 8, true)).toEqual({ bound: Math.min(...all), v: 13 });
});

test("the bound stays one next to steep lines, whose rounding is more than all that matters", () => {
  // c(v) = 5 v^p, known at two points.
  for (const p of [20, 50, 300]) {
    const cost = (v: number): number => 5 * pow(v, p);
    const slope = (v: number): number => 5 * p * pow(v, p - 1);
    for (const far of [2, 3.98, 5, 9.7]) {
      const known = new ConvexCost();
      for (const v of [0.9, far]) known.add({ v, c: cost(v), slope: slope(v) });
      for (const price of [0.01, 0.16, 3]) {
        const least = pow(price / (5 * p), 1 / (p - 1));
        const bound = known.leastAbove(price, 0, far);
        expect(bound).toBeLessThanOrEqual((cost(least) - price * least) * (1 - 1e-12));
        // A linear g beside it is least at the same place.
        const beside = known.lowerBoundBeside((y) => price * y, far, 0, far);
        expect(beside.bound).toBeLessThanOrEqual(price * far + cost(least) - price * least + 1e-12);
      }
      // The control: the line itself, where it crosses 0, is as far off as that.
      const corner = far - cost(far) / slope(far);
      expect(Math.abs(cost(far) + slope(far) * (corner - far))).toBeLessThanOrEqual(1e-15 * slope(far) * far);
    }
  }
});
