import { expect, test } from "vitest";

import * as lab from "../../src/index";
import { checkFields } from "../../src/base/check-fields";

test("checkFields(argument, value, fields, what) names the argument, the rule and the value", () => {
  const of = (value: unknown) => () => checkFields("result", value as { a: number }, ["a"], "what f returned");
  expect(of({ a: 1 })()).toEqual({ a: 1 });
  expect(of(Promise.resolve({ a: 1 }))).toThrow("result must be what f returned, got a Promise (an await is missing)");
  expect(of(undefined)).toThrow("result must be what f returned, got undefined");
  expect(of({ b: 1 })).toThrow("result must be what f returned, with a field a, got Object");
});

test("options whose await was forgotten are refused, too", () => {
  expect(() => lab.progressLine(Promise.resolve({}) as never)).toThrow(
    "options must be an object, got a Promise (an await is missing)",
  );
});

/** They take no result, model or estimates; or what they take is checked where it is used. */
const OTHERS = /^(acos|cos|curveOrigin|example|exp|log|pow|readable|sin|tan|(common|shift|stretch)Beta|listModels)/;
const ASYNC = ["estimateImpact"]; // books are checked by what reads them

const NEEDS_NONE = /^(createRandom|generateBook|syntheticEquityDay|sobolPoints|headline|redisExecutor|progressLine)$/;

const FUNCTIONS = Object.entries(lab).filter(
  ([name, value]) => typeof value === "function" && /^[a-z]/.test(name) && !OTHERS.test(name) && !ASYNC.includes(name),
) as unknown as [string, (first: unknown) => unknown][];

test.each(FUNCTIONS)("%s refuses a first argument whose await was forgotten, by an InputError", async (_, call) => {
  for (const wrong of [Promise.resolve({}), undefined]) {
    const outcome = await (async () => call(wrong))().then(
      (value) => value,
      (error: unknown) => error,
    );
    if (outcome instanceof Error) expect(outcome).toMatchObject({ name: "InputError" });
    // Those that need no first argument: a seed, notes, options.
    else expect(call.name).toMatch(NEEDS_NONE);
  }
});
