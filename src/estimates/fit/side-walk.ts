/** One side of the book, walked: what filling each size of the grid costs in the state in force. */
import { walkBook } from "../book/walk-book";

export class SideWalk {
  /** How many sizes fit into the best level; how many could be filled. */
  touched = 0;
  filled = 0;
  /** How many different states of this side there have been. */
  states = 0;
  /** cost[touched .. filled - 1], currency. */
  readonly cost: Float64Array;
  #print = Number.NaN;

  constructor(private readonly sizes: ArrayLike<number>) {
    this.cost = new Float64Array(sizes.length);
  }

  /** Walks the levels of a side, `offset` being half the spread. */
  walk(price: Float64Array, size: Float64Array, mid: number, offset: number): void {
    this.touched = countUpTo(this.sizes, size[0]);
    this.filled = walkBook(price, size, mid, this.sizes, this.cost, this.touched);
    // A number that changes when the costs do: what counts as another state.
    const walked = this.touched < this.filled;
    const print = walked ? offset + this.cost[this.touched] + this.cost[this.filled - 1] : offset;
    if (print !== this.#print) this.states++;
    this.#print = print;
  }
}

/** How many of the ascending `sizes` are at most `limit`. */
function countUpTo(sizes: ArrayLike<number>, limit: number): number {
  let low = 0;
  let high = sizes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sizes[middle] <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
