import { expect, test } from "vitest";

import { compareStrategies } from "../../../src/estimates/compare-strategies";
import { monteCarlo } from "../../../src/sensitivity/monte-carlo/monte-carlo";

test("a volume that is 0 in every bin or not known makes no strategy; as an option it is refused", async () => {
  const none = { seLogAlpha: [0.1, 0.1], seBeta: [0.05, 0.05], cov: [0, 0] };
  for (const volume of [
    [0, 0],
    [1, Infinity],
    [NaN, 1],
  ]) {
    const still = { alpha: [0.01, 0.02], beta: [1.5, 1.6], ...none, volume };
    const { strategies } = await monteCarlo(still, 100, { draws: 2, workers: 1 });
    expect(strategies.map(({ name }) => name)).toEqual(["plain", "TWAP"]);
    const [names] = [compareStrategies(still, 100).values as [string][]].map((rows) => rows.map(([name]) => name));
    expect(names).not.toContain("proportional to volume");
    await expect(monteCarlo(still, 100, { draws: 2, volume: [0, 0] })).rejects.toThrow(
      "options.volume must not be 0 in every bin",
    );
  }
});
