import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { allocate } from "../../../src/solver/allocate";
import { audit } from "../../../src/solver/evidence/audit";
import { logLines, lowerEnvelope } from "../../../src/solver/mixed/envelope";
import { checkModel } from "../../../src/solver/model/impact-model";
import type { ImpactModel } from "../../../src/solver/model/impact-model";
import { problems, relativeError } from "../../support/problems";

/** The cheapest line at log share t, by looking at all of them. */
function cheapestAt(model: ImpactModel, logSize: number, t: number): number {
  const cost = Array.from(model.alpha, (a, j) => Math.log(a) + model.beta[j] * (logSize + t));
  return Math.min(...cost);
}

test("lowerEnvelope(lines) is the pointwise minimum, in pieces that meet, steeper downwards", () => {
  fc.assert(
    fc.property(
      problems("concave", 40),
      fc.array(fc.double({ min: -60, max: 0, noNaN: true }), { minLength: 5 }),
      (problem, ts) => {
        const model = checkModel(problem.model);
        const logSize = Math.log(problem.size);
        const pieces = lowerEnvelope(logLines(model, Int32Array.from(model.alpha.keys()), logSize));
        expect(pieces[0].high).toBe(0);
        expect(pieces[pieces.length - 1].low).toBe(-Infinity);
        pieces.slice(1).forEach((piece, k) => {
          expect(piece.high).toBe(pieces[k].low);
          expect(model.beta[piece.bin]).toBeGreaterThan(model.beta[pieces[k].bin]);
        });
        for (const t of ts) {
          const { bin } = pieces.find((piece) => piece.low <= t && t <= piece.high) as { bin: number };
          const cost = Math.log(model.alpha[bin]) + model.beta[bin] * (logSize + t);
          expect(cost).toBeLessThanOrEqual(cheapestAt(model, logSize, t) + 1e-9);
        }
      },
    ),
  );
});

/** Bins that are all tangents of one curve in logarithms, log g = curve(t): every one is on the envelope. */
function tangents(count: number, convex: number, steepness: number): ImpactModel {
  const alpha: number[] = [];
  const beta: number[] = [];
  for (let k = 0; k < count; k++) {
    const slope = 0.05 + (0.9 * (k + 0.5)) / count;
    // The tangent of slope b to a parabola with curvature -1/steepness touches at t = (b0 - b) steepness.
    beta.push(slope);
    alpha.push(Math.exp(0.5 * steepness * (slope - 0.5) ** 2));
  }
  for (let k = 0; k < convex; k++) {
    beta.push(1.5 + k / convex);
    alpha.push(0.2 + k / convex);
  }
  return { alpha, beta };
}

test("lowerEnvelope(lines) is the pointwise minimum where it has hundreds of corners, and without one of its bins", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 300, maxLength: 300 }),
      fc.nat(299),
      (jitter, without) => {
        const { alpha, beta } = tangents(300, 0, 20);
        const model = checkModel({ alpha: Array.from(alpha, (a, k) => a * (1 + jitter[k] * 1e-4)), beta });
        const lines = logLines(model, Int32Array.from(model.alpha.keys()), 30);
        for (const left of [-1, without]) {
          const pieces = lowerEnvelope(lines, left);
          expect(pieces.length).toBeGreaterThan(40);
          expect([pieces[0].high, pieces[pieces.length - 1].low]).toEqual([0, -Infinity]);
          pieces
            .slice(1)
            .forEach((piece, k) => expect([piece.high, piece.bin === left]).toEqual([pieces[k].low, false]));
          for (let t = -60; t <= 0; t += 0.37) {
            const { bin } = pieces.find((piece) => piece.low <= t && t <= piece.high) as { bin: number };
            const costs = Array.from(model.alpha, (a, j) =>
              j === left ? Infinity : Math.log(a) + model.beta[j] * (30 + t),
            );
            expect(costs[bin]).toBeLessThanOrEqual(Math.min(...costs) + 1e-11);
          }
        }
      },
    ),
    { numRuns: 40 },
  );
});

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
  fc.assert(
    fc.property(problems("mixed", 10), ({ model, size }) => {
      const { active, cost, certificate } = allocate(model, size);
      fc.pre(active >= 0 && model.alpha.length > 1);
      const rest = [...Array(model.alpha.length).keys()].filter((i) => i !== active);
      const without = allocate({ alpha: rest.map((i) => model.alpha[i]), beta: rest.map((i) => model.beta[i]) }, size);
      if (certificate.margin < 1e6)
        expect(relativeError(without.cost, cost * (1 + certificate.margin))).toBeLessThan(1e-11);
    }),
  );
});
