/**
 * The walking cost of one side over one bin, by size and by block of time: what is summed while a
 * book streams by, so that a bin of any number of snapshots takes the same memory.
 */

/** The bin is cut into this many equal blocks; longRunCovariance sees nothing faster. */
export const BLOCKS = 64;

/** What a bin's snapshots add up to, ready for the fit; all arrays by size. */
export interface BinCosts {
  /** Time-weighted mean cost while the size could be filled, currency; NaN where it never could. */
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

export function createSideCosts(sizes: ArrayLike<number>): SideCosts {
  const count = sizes.length;
  const time = new Float64Array(BLOCKS * count);
  const money = new Float64Array(BLOCKS * count);
  // A size inside the best level costs size * offset. Only the count of such sizes is kept for a
  // state, as bucket `touched`, and spread over the sizes below it once a bin: most of a wide grid
  // lies there, and adding to each of its sizes for every row would take longer than reading them.
  const touchTime = new Float64Array(BLOCKS * (count + 1));
  const touchOffset = new Float64Array(BLOCKS * (count + 1));
  let states = 0;
  let last = Number.NaN;

  return {
    add(block, seconds, touched, filled, offset, cost) {
      const below = Math.min(touched, filled);
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
      const fillable = new Float64Array(count);
      const pastTouch = new Float64Array(count);
      const mean = new Float64Array(count);
      const blockTime = new Float64Array(BLOCKS * count);
      const deviation = new Float64Array(BLOCKS * count);
      for (let block = 0; block < BLOCKS; block++) {
        let [inTouch, offset] = [0, 0];
        for (let k = count - 1; k >= 0; k--) {
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
      for (let k = 0; k < count; k++) mean[k] /= fillable[k];
      for (let at = 0; at < deviation.length; at++) {
        if (blockTime[at] > 0) deviation[at] -= mean[at % count] * blockTime[at];
      }
      return { mean, fillable, pastTouch, deviation, states };
    },
    reset() {
      for (const sums of [time, money, touchTime, touchOffset]) sums.fill(0);
      states = 0;
      last = Number.NaN;
    },
  };
}
