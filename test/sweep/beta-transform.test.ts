import { describe, expect, test } from "vitest";

import { commonBeta, listModels, shiftBeta, stretchBeta, transformModel } from "../../src/sweep/beta-transform";
import { relativeError } from "../support/problems";

const model = { alpha: [0.5, 2, 1e-3], beta: [1.2, 1.5, 0.8] };
const sizes = Float64Array.from([1e3, 1e5]);

describe("transformModel(model, transform, sizes)", () => {
  test("changes beta by its formula", () => {
    const betas = (transform: Parameters<typeof transformModel>[1]): number[][] =>
      transformModel(model, transform, sizes).models.map(({ beta }) => [...beta]);
    expect(betas(commonBeta([0.7, 1]))).toEqual([
      [0.7, 0.7, 0.7],
      [1, 1, 1],
    ]);
    expect(betas(shiftBeta([0, 0.5]))).toEqual([
      [1.2, 1.5, 0.8],
      [1.7, 2, 1.3],
    ]);
    expect(betas(stretchBeta([0, 2]))).toEqual([
      [1, 1, 1],
      [1 + 2 * (1.2 - 1), 2, 1 + 2 * (0.8 - 1)],
    ]);
  });

  test.each([250, [10, 200, 3000]])(
    "keeps every bin's cost at the pivot %s, and with it the unit of alpha",
    (pivot) => {
      for (const transform of [
        commonBeta([0.5, 1, 1.9], pivot),
        shiftBeta([-0.3, 0.3], pivot),
        stretchBeta([0.5, 2], pivot),
      ]) {
        for (const { alpha, beta } of transformModel(model, transform, sizes).models) {
          for (let i = 0; i < 3; i++) {
            const q = typeof pivot === "number" ? pivot : pivot[i];
            const before = model.alpha[i] * Math.pow(q, model.beta[i]);
            expect(relativeError(alpha[i] * Math.pow(q, beta[i]), before)).toBeLessThan(1e-14);
            // The control: elsewhere the cost changes.
            if (beta[i] !== model.beta[i])
              expect(
                relativeError(alpha[i] * Math.pow(2 * q, beta[i]), model.alpha[i] * Math.pow(2 * q, model.beta[i])),
              ).toBeGreaterThan(1e-3);
          }
        }
      }
    },
  );

  test("lands on linear exactly where the arithmetic of doubles does not", () => {
    expect(
      1.3 - 0.3 - 1 === 0 &&
        1.1 - 0.1 - 1 === 0 &&
        0.95 + 0.05 - 1 === 0 &&
        1.4 - 0.4 - 1 === 0 &&
        1.15 - 0.15 - 1 === 0,
    ).toBe(false);
    const shifted = transformModel({ alpha: [1, 1, 1], beta: [1.15, 1.4, 1.3] }, shiftBeta([-0.4, -0.3, -0.15]), sizes);
    expect(shifted.models.map(({ beta }) => beta.includes(1))).toEqual([true, true, true]);
  });

  test("takes the typical size for pivot: the sizes' geometric mean a bin, or the middle of each bin's fit", () => {
    const even = transformModel(model, commonBeta([1]), sizes);
    expect(even.title).toBe("common beta (cost kept at 3,330 shares a bin)");
    expect(relativeError(even.models[0].alpha[0], 0.5 * Math.pow(3330, 0.2))).toBeLessThan(1e-14);
    const fitted = transformModel(
      { ...model, minSize: [10, 10, 10], maxSize: [1000, 4000, 9000] } as typeof model,
      commonBeta([1]),
      sizes,
    );
    expect(fitted.title).toContain("cost kept in the middle of each bin's fit");
    expect(relativeError(fitted.models[0].alpha[1], 2 * Math.pow(200, 0.5))).toBeLessThan(1e-14);
  });

  test("leaves alpha alone where there is no pivot, and where beta stays", () => {
    expect([...transformModel(model, commonBeta([1], "none"), sizes).models[0].alpha]).toEqual(model.alpha);
    expect([...transformModel(model, shiftBeta([0]), sizes).models[0].alpha]).toEqual(model.alpha);
  });

  test("takes a list of models as it is, with names", () => {
    const { models, labels, values } = transformModel(
      undefined,
      listModels([model, { alpha: [1, 1, 1], beta: [2, 2, 2] }], ["a", "b"]),
      sizes,
    );
    expect(labels).toEqual(["a", "b"]);
    expect(() => transformModel(undefined, listModels([model, model], ["a", "a"]), sizes)).toThrow(
      'options.betas.labels[1] must be another for each model, got "a"',
    );
    const [dollars, euros] = ["USD", "EUR"].map((currency) => ({ ...model, notes: { currency } }));
    expect(() => transformModel(undefined, listModels([dollars, euros]), sizes)).toThrow(
      'must be of one currency and unit of sizes, got "currency USD on model 1 and EUR on model 2"',
    );
    expect(transformModel(undefined, listModels([dollars, model]), sizes).notes).toEqual({ currency: "USD" });
    expect([...values]).toEqual([0, 1]);
    expect([...models[1].beta]).toEqual([2, 2, 2]);
  });

  test("names what is wrong", () => {
    const apply = (transform: Parameters<typeof transformModel>[1]) => () => transformModel(model, transform, sizes);
    expect(apply(commonBeta([1, 1]))).toThrow("options.betas.values[1] must rise from 1, got 1");
    expect(apply(commonBeta([]))).toThrow("options.betas.values must hold at least one value");
    expect(apply(commonBeta([1], [1, 2]))).toThrow("options.betas.pivot must be one size, or one a bin (3)");
    expect(apply(commonBeta([1], -1))).toThrow("options.betas.pivot must be a finite size above 0, got -1");
    expect(apply(listModels([model, { alpha: [1], beta: [1] }]))).toThrow(
      "options.betas.models[1] must all have 3 bins",
    );
    expect(() => transformModel(undefined, commonBeta([1]), sizes)).toThrow("model must be given");
  });
});
