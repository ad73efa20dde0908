import { afterEach, expect, test } from "vitest";

import { BuiltIns } from "../../../src/kernel/process/built-ins";

const builtIns = new BuiltIns();
const { map } = Array.prototype;

afterEach(() => void builtIns.restore());

test("restore() puts back what was replaced or removed, and names it", () => {
  expect(builtIns.restore()).toBeUndefined();
  const patched = { parse: () => 1, then: () => 2, random: () => 0.5 };
  JSON.parse = patched.parse;
  Promise.prototype.then = patched.then as never;
  Reflect.deleteProperty(Array.prototype, "map");
  Object.assign(Object.prototype, { get: 1 });
  const found = builtIns.restore();
  expect(found?.message).toBe(
    "Object.prototype.get, Array.prototype.map, Promise.prototype.then, JSON.parse was replaced, " +
      "which the kernel and its compiler rely on, and has been put back",
  );
  expect(found?.lasting).toBe(false);
  expect([Array.prototype.map, "get" in {}, JSON.parse("3")]).toEqual([map, false, 3]);
  expect(builtIns.restore()).toBeUndefined();
});

test("restore() leaves additions and the timers alone", () => {
  const { setTimeout } = globalThis;
  Object.assign(BigInt.prototype, { toJSON: () => "big" });
  globalThis.setTimeout = (() => 7) as never;
  expect(builtIns.restore()).toBeUndefined();
  expect([setTimeout === globalThis.setTimeout, JSON.stringify(1n)]).toEqual([false, '"big"']);
  globalThis.setTimeout = setTimeout;
  Reflect.deleteProperty(BigInt.prototype, "toJSON");
});
