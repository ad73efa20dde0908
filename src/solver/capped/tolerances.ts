/**
 * What rounding may do to an allocation under caps, in one place: the solver under caps decides by
 * comparing volumes, costs and prices that were computed differently, and each decision leans on the
 * ones before it. So the tolerances must keep an order,
 *
 *     epsilon < STILL < ROUNDING < DUST < NO_GAIN < dualityGap,  DUST < SHORT <= feasibility,
 *     ROUNDING < SAME_PRICE < stationarity
 *
 * which a test holds:
 *
 * - below STILL nothing can move, so an iteration that waits for it ends;
 * - what is off by ROUNDING must be swept up as DUST, or a bin an ulp from its cap counts as inside it,
 *   and the next cut of its box is no cut;
 * - a gain that is not looked for (NO_GAIN) is part of the gap that is left: below the certificate's, or
 *   nothing would be proven optimal;
 * - sweeping DUST moves volume by less than SHORT, or its result would be thrown away as not feasible;
 * - bins alike in price but for SAME_PRICE are within the certificate's stationarity.
 */
import { TOLERANCES } from "../model/allocation";

/** A volume that a step moves by no more than this part of it stands still. */
export const STILL = 1e-15;

/**
 * What volumes that were found by subtraction from S are off by, of S; room that is less than this beside
 * a volume is none; two costs nearer than this are the same.
 */
export const ROUNDING = 1e-14;

/** Nearer to an end than this part of its cap, a bin is there but for rounding. */
export const DUST = 1e-13;

/** A node of the tree that can improve the cost by no more is left. */
export const NO_GAIN = 5e-13;

/**
 * What caps may fall short of a volume by, or an allocation of S; how much more than before it may cost when
 * its ends are settled.
 */
export const SHORT = TOLERANCES.feasibility;

/** Logs of marginal costs nearer than this are the same. */
export const SAME_PRICE = 1e-12;
