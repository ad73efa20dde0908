import { expect, test } from "vitest";

import { resultFromJson, resultToJson } from "../../src/work/result-json";

test("resultFromJson(resultToJson(result)) is the result, to the last bit", () => {
  const result = {
    chunk: 3,
    y: Float64Array.of(0.1, -0, NaN, Infinity, 5e-324),
    codes: Uint8Array.of(1, 255),
    active: Int32Array.of(-1, 7),
    text: "a\nb",
    list: [{ at: 1 }],
    none: null,
  };
  const text = resultToJson(result);
  expect(text).not.toContain("\n");
  expect(resultFromJson(text)).toEqual(result);
  const part = new Float64Array([1, 2, 3, 4]).subarray(1, 3);
  expect(resultFromJson<{ part: Float64Array }>(resultToJson({ part })).part).toEqual(Float64Array.of(2, 3));
  expect(() => resultFromJson(text.slice(0, -9))).toThrow("result must be one line of JSON");
});
