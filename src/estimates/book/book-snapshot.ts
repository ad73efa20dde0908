/**
 * One state of an order book: what could be bought and sold, at which prices, from one time on.
 */
export interface BookSnapshot {
  /**
   * When the book came into this state: microseconds since the Unix epoch, UTC or what the file's own clock
   * showed. A double here is exact to a quarter of a microsecond.
   */
  time: number;
  /** Prices to sell at, best (highest) first; NaN where there is no such level (see present-book). */
  readonly bidPrice: Float64Array;
  /** Quantity at each bid, shares. */
  readonly bidSize: Float64Array;
  /** Prices to buy at, best (lowest) first; NaN where there is no such level. */
  readonly askPrice: Float64Array;
  /** Quantity at each ask, shares. */
  readonly askSize: Float64Array;
  /** Shares traded by the event that led to this state; 0 for none, NaN where the format does not say. */
  traded: number;
  /** False while trading is halted. */
  open: boolean;
  /**
   * What the feed says of the state itself: `unsettled`, in the midst of an event; `doubtful`, after a loss of
   * messages, which counts as no book. Left out: sound.
   */
  quality?: "sound" | "unsettled" | "doubtful";
}

/** A snapshot with room for `levels` levels a side. Readers fill one and hand it on again and again. */
export function createSnapshot(levels: number): BookSnapshot {
  return {
    time: Number.NaN,
    bidPrice: new Float64Array(levels),
    bidSize: new Float64Array(levels),
    askPrice: new Float64Array(levels),
    askSize: new Float64Array(levels),
    traded: Number.NaN,
    open: true,
    quality: "sound",
  };
}

/** The mid price, or NaN where a side is empty or the book is locked or crossed (bid >= ask). */
export function midPrice(book: BookSnapshot): number {
  const [bid, ask] = [book.bidPrice[0], book.askPrice[0]];
  return bid < ask ? (bid + ask) / 2 : Number.NaN;
}
