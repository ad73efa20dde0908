/** Sobol's indices and elementary effects for a terminal or a notebook cell, with what they do and do not say. */
import type { PointFailure } from "./evaluate";
import { number, table } from "../../base/text-table";
import type { MorrisResult } from "./morris";
import type { SobolIndex, SobolResult } from "./sobol-indices";

/** A table of the indices with their intervals, and sentences on convergence, small indices and failures. */
export function formatSobol(result: SobolResult): string {
  const { status, inputs, first, total, second, confidence, convergence } = result;
  const lines = [
    `Sobol indices of ${inputs.length} inputs, ${result.evaluations} evaluations (${result.basePoints} base points used)`,
  ];
  if (status === "constant-output")
    return [
      ...lines,
      `The output is constant (${number(result.mean)}): there is no variance to divide, so no index.`,
      ...failed(result.failures, ""),
      "",
    ].join("\n");
  if (status === "too-few-vary")
    return [
      ...lines,
      "The output differs at too few points to have a variance: no index; take more points.",
      ...failed(result.failures, ""),
      "",
    ].join("\n");
  if (status === "no-output")
    return [...lines, "Too few points have a value: no index.", ...failed(result.failures, ""), ""].join("\n");
  const level = `${number(100 * confidence)} %`;
  const rows = inputs.map((name, i) => [name, ...cells(first[i]), ...cells(total[i])]);
  lines.push(table(["input", "S1", `${level} interval`, "ST", `${level} interval`], rows));
  if (second !== undefined)
    lines.push(
      table(
        ["pair", "S2", `${level} interval`],
        second.map(({ i, j, index }) => [`${inputs[i]} x ${inputs[j]}`, ...cells(index)]),
      ),
    );
  const negative = [...first, ...total, ...(second ?? []).map(({ index }) => index)].filter(({ value }) => value < 0);
  if (negative.length > 0) {
    const within = negative.filter(({ low, high }) => low <= 0 && high >= 0).length;
    lines.push(
      within === negative.length
        ? "Indices below 0 are estimates of small ones: their intervals cover 0."
        : `${negative.length - within} indices are below 0 and their intervals do not cover it: take more points.`,
    );
  }
  const { converged, largestHalfWidth, largestChange, largestExcess, largestShare, mostShare, tolerance } = convergence;
  lines.push(
    `${converged ? "Converged" : "NOT converged"}: the widest interval is +-${number(largestHalfWidth)}, the last doubling of points moved an index by ` +
      `${number(largestChange)} at most (tolerance ${number(tolerance)}).`,
    ...(largestShare > mostShare
      ? [
          `A few points hold the variance, one of ${result.basePoints} alone ${(100 * largestShare).toFixed(0)} % of it (limit ${number(100 * mostShare)} %): neither indices nor intervals ` +
            "can be trusted. Take more points or, where the output has a heavy tail, its log.",
        ]
      : []),
    ...(largestExcess > tolerance
      ? [`An S1 is above its ST by ${number(largestExcess)}, which the true ones never are.`]
      : []),
    result.intervals === "replicates"
      ? `Intervals from ${result.replicates} independent randomisations of the points.`
      : "Intervals by bootstrap over points, which takes them for independent: for scrambled nets usually too wide, and blind to a net's own bias.",
    ...failed(result.failures, " and their base points are left out"),
  );
  return `${lines.join("\n")}\n`;
}

/** A table of the elementary effects, largest mu* first. */
export function formatMorris(result: MorrisResult): string {
  const { effects, trajectories, levels, evaluations, confidence } = result;
  const lines = [
    `Elementary effects of ${effects.length} inputs: ${trajectories} paths over ${levels} levels, ${evaluations} evaluations`,
  ];
  if (result.status === "constant-output") lines.push("The output is constant: every effect is 0.");
  const sorted = [...effects].sort((a, b) => b.muStar - a.muStar);
  const rows = sorted.map((e) => [
    e.name,
    number(e.mu),
    number(e.muStar),
    `${number(e.low)} .. ${number(e.high)}`,
    number(e.sigma),
    String(e.effects),
  ]);
  lines.push(
    table(["input", "mu", "mu*", `${number(100 * confidence)} % interval`, "sigma", "effects"], rows),
    ...failed(result.failures, ": the effects they are part of are left out"),
  );
  return `${lines.join("\n")}\n`;
}

function failed(failures: readonly PointFailure[], leftOut: string): string[] {
  if (failures.length === 0) return [];
  const [{ x, reason }] = failures;
  const points = failures.length === 1 ? "1 evaluation has" : `${failures.length} evaluations have`;
  return [`${points} no value${leftOut}; the first at (${x.map(number).join(", ")}): ${reason}`];
}

function cells({ value, low, high }: SobolIndex): string[] {
  return [value.toFixed(4), `${low.toFixed(4)} .. ${high.toFixed(4)}`];
}
