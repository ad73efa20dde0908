/** Sums that stay good to a few ulp over millions of terms. */

/** Terms summed plainly before their sum joins the compensated total. */
const BLOCK = 128;

/** A running sum that keeps what rounding takes from it (Neumaier 1974, "Rundungsfehleranalyse"). */
export class Total {
  private sum = 0;
  private lost = 0;

  add(term: number): void {
    const next = this.sum + term;
    this.lost += Math.abs(this.sum) >= Math.abs(term) ? this.sum - next + term : term - next + this.sum;
    this.sum = next;
  }

  /** The sum plus a last term that nearly cancels it. */
  value(last = 0): number {
    return this.sum + last + this.lost;
  }
}

/** sum_i x_i, compensated a block of 128 at a time, plus a last term that may nearly cancel it. */
export function sum(x: ArrayLike<number>, last = 0): number {
  const total = new Total();
  for (let start = 0; start < x.length; start += BLOCK) {
    const end = Math.min(start + BLOCK, x.length);
    let block = 0;
    for (let i = start; i < end; i++) block += x[i];
    total.add(block);
  }
  return total.value(last);
}
