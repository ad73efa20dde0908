/** What an allocation says of itself in a cell. */
import { expect, test } from "vitest";

import { allocate } from "../../../src/solver/allocate";
import { allocateAverage } from "../../../src/solver/allocate-average";

const shown = (result: object): string => {
  const display = Reflect.get(result, Symbol.for("Jupyter.display")) as () => Record<string, string>;
  return display.call(result)["text/plain"];
};

const MIXED = { alpha: [3, 2, 5, 2], beta: [1.5, 0.9, 0.8, 0.9] };
const BIN = ["2024-01-02T13:00:00Z", "2024-01-02T13:05:00Z", "close", "2024-01-02T13:15:00Z"];

test("an allocation and its certificate call bins by the clock of their labels, or else by their indices", () => {
  const bare = allocate(MIXED, 100);
  expect(shown(bare)).toMatch(/largest +[\d.]+ shares in bin 1 /);
  const named = allocate({ ...MIXED, bin: BIN } as typeof MIXED, 100);
  expect(shown(named)).toMatch(/largest +[\d.]+ shares in bin 13:05 /);
  expect(shown(named)).toMatch(/regime +mixed, bin 13:05 of beta <= 1 carries/);
  expect(shown(named.certificate)).toMatch(/ties +13:15\n/);
  expect(shown(bare.certificate)).toMatch(/ties +3\n/);
  // What the labels become later, and labels of another model, change nothing; neither do they show in the numbers.
  const labels = [...BIN];
  const later = allocate({ ...MIXED, bin: labels } as typeof MIXED, 100);
  labels.fill("gone");
  expect(shown(later)).toBe(shown(named));
  expect(shown(allocate({ ...MIXED, bin: ["a"] } as typeof MIXED, 100))).toBe(shown(bare));
  expect(JSON.stringify(named)).toBe(JSON.stringify(bare));
  expect(shown(allocateAverage([{ ...MIXED, beta: [1.5, 1.2, 1.6, 1.8], bin: BIN } as typeof MIXED], 100))).toMatch(
    /in bin \d\d:\d\d /,
  );
});
