import { expect, test } from "vitest";

import { LOOPS, compareLoop } from "../../support/loop-inputs";

test.each(Object.keys(LOOPS))("%s: the compiled loop and its twin agree to the bit on 10,000 random inputs", (name) => {
  expect(compareLoop(name, 10_000).different).toEqual([]);
});
