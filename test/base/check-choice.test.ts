import { expect, test } from "vitest";

import { checkChoice } from "../../src/base/check-choice";
import { InputError } from "../../src/base/input-error";

test("checkChoice(argument, value, choices) returns a choice, and refuses another with the name most like it", () => {
  const choices = ["size", "beta"];
  expect(checkChoice("options.along", "beta", choices)).toBe("beta");
  const refuse = (value: unknown) => () => checkChoice("options.along", value as string, choices);
  expect(refuse("betas")).toThrow(InputError);
  expect(refuse("betas")).toThrow('options.along must be size or beta; did you mean beta?, got "betas"');
  expect(refuse("quantity")).toThrow(/^options.along must be size or beta, got "quantity"$/);
  expect(refuse(3)).toThrow("options.along must be size or beta, got 3");
  expect(() => checkChoice("part", "bin", ["bins"])).toThrow(/^part must be bins, got "bin"$/);
});
