/** What results show as the last value of a cell: a few lines, of the very numbers that they hold. */
import { describe, expect, test } from "vitest";

import * as barrel from "../../src";
import { renderValue } from "../../src/kernel/show/render";
import type { MimeBundle } from "../../src/kernel/engine/engine";

const model = { alpha: [0.01, 0.02, 0.01], beta: [1.5, 1.5, 1.5], notes: { currency: "USD", size_unit: "BTC" } };
const uncertain = { ...model, seLogAlpha: [0.3, 0.3, 0.3], seBeta: [0.05, 0.05, 0.05], cov: [0, 0, 0] };
const best = barrel.allocate(model, 900); // 400, 100 and 400 at lambda = 0.3; 180 USD

function textOf(value: unknown): string {
  const { data } = renderValue(value, { kernelName: "impactlab", plotlyUrl: undefined }) as MimeBundle;
  expect(data["text/html"]).toMatch(/^<p><strong>.*<table/s);
  return String(data["text/plain"]);
}

describe("in a cell", () => {
  test("an Allocation says what it costs, where it goes and what it proves", () => {
    const lines = textOf(best).split("\n");
    expect(lines[0]).toBe("Optimal allocation of 900 BTC over 3 bins");
    expect(lines).toContain("cost            180 USD, 0.2 per BTC");
    expect(lines).toContain("shadow price    0.3 USD per BTC");
    expect(lines.length).toBeLessThan(12);
  });

  test("every road to an allocation shows: caps, lots, one bin, none, the mean of models", () => {
    const capped = textOf(barrel.allocate(model, 900, { cap: 380 }));
    expect(capped).toMatch(/^at their caps +2 bins$/m);
    expect(textOf(barrel.allocate({ alpha: [2, 1], beta: [0.5, 0.5] }, 9))).toMatch(
      /bin 1 of beta <= 1 carries 9 shares/,
    );
    expect(textOf(barrel.allocate(model, 0))).toContain("allocation of 0 BTC over 3 bins");
    expect(textOf(barrel.allocateAverage([model, model], 900))).toContain("allocation of 900 BTC");
    expect(textOf(barrel.allocate(model, 900, { lot: 100 }))).toContain("900 BTC over 3 bins");
  });

  test("a Certificate and an Audit say by what power of ten they are off", () => {
    expect(textOf(best.certificate)).toMatch(/^sum of x off by +(0|at most 1e-1\d) +1e-12$/m);
    expect(textOf(barrel.audit(model, best))).toMatch(/^optimal cost +180\.0{10}/m);
  });

  test("a Sweep says its grid, the ends of its costs and what became of its points", async () => {
    const betas = barrel.commonBeta([-1, 1, 2]);
    const text = textOf(await barrel.sweep(model, { sizes: [10, 100], betas, twap: true }));
    expect(text.split("\n")[0]).toBe("Sweep of 2 sizes x 3 of common beta, 3 bins");
    expect(text).toMatch(/^points +4 optimal, 2 failed$/m);
  });

  test("a MonteCarlo has a line a strategy; studies a line an input, the largest first", async () => {
    const study = await barrel.monteCarlo(uncertain, 900, { draws: 20 });
    expect(textOf(study)).toMatch(/^plain +180 /m);
    const varied = barrel.modelStudy(model, 900, [
      { name: "small", varies: "level", mean: 0, sd: 0.01 },
      { name: "large", varies: "level", mean: 0, sd: 0.2 },
    ]);
    const shown = [
      textOf(await barrel.sobolIndices(varied, { basePoints: 64 })),
      textOf(await barrel.morris(varied, { trajectories: 4 })),
      textOf(barrel.tornado(varied)),
      textOf(
        barrel.sobolIndices(
          ([a, b]) => a + 3 * b,
          ["small", "large"].map((name) => ({ name, low: 0, high: 1 })),
        ),
      ),
    ];
    for (const text of shown) expect(text.indexOf("\nlarge")).toBeLessThan(text.indexOf("\nsmall"));
    for (const text of shown) expect(text.indexOf("\nlarge")).toBeGreaterThan(0);
  });

  test("estimates say what they are of", async () => {
    const { model: day } = await barrel.loadEstimates("data/synthetic-equity-day.csv");
    expect(textOf(day)).toMatch(/^Impact curves of 390 bins\n/);
    expect(textOf(barrel.takeRows(day, [0, 1]))).toMatch(/^Impact curves of 2 bins\n/);
    const book = await barrel.estimateImpact(barrel.exampleBook(1, 2, 2), { side: "buy" });
    expect(textOf(book)).toMatch(/^side +buy$/m);
  });
});
