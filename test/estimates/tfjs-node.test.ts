/**
 * danfo runs on the stand-in for its native tensor library: the parts of danfo that compute.
 */
import { DataFrame, merge, MinMaxScaler, Series, StandardScaler } from "danfojs-node";
import { expect, test } from "vitest";

const frame = (): DataFrame =>
  new DataFrame({ side: ["buy", "sell", "buy", "sell"], beta: [1.5, 1.25, 2, 1.75], n: [4, 8, 16, 32] });

test("danfo describes, sorts, groups and merges", async () => {
  const described = frame()
    .loc({ columns: ["beta"] })
    .describe();
  expect(described.column("beta").values[described.index.indexOf("mean")]).toBeCloseTo(1.625, 6);
  expect(described.column("beta").values[described.index.indexOf("std")]).toBeCloseTo(Math.sqrt(0.3125 / 3), 6);
  expect(frame().sortValues("n", { ascending: false }).column("n").values).toEqual([32, 16, 8, 4]);
  const means = frame().groupby(["side"]).col(["beta"]).mean();
  expect(Object.fromEntries(means.values as [string, number][])).toEqual({ buy: 1.75, sell: 1.5 });
  const right = new DataFrame({ side: ["buy", "sell"], fee: [0.1, 0.2] });
  const merged = merge({ left: frame(), right, on: ["side"], how: "left" }).sortValues("n"); // danfo groups by key
  expect([merged.column("n").values, merged.column("fee").values]).toEqual([
    [4, 8, 16, 32],
    [0.1, 0.2, 0.1, 0.2],
  ]);
  expect((await frame().sample(3, { seed: 1 })).shape).toEqual([3, 3]);
});

test("danfo does tensor arithmetic and scales columns, in single precision", () => {
  const numbers = frame().loc({ columns: ["beta", "n"] });
  expect(numbers.add(1).values[0]).toEqual([2.5, 5]);
  expect(new Series([1, 2, 3]).mul(new Series([4, 5, 6])).values).toEqual([4, 10, 18]);
  const standard = new StandardScaler();
  standard.fit(numbers);
  const scaled = (standard.transform(numbers) as DataFrame).column("n").values as number[];
  expect(scaled.length).toBe(4);
  expect(scaled.every((value, row) => row === 0 || value > scaled[row - 1])).toBe(true);
  const unit = new MinMaxScaler();
  unit.fit(numbers);
  const [first, , , last] = (unit.transform(numbers) as DataFrame).column("n").values as number[];
  expect(last).toBeGreaterThan(first);
});

test("danfo's medians are the median, at every run", () => {
  // Within 1e-12 of each other, and of 0: mathjs takes them as equal and picks one by chance.
  const near = Array.from({ length: 25 }, (_, i) => 1 + ((i * 7) % 25) * 1e-13);
  const tiny = Array.from({ length: 25 }, (_, i) => ((i * 7) % 25) * 1e-18);
  const close = new DataFrame({ near, tiny });
  for (let run = 0; run < 20; run++) {
    expect(new Series(near).median()).toBe(1 + 12 * 1e-13);
    const described = close.describe();
    expect(described.values[described.index.indexOf("median")]).toEqual([1 + 12 * 1e-13, 12 * 1e-18]);
    expect(close.median({ axis: 0 }).values).toEqual([1 + 12 * 1e-13, 12 * 1e-18]);
  }
  expect(new Series([3, 1, 2, 10]).median()).toBe(2.5);
});
