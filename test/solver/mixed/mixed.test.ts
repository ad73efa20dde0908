import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { allocate } from "../../../src/solver/allocate";
import { audit } from "../../../src/solver/evidence/audit";
import { problems, relativeError, tangents } from "../../support/problems";

describe("allocate with every concave bin on the envelope", () => {
  test.each([
    [5, 30],
    [60, 10],
    [60, 100],
    [200, 1000],
  ])("%i tangents, S = %s: the optimum of trying every bin in BigNumbers", (count, size) => {
    const model = tangents(count, 4, 20);
    const allocation = allocate(model, size);
    const reference = audit(model, allocation);
    expect(allocation.active).toBe(reference.active);
    expect(Math.abs(reference.relativeCostError)).toBeLessThan(1e-13);
  });

  test("20,000 tangents beside 1,000 convex bins take a bounded number of passes", () => {
    const { status, certificate } = allocate(tangents(20_000, 1000, 20), 5000);
    expect(status).toBe("optimal");
    expect(certificate.candidates).toBeGreaterThan(1000);
    expect(certificate.passes).toBeLessThan(500);
  });
});

test("allocate on mixed problems agrees with trying every bin (audit)", () => {
  fc.assert(
    fc.property(problems("mixed", 12), ({ model, size }) => {
      const allocation = allocate(model, size);
      const reference = audit(model, allocation);
      expect(Math.abs(reference.relativeCostError)).toBeLessThan(1e-12);
      if (allocation.certificate.margin > 1e-9) expect(reference.active).toBe(allocation.active);
    }),
    { numRuns: 60 },
  );
});

test("certificate.margin is what the best solution without the active bin costs more", () => {
  let compared = 0;
  fc.assert(
    fc.property(problems("mixed", 10), ({ model, size }) => {
      const { active, cost, certificate } = allocate(model, size);
      fc.pre(active >= 0 && model.alpha.length > 1);
      const rest = [...Array(model.alpha.length).keys()].filter((i) => i !== active);
      const without = allocate({ alpha: rest.map((i) => model.alpha[i]), beta: rest.map((i) => model.beta[i]) }, size);
      if (!(certificate.margin < 1e6)) return;
      expect(relativeError(without.cost, cost * (1 + certificate.margin))).toBeLessThan(1e-11);
      compared++;
    }),
  );
  expect(compared).toBeGreaterThan(50);
});
