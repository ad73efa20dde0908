import { describe, expect, test } from "vitest";

import { formatMorris } from "../../../src/sensitivity/global/format-indices";
import { morris } from "../../../src/sensitivity/global/morris";
import { morrisDesign } from "../../../src/sensitivity/global/morris-design";
import { ishigami } from "../../support/test-functions";

const INPUTS = [
  { name: "a", low: 0, high: 1 },
  { name: "b", low: 10, high: 13 },
  { name: "c", low: -1, high: 1 },
];

describe("morris(f, inputs)", () => {
  test("a linear function: mu is the slope over the range, sigma is 0", () => {
    const { effects, status } = morris((x) => 2 * x[0] - 5 * x[1] + 0 * x[2], INPUTS);
    expect(status).toBe("estimated");
    effects.forEach(({ mu, muStar, sigma }, i) => {
      expect(mu).toBeCloseTo([2, -15, 0][i], 10);
      expect(muStar).toBeCloseTo([2, 15, 0][i], 10);
      expect(sigma).toBeCloseTo(0, 10);
    });
  });

  test("a product: mu* is the mean effect, sigma tells the interaction", () => {
    // d(a c)/da over levels of c -1, -1/3, 1/3, 1: mean 0, mean of |.| 2/3, variance 5/9.
    const { effects } = morris((x) => x[0] * x[2], INPUTS, { trajectories: 4000 });
    expect(Math.abs(effects[0].mu)).toBeLessThan(0.05);
    expect(Math.abs(effects[0].muStar - 2 / 3)).toBeLessThan(0.03);
    expect(Math.abs(effects[0].sigma - Math.sqrt(5 / 9))).toBeLessThan(0.03);
  });

  test("Ishigami's third input acts through the first alone: mu about 0, sigma and mu* large", () => {
    const { f, inputs } = ishigami();
    const [, , third] = morris(f, inputs, { trajectories: 400 }).effects;
    expect(Math.abs(third.mu)).toBeLessThan(1.5);
    expect(third.muStar).toBeGreaterThan(4);
    expect(third.sigma).toBeGreaterThan(third.muStar);
  });

  test("intervals of mu* hold at their rate", () => {
    let held = 0;
    for (let seed = 0; seed < 400; seed++) {
      const { low, high } = morris((x) => x[0] * x[2] + x[1] ** 2, INPUTS, { seed, trajectories: 40 }).effects[0];
      if (low <= 2 / 3 && 2 / 3 <= high) held++;
    }
    expect(held / 400).toBeGreaterThan(0.91);
    expect(held / 400).toBeLessThan(0.99);
  });
});

describe("morrisDesign(inputs, options)", () => {
  test("r (d + 1) rows; each step of a path moves one input by Delta, each input once", () => {
    const { rows, changed } = morrisDesign(INPUTS, { trajectories: 30, levels: 6 });
    expect(rows.length).toBe(30 * 4 * 3);
    for (let path = 0; path < 30; path++) {
      expect([...changed.subarray(path * 3, path * 3 + 3)].sort()).toEqual([0, 1, 2]);
      for (let step = 0; step < 3; step++) {
        const at = (path * 4 + step) * 3;
        const moved = [0, 1, 2].filter((i) => rows[at + i] !== rows[at + 3 + i]);
        expect(moved).toEqual([changed[path * 3 + step]]);
        const [i] = moved;
        const { low, high } = INPUTS[i];
        expect(Math.abs(rows[at + i] - rows[at + 3 + i]) / (high - low)).toBeCloseTo(0.6, 12);
      }
    }
  });

  test("candidates: the kept paths lie farther apart", () => {
    const apart = (candidates: number): number => {
      const { rows } = morrisDesign(INPUTS, { trajectories: 6, candidates, levels: 4 });
      const unit = Array.from({ length: 24 }, (_, r) =>
        INPUTS.map(({ low, high }, i) => (rows[r * 3 + i] - low) / (high - low)),
      );
      return unit.reduce(
        (sum, p, a) =>
          sum +
          unit.reduce(
            (inner, q, b) =>
              inner + (Math.floor(a / 4) === Math.floor(b / 4) ? 0 : Math.hypot(...p.map((v, i) => v - q[i]))),
            0,
          ),
        0,
      );
    };
    expect(apart(200)).toBeGreaterThan(1.1 * apart(6));
  });

  test("a normal input keeps to its central 95 %", () => {
    const { rows } = morrisDesign([{ name: "z", mean: 10, sd: 1 }], { trajectories: 50 });
    expect(Math.min(...rows)).toBeCloseTo(10 - 1.959964, 5);
    expect(Math.max(...rows)).toBeCloseTo(10 + 1.959964, 5);
  });

  test("bad options are named", () => {
    expect(() => morrisDesign(INPUTS, { levels: 5 })).toThrow(
      "options.levels must be an even number, 2 or above, got 5",
    );
    expect(() => morrisDesign(INPUTS, { trajectories: 1 })).toThrow(
      "options.trajectories must be a whole number, 2 or above, got 1",
    );
    expect(() => morrisDesign(INPUTS, { candidates: 3 })).toThrow(
      "options.candidates must be a whole number, not below the trajectories (20), got 3",
    );
  });
});

describe("what a result says", () => {
  test("constant output; points without a value; the table, largest first", () => {
    const constant = morris(() => 2, INPUTS);
    expect(constant.status).toBe("constant-output");
    expect(formatMorris(constant)).toContain("The output is constant: every effect is 0.");
    let calls = 0;
    const partly = morris((x) => (calls++ === 7 ? NaN : x[0] + 9 * x[1]), INPUTS);
    expect(partly.status).toBe("estimated");
    expect(Math.min(...partly.effects.map(({ effects }) => effects))).toBe(19);
    expect(partly.failures[0].reason).toBe("the value is NaN");
    const text = formatMorris(partly);
    expect(text.indexOf("│ b")).toBeLessThan(text.indexOf("│ a"));
    expect(text).toContain("has no value: the effects they are part of are left out; the first at (");
    // A level of a is lost, and with it more than a tenth of the effects of a.
    const most = morris((x) => (x[0] === 1 ? NaN : x[0] + 9 * x[1]), INPUTS);
    expect(most.status).toBe("no-output");
    expect(most.effects[0]).toMatchObject({ mu: NaN, muStar: NaN, sigma: NaN });
    expect(formatMorris(most)).toContain("there is none to tell");
    expect(formatMorris(most)).not.toContain("NaN ..");
    expect(morris(() => NaN, INPUTS).status).toBe("no-output");
    // Between two inputs that have effects, one without must not keep the smaller of them on top.
    const of = (name: string, muStar: number) => ({ ...most.effects[0], name, muStar, mu: muStar });
    const effects = [of("small", 3), of("none", NaN), of("large", 20)];
    expect(formatMorris({ ...most, effects })).toMatch(/large[^]*small[^]*none/);
  });
});

test("morris(f, inputs) does not depend on the output's unit, and refuses an option it does not know", () => {
  const inputs = ["a", "b"].map((name) => ({ name, low: 0, high: 1 }));
  const of = (unit: number): ReturnType<typeof morris> => morris((x) => unit * (x[0] + 2 * x[0] * x[1]), inputs);
  const plain = of(1);
  for (const unit of [1e-200, 1e200])
    of(unit).effects.forEach(({ sigma }, i) => expect(sigma / unit / plain.effects[i].sigma).toBeCloseTo(1, 12));
  expect(() => morris(() => 1, inputs, { level: 4 } as object)).toThrow(
    "options.level must be an option that is known (trajectories, candidates, levels, seed, confidence); " +
      "did you mean levels?, got 4",
  );
});
