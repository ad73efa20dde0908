import { describe, expect, test } from "vitest";

import { normalQuantile } from "../../src/numeric/normal-quantile";
import { studentQuantile } from "../../src/numeric/student-quantile";

// Values of scipy 1.17.1: norm.ppf, t.ppf.
describe("normalQuantile(p)", () => {
  test.each([
    [0.5, 0],
    [0.975, 1.959963984540054],
    [0.9, 1.2815515655446004],
    [1e-10, -6.361340902404056],
    [1e-100, -21.273453560965322],
    [0.001, -3.0902323061678132],
  ])("%d", (p, z) => expect(Math.abs(normalQuantile(p) - z)).toBeLessThanOrEqual(1e-14 * Math.max(1, Math.abs(z))));

  test("ends and beyond", () => {
    expect([normalQuantile(0), normalQuantile(1)]).toEqual([-Infinity, Infinity]);
    expect(normalQuantile(-0.1)).toBeNaN();
  });
});

describe("studentQuantile(confidence, degrees)", () => {
  test.each([
    [0.95, 1, 12.706204736174694],
    [0.95, 2, 4.302652729749462],
    [0.95, 7, 2.3646242515927849],
    [0.95, 15, 2.131449545559776],
    [0.99, 30, 2.7499956535672254],
    [0.5, 4, 0.7406970841126829],
  ])("%d of %d degrees", (confidence, degrees, t) =>
    expect(Math.abs(studentQuantile(confidence, degrees) / t - 1)).toBeLessThan(1e-12),
  );

  test.each([
    [2.5, 3.5746548420036817, 0.02],
    [7.3, 2.345066736547703, 0.001],
  ])("of %d degrees: above the true one, hardly", (degrees, t, most) => {
    const over = studentQuantile(0.95, degrees) / t - 1;
    expect(over).toBeGreaterThan(0);
    expect(over).toBeLessThan(most);
  });

  test("bad input is named", () => {
    expect(() => studentQuantile(1, 3)).toThrow("confidence must lie between 0 and 1, got 1");
    expect(() => studentQuantile(0.9, 0)).toThrow("degrees must be a finite number, 1 or above, got 0");
  });
});
