/** Lines of allocations through a sweep: along the sizes at one beta, or along the betas at one size. */
import type { SweepData } from "../../sweep/sweep-result";

/** Where to cut: the other axis's index stays put. Default: along the sizes, at the middle row. */
export interface Cut {
  readonly along?: "size" | "beta";
  /** The row (along sizes) or the column (along betas) that is held. Default: the middle one. */
  readonly at?: number;
}

export interface Line {
  readonly along: "size" | "beta";
  /** The kept bins. */
  readonly bins: number[];
  /** Places along the line, S or the beta axis's values, with what they are called. */
  readonly values: number[];
  readonly names: string[];
  /** The same in short, for ticks. */
  readonly labels: string[];
  /** S at each place. */
  readonly sizes: number[];
  /** x of the kept bins at each place, shares. */
  readonly x: number[][];
  /** What is held: "common beta 1.2", "S = 10,000 shares". */
  readonly held: string;
}

/** @throws RangeError for a sweep without allocations, or a place it does not have. */
export function allocationsAlong(sweep: SweepData, { along = "size", at }: Cut, unit = "shares"): Line {
  const { allocations, axes } = sweep;
  if (allocations === undefined)
    throw new RangeError('sweep must be made with allocations: "all", or a list of bins, for them to be drawn');
  const { size, beta } = axes;
  const columns = size.values.length;
  const rows = beta.values.length;
  const most = (along === "size" ? rows : columns) - 1;
  const place = at ?? most >> 1;
  if (!(Number.isInteger(place) && place >= 0 && place <= most))
    throw new RangeError(`at must be a whole number, 0 to ${most}, got ${place}`);
  const shares = (s: number): string => `S = ${s.toLocaleString("en-US", { maximumSignificantDigits: 4 })} ${unit}`;
  const betaName = (row: number): string =>
    beta.labels?.[row] ?? `${beta.name.replace(/_/g, " ")} ${Number(beta.values[row].toPrecision(3))}`;
  const short = (value: number): string => value.toLocaleString("en-US", { maximumSignificantDigits: 3 });
  const n = allocations.keptBins.length;
  const points = Array.from({ length: along === "size" ? columns : rows }, (_, k) =>
    along === "size" ? place * columns + k : k * columns + place,
  );
  return {
    along,
    bins: Array.from(allocations.keptBins),
    values: Array.from(along === "size" ? size.values : beta.values),
    labels: points.map((_, k) =>
      along === "size" ? short(size.values[k]) : (beta.labels?.[k] ?? short(beta.values[k])),
    ),
    names: points.map((_, k) => (along === "size" ? shares(size.values[k]) : betaName(k))),
    sizes: points.map((q) => size.values[q % columns]),
    x: points.map((q) => Array.from(allocations.x.subarray(q * n, (q + 1) * n))),
    held: along === "size" ? betaName(place) : shares(size.values[place]),
  };
}
