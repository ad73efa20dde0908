import { expect, test } from "vitest";

import { createRandom } from "../../src/numeric/random";
import { allocate } from "../../src/solver/allocate";

const random = createRandom(7);
const uniform = (low: number, high: number): number => low + (high - low) * random.uniform();

/** A day whose bin i is (alpha, beta). */
const dayOf = (n: number, bin: (i: number) => [number, number]): { alpha: number[]; beta: number[] } => {
  const bins = Array.from({ length: n }, (_, i) => bin(i));
  return { alpha: bins.map(([alpha]) => alpha), beta: bins.map(([, beta]) => beta) };
};

const DAYS: Readonly<Record<string, (i: number) => [number, number]>> = {
  "a book's": () => [Math.exp(uniform(-9, -8)), uniform(1.3, 1.7)],
  "betas 1.1 to 2.5": () => [Math.exp(uniform(-9, -7)), uniform(1.1, 2.5)],
  "alphas over nine decades": () => [Math.exp(uniform(-20, 0)), uniform(1.2, 2.2)],
  "a trend": (i) => [Math.exp(-9 + (8 * i) / 390), 1.2 + i / 390],
  "one beta": () => [Math.exp(uniform(-9, -7)), 1.5],
};

test.each(Object.keys(DAYS))("allocate(model, size) starts so near that one pass does it: %s", (name) => {
  for (const n of [1, 130, 390, 20_000]) {
    for (let k = 0; k < 20; k++) {
      const day = dayOf(n, DAYS[name]);
      const size = n * Math.exp(uniform(2, 10));
      const { status, certificate, lambda } = allocate(day, size);
      expect([status, certificate.passes]).toEqual(["optimal", 1]);
      // The control: from a thousandth of the price it takes more.
      if (k === 0)
        expect(allocate(day, size, { start: { lambda: lambda / 1000 } }).certificate.passes).toBeGreaterThan(1);
      if (n > 1000) break;
    }
  }
});

test("allocate(model, size) of a day where the bins first looked at are nothing like the rest", () => {
  for (const [seen, unseen] of [
    [1e-8, 1e2],
    [1e2, 1e-8],
  ]) {
    // The first look takes one pair in four.
    const day = dayOf(390, (i) => [(i % 8 < 2 ? seen : unseen) * uniform(1, 2), uniform(1.1, 2.5)]);
    for (const size of [1, 1e3, 1e9]) {
      const { status, certificate } = allocate(day, size);
      expect(status).toBe("optimal");
      expect(certificate.passes).toBeLessThan(10);
    }
  }
});
