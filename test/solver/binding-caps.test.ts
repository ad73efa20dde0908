import { expect, test } from "vitest";

import { allocate } from "../../src/solver/allocate";
import { bindingCaps } from "../../src/solver/binding-caps";
import { syntheticEquityDay } from "../../src/estimates/synthetic/synthetic-equity-day";

const day = syntheticEquityDay(3);

test("bindingCaps(model, allocation) has every bin at its cap, and what one share more of room saves", () => {
  const cap = day.volume.map((v) => 0.06 * v);
  const best = allocate(day, 200_000, { cap });
  const full = bindingCaps(day, best);
  expect(full.length).toBe(best.certificate.atCap);
  expect(full.length).toBeGreaterThan(20);
  const difference = (bin: number, step: number): number => {
    const cost = (by: number): number =>
      allocate(day, 200_000, { cap: cap.map((c, i) => (i === bin ? c + by : c)) }).cost;
    return (cost(-step) - cost(step)) / (2 * step);
  };
  for (const { bin, cap: at, saves } of [full[0], full[1], full[full.length >> 1]]) {
    expect(at).toBe(cap[bin]);
    expect(best.x[bin]).toBe(at);
    expect(difference(bin, 0.01) / saves).toBeCloseTo(1, 5);
  }
  full.slice(1).forEach(({ saves }, k) => expect(saves).toBeLessThanOrEqual(full[k].saves));
  // The control: a bin below its cap gains nothing by more room.
  const free = day.bin.findIndex((_, i) => best.x[i] < 0.9 * cap[i]);
  expect(Math.abs(difference(free, 0.01))).toBeLessThan(1e-3 * full[0].saves);
});

test("under a participation p, -sum_i V_i saves_i is dC/dp", () => {
  const cost = (participation: number): number => allocate(day, 200_000, { participation }).cost;
  const full = bindingCaps(day, allocate(day, 200_000, { participation: 0.06 }));
  const slope = full.reduce((total, { bin, saves }) => total - day.volume[bin] * saves, 0);
  expect((cost(0.06 + 1e-7) - cost(0.06 - 1e-7)) / 2e-7 / slope).toBeCloseTo(1, 4);
});

test("bindingCaps(...) is empty where no cap binds or none is asked, and leaves shut bins out", () => {
  const model = { alpha: [1, 1, 1], beta: [2, 2, 2] };
  expect(bindingCaps(model, allocate(model, 10))).toEqual([]);
  expect(bindingCaps(model, allocate(model, 10, { cap: 100 }))).toEqual([]);
  expect(bindingCaps(model, allocate(model, 10, { cap: [0, 3, 100] }))).toEqual([
    { bin: 1, cap: 3, saves: expect.closeTo(8, 12) as number },
  ]);
});
