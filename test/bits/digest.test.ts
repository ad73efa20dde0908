/** The digest as this Node has it, in this process; other machines are in `machines.process.test.ts`. */
import { expect, test } from "vitest";

import { bitsOf } from "./bits-of";
import { committedDigest, hashOf } from "./digest";
import { PARTS } from "./parts";

const { parts } = committedDigest();

test("the committed digest is of the parts that there are", () => {
  expect(Object.keys(parts)).toEqual(Object.keys(PARTS));
});

// Meant to move last digits? `npm run bits -- --write` commits to the new ones.
test.each(Object.keys(PARTS))("%s: every bit as committed", async (name) => {
  const made = await PARTS[name]();
  expect(hashOf(bitsOf(made))).toBe(parts[name]);
  // The control: one last bit, somewhere within.
  expect(nudged(made)).toBe(true);
  expect(hashOf(bitsOf(made))).not.toBe(parts[name]);
});

/** Changes the last bit of the middle one of the numbers within, or a digit of a text where there is none. */
function nudged(value: unknown): boolean {
  const places: [Record<string | number, unknown>, string | number][] = [];
  const visit = (holder: Record<string | number, unknown>, key: string | number): void => {
    const member = holder[key];
    if (typeof member === "number" && Number.isFinite(member) && member !== 0) places.push([holder, key]);
    else if (typeof member === "string" && /\d/.test(member)) places.push([holder, key]);
    else if (typeof member === "object" && member !== null)
      for (const k of Object.keys(member)) visit(member as Record<string, unknown>, k);
  };
  visit({ value }, "value");
  const numbers = places.filter(([holder, key]) => typeof holder[key] === "number");
  const pool = numbers.length > 0 ? numbers : places;
  const [holder, key] = pool[pool.length >> 1];
  const was = holder[key] as number | string;
  const is = typeof was === "number" ? nextDouble(was) : was.replace(/\d/, (d) => String((Number(d) + 1) % 10));
  holder[key] = is;
  return holder[key] !== was;
}

function nextDouble(value: number): number {
  const double = Float64Array.of(value);
  new BigInt64Array(double.buffer)[0] ^= 1n;
  return double[0];
}

test("bitsOf(value) tells every bit, and 0 from -0; NaN is NaN", () => {
  expect(bitsOf(0)).not.toBe(bitsOf(-0));
  expect(bitsOf(1)).toBe("3ff0000000000000;");
  expect(bitsOf([1, 2])).toBe(bitsOf(Float64Array.of(1, 2)));
  expect(bitsOf([[1], 2])).not.toBe(bitsOf([1, [2]]));
  expect(bitsOf({ a: 1, f: () => 2 })).toBe(bitsOf({ a: 1 }));
  expect(bitsOf({ a: 1 })).not.toBe(bitsOf({ b: 1 }));
  const payload = new Float64Array(new BigUint64Array([0x7ff8000000000001n]).buffer)[0];
  expect(bitsOf(payload)).toBe(bitsOf(NaN));
});
