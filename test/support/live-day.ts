/** Two sides of a made-up day of n bins, in one table as estimates have them, and states to move it to. */
import type { LiveState } from "../../src/live/live-data";
import { day } from "./figures";

export function twoSides(n: number) {
  const { alpha, beta, volume, maxSize, bin } = day(n);
  const both = <Value>(values: ArrayLike<Value>, sell: (value: Value, i: number) => Value): Value[] => [
    ...Array.from(values),
    ...Array.from(values, sell),
  ];
  return {
    alpha: both(alpha, (a, i) => a * (1 + 0.3 * ((7 * i) % 3))),
    beta: both(beta, (b, i) => b + 0.05 * ((5 * i) % 4)),
    volume: both(volume, (v) => v),
    maxSize: both(maxSize, (size) => 1.2 * size),
    minSize: both(maxSize, (size) => 0.2 * size).map((size) => 0.05 * size),
    bin: both(bin, (label) => label),
    side: [...bin.map(() => "buy"), ...bin.map(() => "sell")],
    notes: { currency: "USD", size_unit: "shares" },
  };
}

/** Every combination of sizes, shifts (to concave and mixed ones), caps and sides. */
export function statesOver(base: LiveState, sides: readonly string[]): LiveState[] {
  const sizes = [0.13, 1, 4.7].map((times) => times * base.size);
  const shifts = [-0.45, -0.1, 0, 0.07];
  const caps = [null, base.size / 12, 1.7 * base.size];
  return sizes.flatMap((size) =>
    shifts.flatMap((shift) => caps.flatMap((cap) => sides.map((side) => ({ size, shift, cap, side })))),
  );
}
