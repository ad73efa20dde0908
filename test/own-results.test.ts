/** A result holds nothing of its caller's: what is changed afterwards, units or numbers, changes no result. */
import { expect, test } from "vitest";

import * as lab from "../src";
import { uncertainDay } from "./support/uncertain-days";

const N = 6;
const day = (seed = 1) => {
  const { alpha, beta, seLogAlpha, seBeta, cov } = uncertainDay(N, seed);
  const notes = { currency: "USD", size_unit: "shares" };
  const bin = Array.from({ length: N }, (_, i) => `09:3${i}`);
  return { alpha, beta, seLogAlpha, seBeta, cov, notes, bin, volume: new Float64Array(N).fill(9000) };
};
const caps = () => ({ cap: new Float64Array(N).fill(400) });
const vary = () => [
  { name: "level", varies: "level" as const, mean: 0, sd: 0.1, binRange: [0, 3] as [number, number] },
  { name: "size", varies: "size" as const, low: 900, high: 1100 },
];
const few = { draws: 20, workers: 1 };

/** Arguments, and what is made of them. */
type Case = readonly [unknown[], (...given: never[]) => unknown];
const CASES: Readonly<Record<string, () => Case>> = {
  allocate: () => [[day(), 1000, caps()], lab.allocate],
  "allocate in lots": () => [[day(), 1000, { ...caps(), lot: 10 }], lab.allocate],
  "allocate with a smallest trade": () => [[day(), 1000, { ...caps(), minTrade: 10 }], lab.allocate],
  allocateAverage: () => [[[day(1), day(2)], 1000, caps()], lab.allocateAverage],
  compareDays: () => [[[day(1), day(2)], 1000, { names: ["a", "b"] }], lab.compareDays],
  modelStudy: () => [[day(), 1000, vary(), caps()], lab.modelStudy],
  monteCarlo: () => [
    [day(), 1000, { ...few, strategies: { mine: new Float64Array(N).fill(1000 / N) } }],
    lab.monteCarlo,
  ],
  "monteCarlo of days": () => [[[day(1), day(2)], 1000, few], lab.monteCarlo],
  poolDays: () => [[[day(1), day(2)]], lab.poolDays],
  sobolIndices: () => [[lab.modelStudy(day(), 1000, vary()), { basePoints: 8, workers: 1 }], lab.sobolIndices],
  sweep: () => [
    [day(), { sizes: [10, 100], betas: lab.shiftBeta([0, 0.1]), allocations: "all", ...caps() }],
    lab.sweep,
  ],
  tornado: () => [[lab.modelStudy(day(), 1000, vary())], lab.tornado],
  twap: () => [[day(), 1000, caps()], lab.twap],
};

/** Every text and number within, replaced. */
function spoil(value: unknown): void {
  if (ArrayBuffer.isView(value)) (value as Float64Array).fill(0.5);
  else if (typeof value === "object" && value !== null && !Object.isFrozen(value))
    for (const [key, inner] of Object.entries(value)) {
      if (typeof inner === "object") spoil(inner);
      else if (typeof inner !== "function") Reflect.set(value, key, typeof inner === "number" ? 0.5 : "spoilt");
    }
}

test.each(Object.keys(CASES))("what %s returned stays as it is, whatever its arguments become", async (name) => {
  const [given, make] = CASES[name]();
  const result = await (make as (...given: unknown[]) => unknown)(...given);
  const before = JSON.stringify(result);
  expect(before).toContain('"currency":"USD"');
  given.forEach(spoil);
  expect(JSON.stringify(result)).toBe(before);
});

test("modelStudy(model, S, inputs).f is that of its inputs as they were, also when first asked afterwards", () => {
  const inputs = vary();
  const study = lab.modelStudy(day(), 1000, inputs);
  const asked = lab.modelStudy(day(), 1000, vary()).f(Float64Array.of(0.1, 1000));
  spoil(inputs);
  expect(study.f(Float64Array.of(0.1, 1000))).toBe(asked);
});
