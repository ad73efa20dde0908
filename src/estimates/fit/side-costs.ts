/**
 * The walking cost of one side over one bin, by size and by block of time: what is summed while a
 * book streams by, so that a bin of any number of snapshots takes the same memory.
 */

/** The bin is cut into this many equal blocks; longRunCovariance sees nothing faster. */
export const BLOCKS = 64;

/** What a bin's snapshots add up to, ready for the fit; all arrays by size, valid until the next reset. */
export interface BinCosts {
  /** The sizes below `from` were always inside the best level or are not asked for; from `to` on, none was filled. */
  readonly from: number;
  readonly to: number;
  /** Time-weighted mean cost while the size could be filled, currency. */
  readonly mean: Float64Array;
  /** Seconds during which the size could be filled. */
  readonly fillable: Float64Array;
  /** Seconds of these during which the size was larger than the best level. */
  readonly pastTouch: Float64Array;
  /** (cost - mean) integrated over each block's fillable time, currency * s: blocks by sizes. */
  readonly deviation: Float64Array;
  /** How many different states of this side were in force. */
  readonly states: number;
}

export interface SideCosts {
  /**
   * Adds a state of the book that was in force for `seconds` of `block`.
   *
   * @param touched  how many sizes fit into the best level: their cost is `offset` a share
   * @param filled   how many sizes could be filled; cost[touched .. filled - 1] are their costs
   */
  add(block: number, seconds: number, touched: number, filled: number, offset: number, cost: Float64Array): void;
  /** Counts a state of this side by its number; states in force one after the other differ in it. */
  count(state: number): void;
  /** The sums so far. */
  finish(): BinCosts;
  /** Forgets everything, for the next bin. */
  reset(): void;
}

/**
 * @param sizes  the grid, ascending, shares
 * @param pastTouchOnly  leave out sizes that no state was walked past the best level for: on a grid
 *                       wider than any book, that is most of it
 */
export function createSideCosts(sizes: ArrayLike<number>, pastTouchOnly: boolean): SideCosts {
  const count = sizes.length;
  const time = new Float64Array(BLOCKS * count);
  const money = new Float64Array(BLOCKS * count);
  // A size inside the best level costs size * offset. Only the count of such sizes is kept for a
  // state, as bucket `touched`, and spread over the sizes below it once a bin: most of a wide grid
  // lies there, and adding to each of its sizes for every row would take longer than reading them.
  const touchTime = new Float64Array(BLOCKS * (count + 1));
  const touchOffset = new Float64Array(BLOCKS * (count + 1));
  const blockTime = new Float64Array(BLOCKS * count);
  const deviation = new Float64Array(BLOCKS * count);
  const [mean, fillable, pastTouch] = [0, 1, 2].map(() => new Float64Array(count));
  let states = 0;
  let last = Number.NaN;
  // Sums are zero outside sizes low .. high - 1 and buckets low .. high.
  let [low, high] = [count, 0];

  return {
    add(block, seconds, touched, filled, offset, cost) {
      const below = Math.min(touched, filled);
      if (below < low) low = below;
      if (filled > high) high = filled;
      touchTime[block * (count + 1) + below] += seconds;
      touchOffset[block * (count + 1) + below] += seconds * offset;
      const row = block * count;
      for (let k = below; k < filled; k++) {
        time[row + k] += seconds;
        money[row + k] += seconds * cost[k];
      }
    },
    count(state) {
      if (state !== last) states++;
      last = state;
    },
    finish() {
      const from = pastTouchOnly ? Math.min(low, high) : 0;
      for (const sums of [mean, fillable, pastTouch]) sums.fill(0, from, high);
      for (let block = 0; block < BLOCKS; block++) {
        let [inTouch, offset] = [0, 0];
        for (let k = high - 1; k >= from; k--) {
          const at = block * count + k;
          inTouch += touchTime[at + block + 1];
          offset += touchOffset[at + block + 1];
          pastTouch[k] += time[at];
          blockTime[at] = time[at] + inTouch;
          deviation[at] = money[at] + sizes[k] * offset;
          fillable[k] += blockTime[at];
          mean[k] += deviation[at];
        }
      }
      for (let k = from; k < high; k++) mean[k] /= fillable[k];
      for (let block = 0; block < BLOCKS; block++) {
        for (let at = block * count + from, k = from; k < high; at++, k++) {
          if (blockTime[at] > 0) deviation[at] -= mean[k] * blockTime[at];
        }
      }
      return { from, to: high, mean, fillable, pastTouch, deviation, states };
    },
    reset() {
      for (let block = 0; block < BLOCKS; block++) {
        for (const sums of [time, money]) sums.fill(0, block * count + low, block * count + high);
        for (const sums of [touchTime, touchOffset])
          sums.fill(0, block * (count + 1) + low, block * (count + 1) + high + 1);
      }
      [low, high, states, last] = [count, 0, 0, Number.NaN];
    },
  };
}
