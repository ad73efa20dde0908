import { expect, test } from "vitest";

import { SeenSignatures } from "../../../src/kernel/protocol/seen-signatures";

test("SeenSignatures.add(signature) is false for a known one; of too many the oldest tenth is forgotten", () => {
  const seen = new SeenSignatures(20);
  const add = (count: number): boolean[] => Array.from({ length: count }, (_, i) => seen.add(String(i)));
  expect(add(20)).toEqual(Array(20).fill(true));
  expect(add(20)).toEqual(Array(20).fill(false));
  // The 21st is one too many: 0 and 1 are forgotten.
  expect(seen.add("20")).toBe(true);
  expect([19, 2, 20].map((i) => seen.add(String(i)))).toEqual([false, false, false]);
  expect(seen.add("0")).toBe(true);
});
