/** Order statistics of a sample without sorting all of it (Hoare, Algorithm 65: FIND, Comm. of the ACM 4, 1961). */

/** Below it a sort is as fast. */
const FEW = 64;

/**
 * Moves values so that those at these places, ascending, are what sorting would put there, none greater before and
 * none less behind. NaN counts as the largest, as sorting has it.
 */
export function placeInOrder(x: Float64Array, places: readonly number[]): void {
  let numbers = x.length;
  for (let i = 0; i < numbers;) {
    if (x[i] === x[i]) i++;
    else swap(x, i, --numbers);
  }
  place(x, places, 0, numbers - 1);
}

/** The same from `left` to `right`, by the middle one of the places first. */
function place(x: Float64Array, places: readonly number[], left: number, right: number): void {
  const here = places.filter((at) => at >= left && at <= right);
  if (here.length === 0) return;
  if (right - left < FEW) {
    x.subarray(left, right + 1).sort();
    return;
  }
  const middle = here[here.length >> 1];
  find(x, middle, left, right);
  place(x, here, left, middle - 1);
  place(x, here, middle + 1, right);
}

function find(x: Float64Array, at: number, left: number, right: number): void {
  while (left < right) {
    const pivot = medianOf(x[left], x[(left + right) >> 1], x[right]);
    let i = left;
    let j = right;
    while (i <= j) {
      while (x[i] < pivot) i++;
      while (x[j] > pivot) j--;
      if (i <= j) swap(x, i++, j--);
    }
    // From left to j none is above the pivot, from i to right none below it, and what is between is it.
    if (at <= j) right = j;
    else if (at >= i) left = i;
    else return;
  }
}

function medianOf(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}

function swap(x: Float64Array, i: number, j: number): void {
  const value = x[i];
  x[i] = x[j];
  x[j] = value;
}
