/**
 * What the convex bins pay for a share v of the parent order, known from the points where it has
 * been evaluated. The cost c(v) is convex with slope lambda, so at every point the tangents seen so
 * far bound it from below; that is what lets the search over non-convex bins stop with a proof.
 *
 * Units: shares of S, and cost / S / e^scale, with `scale` near the log of the optimal cost per
 * share, so that nothing over- or underflows.
 */

/** An evaluated point: share, cost, and slope dc/dv = lambda. */
export interface Tangent {
  readonly v: number;
  readonly c: number;
  readonly slope: number;
}

/** What a volume is off by, of it. */
const ROUNDING = 1e-15;

export class ConvexCost {
  /** By ascending v. The first is the origin: no volume, no cost. */
  private readonly tangents: Tangent[] = [{ v: 0, c: 0, slope: 0 }];
  /** corners[k] is where the tangents k and k + 1 meet, between their points. */
  private corners: number[] = [];

  add(tangent: Tangent): void {
    if (!(tangent.c < Infinity && tangent.slope < Infinity)) return;
    // A kink has two tangents, the flatter one first.
    const at = this.position(tangent.v);
    if (at > 0 && this.tangents[at - 1].v === tangent.v && !(this.tangents[at - 1].slope < tangent.slope)) return;
    this.tangents.splice(at, 0, tangent);
    this.corners = [];
    for (let k = 1; k < this.tangents.length; k++) this.corners.push(meet(this.tangents[k - 1], this.tangents[k]));
  }

  /** The largest proven lower bound of c(v). */
  lowerBound(v: number): number {
    const at = this.position(v);
    const left = this.tangents[at - 1];
    const below = left.c + left.slope * (v - left.v);
    if (at === this.tangents.length) return below;
    const right = this.tangents[at];
    // A corner lies between two doubles, and a steep line is another at each: it must be a bound at both.
    return Math.max(below, right.c + right.slope * (v - right.v) - ROUNDING * right.slope * right.v);
  }

  /**
   * A proven lower bound of g(y) + c(total - y) over low <= y <= high, and the share v = total - y where
   * it is attained, for a concave g. The bound on c is linear between its corners, so the minimum is at
   * one of them or at an end; over whole v (total, low and high being whole), next to one.
   */
  lowerBoundBeside(
    g: (y: number) => number,
    total: number,
    low: number,
    high: number,
    whole = false,
  ): { bound: number; v: number } {
    const from = total - high;
    const to = total - low;
    const corners = this.cornersWithin(from, to);
    let bound = Infinity;
    let at = from;
    for (const v of [from, to, ...(whole ? corners.flatMap((v) => [Math.floor(v), Math.ceil(v)]) : corners)]) {
      const cost = g(total - v) + this.lowerBound(v);
      if (cost < bound) {
        bound = cost;
        at = v;
      }
    }
    return { bound, v: at };
  }

  /** A proven lower bound of c(v) - slope v over from <= v <= to: it is least where the tangents become steeper. */
  leastAbove(slope: number, from: number, to: number): number {
    const flatter = this.first((tangent) => tangent.slope > slope);
    const corner = flatter === 0 ? from : flatter === this.tangents.length ? to : this.corners[flatter - 1];
    const v = Math.min(to, Math.max(from, corner));
    return this.lowerBound(v) - slope * v;
  }

  /** The corners of the lower bound strictly inside (from, to). */
  private cornersWithin(from: number, to: number): number[] {
    const first = Math.max(0, this.position(from) - 1);
    const found: number[] = [];
    for (let k = first; k < this.corners.length && this.corners[k] < to; k++) {
      if (this.corners[k] > from) found.push(this.corners[k]);
    }
    return found;
  }

  /** The mean slope of c between the two evaluated points around v: a price that splits the gap. */
  slopeAround(v: number): number | undefined {
    const at = Math.min(this.position(v), this.tangents.length - 1);
    const left = this.tangents[at - 1];
    const right = this.tangents[at];
    if (left === undefined || !(right.v - left.v > 1e-9 * right.v)) return undefined;
    return (right.c - left.c) / (right.v - left.v);
  }

  /** How many tangents have v_k <= v. */
  private position(v: number): number {
    return this.first((tangent) => tangent.v > v);
  }

  /** The first tangent beyond what all later ones are beyond as well; their number where none is. */
  private first(isBeyond: (tangent: Tangent) => boolean): number {
    let low = 0;
    let high = this.tangents.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isBeyond(this.tangents[middle])) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

function meet(a: Tangent, b: Tangent): number {
  let v = (a.c - a.slope * a.v - (b.c - b.slope * b.v)) / (b.slope - a.slope);
  // The products may be beyond the doubles where their lines are not: from the next point backwards.
  if (!(Math.abs(v) < Infinity)) v = b.v - (b.c - a.c - a.slope * (b.v - a.v)) / (b.slope - a.slope);
  // Between their points, but for rounding: a straight stretch that ends at the next point meets it there. Lines that
  // are one meet anywhere.
  return Number.isNaN(v) ? (a.v + b.v) / 2 : Math.min(b.v, Math.max(a.v, v));
}
