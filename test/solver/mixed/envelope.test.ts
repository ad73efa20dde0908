import fc from "fast-check";
import { expect, test } from "vitest";

import { createRandom } from "../../../src/numeric/random";
import { logLines, lowerEnvelope } from "../../../src/solver/mixed/envelope";
import { checkModel } from "../../../src/solver/model/impact-model";
import type { ImpactModel } from "../../../src/solver/model/impact-model";
import { problems, tangents } from "../../support/problems";

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

test("lowerEnvelope(lines) is the pointwise minimum with hundreds of corners, and without one of its bins", () => {
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

test.each([2, 3, 61, 64])(
  "lowerEnvelope(lines) of 20,000 lines in a pattern of %i is that of all of them, whichever is left out",
  (period) => {
    const random = createRandom(period);
    const n = 20_000;
    // Linear bins among concave ones, and a few far below the rest in between.
    const beta = Float64Array.from({ length: n }, (_, k) => (k % period === 0 ? 1 : 0.4 + 0.5 * random.uniform()));
    const alpha = beta.map((b, k) => Math.exp(3 * random.uniform() - 40 * (b - 0.6) ** 2 * Number(k % 977 === 5)));
    const model = checkModel({ alpha, beta });
    const all = logLines(model, Int32Array.from(alpha.keys()), 20);
    const level = (j: number, t: number): number => Math.log(alpha[j]) + beta[j] * (20 + t);
    let left = -1;
    let corners = 0;
    for (let round = 0; round < 12; round++) {
      const pieces = lowerEnvelope(all, left);
      corners = Math.max(corners, pieces.length);
      for (const t of [0, -0.3, -1, -3, -8, -20, -60]) {
        const { bin } = pieces.find((piece) => piece.low <= t && t <= piece.high) as { bin: number };
        let least = Infinity;
        for (let j = 0; j < n; j++) if (j !== left) least = Math.min(least, level(j, t));
        expect(bin).not.toBe(left);
        expect(level(bin, t)).toBeLessThanOrEqual(least + 1e-11);
      }
      left = pieces[round % pieces.length].bin;
    }
    expect(corners).toBeGreaterThan(1);
    // Most lines were left out, or it would have tried nothing.
    expect(all.near?.live.length).toBeLessThan(n / 4);
  },
);
