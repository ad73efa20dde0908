/** What estimates show of themselves. */
import { briefEnds, type Summary } from "../../base/summary";
import { unitsOf, type Notes } from "../../base/units";

export function estimatesSummary(estimates: {
  readonly bin: readonly string[];
  readonly side: readonly string[];
  readonly alpha: Float64Array;
  readonly beta: Float64Array;
  readonly minSize: Float64Array;
  readonly maxSize: Float64Array;
  readonly status: readonly string[];
  readonly notes: Notes;
}): Summary {
  const ends = (values: Float64Array): string => briefEnds(values, "not known");
  const { bin, side, alpha, beta, minSize, maxSize, status, notes } = estimates;
  const { currency, sizes, size } = unitsOf(estimates);
  const concave = beta.filter((b) => b <= 1).length;
  const counts = [...new Set(status)].map(
    (name) => `${status.filter((one) => one === name).length} ${name || "not said"}`,
  );
  const sides = [...new Set(side)].map((name) => name || "unnamed").join(", ");
  const rows = [
    ["bins", `${bin[0]} to ${bin[bin.length - 1]}`],
    ["side", sides],
    ["alpha", `${ends(alpha)} ${currency} per ${size}^beta`],
    ["beta", `${ends(beta)}${concave > 0 ? `, ${concave} at or below 1` : ""}`],
    ["sizes the fits saw", `${ends(Float64Array.of(...minSize, ...maxSize))} ${sizes}`],
    ["status", counts.join(", ")],
    ...(notes.source === undefined ? [] : [["source", notes.source]]),
  ];
  return { title: `Impact curves of ${bin.length} bins`, rows };
}
