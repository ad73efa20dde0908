/** The constraints of an order, checked: its caps, round lots and smallest trade leave a way to trade it. */
import { InputError, must } from "../../base/input-error";
import { sum } from "../../numeric/sum";
import { TOLERANCES } from "./allocation";
import { capsName, capsOf, type Constraints } from "./constraints";
import type { ImpactModel } from "./impact-model";
import { largestThatFits } from "./room";

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
export function termsOf(model: ImpactModel, n: number, size: number, constraints: Constraints): Terms {
  const { lot, minTrade = 0 } = constraints;
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
  // The largest size that fits is what lots and a smallest trade leave of the caps' room.
  const room = lot === undefined && minTrade === 0 ? size : 0;
  const terms = { cap: capsOf(model, n, room, constraints), lot, minTrade };
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
    const argument = minTrade > 0 ? "options.minTrade" : "options.lot";
    const isCaps = terms.cap !== undefined && sum(terms.cap) < size * (1 - TOLERANCES.feasibility);
    throw new InputError(
      isCaps ? capsName(constraints) : argument,
      `must leave room for the size${isCaps ? "" : " within the caps"}${grid}${least}: ` +
        `the largest up to it is ${largest} shares`,
      size,
    );
  }
  return terms;
}

/** What an allocation says of the terms that were asked for. */
export function asked({ cap, lot, minTrade }: Terms): { cap?: Float64Array; lot?: number; minTrade?: number } {
  return {
    ...(cap === undefined ? {} : { cap }),
    ...(lot === undefined ? {} : { lot }),
    ...(minTrade > 0 ? { minTrade } : {}),
  };
}
