import { expect, test } from "vitest";

import { AbortRule } from "../../../src/kernel/protocol/abort-rule";

const date = (offset: number): string => new Date(Date.now() + offset).toISOString();

test("cancels(at, date) is false before anything stopped", () => {
  expect(new AbortRule().cancels(performance.now(), date(-1000))).toBe(false);
});

test("cancels(at, date) takes what had arrived by the stop and the tail of its burst, nothing newer", () => {
  const rule = new AbortRule();
  const before = performance.now();
  rule.stop();
  const after = performance.now() + 1;
  expect(rule.cancels(before, date(5000))).toBe(true);
  expect(rule.cancels(after, date(-20))).toBe(true);
  expect(rule.cancels(after, date(20))).toBe(false);
  expect(rule.cancels(after + 1000, date(-20))).toBe(false);
});
