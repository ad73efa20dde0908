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
