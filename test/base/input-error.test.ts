import { expect, test } from "vitest";

import { InputError } from "../../src/base/input-error";

test("new InputError(argument, rule, value, index) says all four in one sentence", () => {
  const error = new InputError("alpha", "must be positive and finite", Number.NaN, 3);
  expect(error.message).toBe("alpha[3] must be positive and finite, got NaN");
  expect(error).toMatchObject({ argument: "alpha", index: 3, name: "InputError" });
});

test.each([
  [-0, "-0"],
  ["12", '"12"'],
  [undefined, "undefined"],
  [null, "null"],
  [new Float64Array(3), "Float64Array of length 3"],
  [{}, "Object"],
  [10n, "10n"],
])("InputError shows %s as %s", (value, shown) => {
  expect(new InputError("size", "must be a number", value).message).toBe(`size must be a number, got ${shown}`);
});
