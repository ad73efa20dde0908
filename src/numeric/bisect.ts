/** Bisection to the last bit: what is slow, simple, and right for every monotone function. */

/** Two neighbouring doubles between which `isLow` turns from true, which it is at `low`, to false. */
export function bisect(low: number, high: number, isLow: (z: number) => boolean): { low: number; high: number } {
  let [a, b] = [low, high];
  for (;;) {
    const middle = (a + b) / 2;
    if (!(middle > a && middle < b)) return { low: a, high: b };
    if (isLow(middle)) a = middle;
    else b = middle;
  }
}
