/** The terms on which an order may trade: caps, round lots and a smallest trade. */
import { InputError, must } from "../../base/input-error";
import { checkCap, type Cap } from "./caps";
import { largestThatFits } from "./room";

/** What an order must keep to; each is without effect where it is left out. */
export interface TermOptions {
  /**
   * The most that each bin may trade: shares, one number for all or one a bin; Infinity is no cap, 0 shuts
   * a bin. Exact for bins of beta >= 1. With caps on bins of beta < 1 the problem is NP-hard: where no such cap
   * binds, or the bound proves it, the status is `optimal`, else `bounded`. Together they must leave room for
   * the size. Default: none.
   */
  readonly cap?: Cap;
  /**
   * Shares a lot, above 0: every bin trades whole lots. Where the size is no multiple, the odd rest joins one bin,
   * the one where it costs least (the lowest index on ties). Exact for bins of beta >= 1; else `bounded` where the
   * bound does not prove it. Default: none.
   */
  readonly lot?: number;
  /**
   * Shares, 0 or above: a bin trades nothing or at least so much. The best that was found, with a proven bound.
   * Default: 0.
   */
  readonly minTrade?: number;
}

/** Terms of n bins, checked. */
export interface Terms {
  readonly cap: Float64Array | undefined;
  readonly lot: number | undefined;
  readonly minTrade: number;
}

/**
 * @throws InputError for a term that breaks its rule, or terms that cannot hold the order: it names the largest
 *   size that fits.
 */
export function checkTerms({ cap, lot, minTrade = 0 }: TermOptions, n: number, size: number): Terms {
  if (lot !== undefined) {
    if (typeof lot !== "number" || !(lot > 0 && lot < Infinity))
      throw new InputError("options.lot", "must be a finite number of shares above 0", lot);
    must(
      size / lot <= Number.MAX_SAFE_INTEGER,
      "options.lot",
      `must not be finer than doubles count ${size} shares in`,
      lot,
    );
  }
  if (typeof minTrade !== "number" || !(minTrade >= 0 && minTrade < Infinity))
    throw new InputError("options.minTrade", "must be a finite number of shares, 0 or above", minTrade);
  const terms = { cap: cap === undefined ? undefined : checkCap(cap, n, size), lot, minTrade };
  if (size === 0 || (lot === undefined && minTrade === 0)) return terms;
  must(
    minTrade <= size,
    "options.minTrade",
    `must be at most the size, ${size} shares, for a bin to trade it`,
    minTrade,
  );
  const largest = largestThatFits(terms, n, size);
  if (largest < size) {
    const grid = lot === undefined ? "" : ` in lots of ${lot} shares`;
    const least = minTrade > 0 ? `, with ${minTrade} shares or nothing a bin` : "";
    throw new InputError(
      minTrade > 0 ? "options.minTrade" : "options.lot",
      `must leave room for the size within the caps${grid}${least}: up to it ${largest} shares is the largest that fits`,
      size,
    );
  }
  return terms;
}

/** What an allocation says of the terms that were asked for. */
export function termsOf({ cap, lot, minTrade }: Terms): { cap?: Float64Array; lot?: number; minTrade?: number } {
  return {
    ...(cap === undefined ? {} : { cap }),
    ...(lot === undefined ? {} : { lot }),
    ...(minTrade > 0 ? { minTrade } : {}),
  };
}
