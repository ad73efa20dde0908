import { expect, test } from "vitest";

import { exactBig } from "../../src/numeric/big";
import { bigMath } from "../support/big-math";

test("exactBig(x) keeps every bit of a double", () => {
  expect(exactBig(0.1).toString()).toBe("0.1000000000000000055511151231257827021181583404541015625");
  expect(exactBig(-19.60903214985615).toString()).toBe("-19.609032149856151505673551582731306552886962890625");
  expect(exactBig(3e300).toNumber()).toBe(3e300);
  expect(exactBig(5e-324).toNumber()).toBe(5e-324);
  expect(exactBig(0).toNumber()).toBe(0);
});

test("bignumber(x) alone does not: the reason exactBig exists", () => {
  expect(bigMath().bignumber(0.1).toString()).toBe("0.1");
});
