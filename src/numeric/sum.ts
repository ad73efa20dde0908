/** Sums that stay good to a few ulp over millions of terms. */

/** Terms summed plainly before their sum joins the compensated total. */
const BLOCK = 128;

/** sum_i x_i, compensated (Neumaier 1974, "Rundungsfehleranalyse") a block of 128 at a time. */
export function sum(x: ArrayLike<number>): number {
  let total = 0;
  let lost = 0;
  for (let start = 0; start < x.length; start += BLOCK) {
    const end = Math.min(start + BLOCK, x.length);
    let block = 0;
    for (let i = start; i < end; i++) block += x[i];
    const next = total + block;
    lost += Math.abs(total) >= Math.abs(block) ? total - next + block : block - next + total;
    total = next;
  }
  return total + lost;
}
