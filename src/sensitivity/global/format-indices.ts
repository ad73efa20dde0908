/** Sobol's indices and elementary effects for a terminal or a notebook cell, with what they do and do not say. */
import { checkFields } from "../../base/check-fields";
import type { PointFailure } from "./evaluate";
import { number, table } from "../../base/text-table";
import { byMuStar } from "./indices-summary";
import type { MorrisResult } from "./morris";
import type { SobolIndex, SobolResult } from "./sobol-indices";

/**
 * Sobol's indices as text: a table with their intervals, and sentences on convergence, small indices and failures.
 *
 * @param result of `sobolIndices` or `analyseSobol`.
 * @example
 * ```ts
 * import { formatSobol, sobolIndices } from "../src";
 *
 * const inputs = ["a", "b"].map((name) => ({ name, low: 0, high: 1 }));
 * console.log(formatSobol(sobolIndices(([a, b]) => a + a * b, inputs, { basePoints: 256, secondOrder: true })));
 * ```
 */
export function formatSobol(result: SobolResult): string {
  checkFields("result", result, ["inputs", "first", "total", "convergence"], "what sobolIndices returned");
  const { status, inputs, evaluations, basePoints, failures } = result;
  const title = `Sobol indices of ${inputs.length} inputs, ${evaluations} evaluations (${basePoints} base points used)`;
  const lines =
    status === "estimated"
      ? [...indexTables(result), ...signs(result), ...convergenceOf(result)]
      : [noIndex(result), ...failed(failures, "")];
  return `${[title, ...lines].join("\n")}\n`;
}

function noIndex({ status, mean, basePoints, evaluations, inputs, second }: SobolResult): string {
  const asked = evaluations / (second === undefined ? inputs.length + 2 : 2 * inputs.length + 2);
  switch (status) {
    case "constant-output":
      return (
        `The output is the same to 12 digits (${number(mean)}) wherever it was evaluated: there is no variance to ` +
        "divide, so no index."
      );
    case "too-few-vary":
      return "The output differs at too few points to have a variance: no index; take more points.";
    case "no-output":
      return `Too few points have a value, with all of them ${basePoints} of ${asked} base points: no index.`;
    case "estimated":
      return "";
  }
}

function indexTables({ inputs, first, total, second, confidence }: SobolResult): string[] {
  const interval = `${number(100 * confidence)} % interval`;
  const rows = inputs.map((name, i) => [name, ...cells(first[i]), ...cells(total[i])]);
  const pairs = second?.map(({ i, j, index }) => [`${inputs[i]} x ${inputs[j]}`, ...cells(index)]);
  return [
    table(["input", "S1", interval, "ST", interval], rows),
    ...(pairs === undefined ? [] : [table(["pair", "S2", interval], pairs)]),
  ];
}

function signs({ first, total, second = [] }: SobolResult): string[] {
  const negative = [...first, ...total, ...second.map(({ index }) => index)].filter(({ value }) => value < 0);
  if (negative.length === 0) return [];
  const beyond = negative.filter(({ low, high }) => !(low <= 0 && high >= 0)).length;
  return [
    beyond === 0
      ? "Indices below 0 are estimates of small ones: their intervals cover 0."
      : `${beyond} indices are below 0 and their intervals do not cover it: take more points.`,
  ];
}

function convergenceOf(result: SobolResult): string[] {
  const { convergence, basePoints, intervals, replicates, surrogate, failures } = result;
  const { converged, largestHalfWidth, largestChange, largestExcess, largestShare, mostShare, tolerance } = convergence;
  const share = `${(100 * largestShare).toFixed(0)} % of it (limit ${number(100 * mostShare)} %)`;
  return [
    `${converged ? "Converged" : "NOT converged"}: the widest interval is ±${number(largestHalfWidth)}, the last ` +
      `doubling of points moved an index by ${number(largestChange)} at most (tolerance ${number(tolerance)}).`,
    ...(largestShare > mostShare
      ? [
          `A few points hold the variance, one of ${basePoints} alone ${share}: neither indices nor intervals ` +
            "can be trusted. Take more points or, where the output has a heavy tail, its log.",
        ]
      : []),
    ...(largestExcess > tolerance
      ? [`An S1 is above its ST by ${number(largestExcess)}, which the true ones never are.`]
      : []),
    intervals === "replicates"
      ? `Intervals from ${replicates} independent randomisations of the points.`
      : "Intervals by bootstrap over points, which takes them for independent: for scrambled nets usually too wide, " +
        "and blind to a net's own bias.",
    ...surrogateOf(surrogate, largestShare > mostShare),
    ...failed(failures, " and their base points are left out"),
  ];
}

/** Of an output whose variance few points hold, and of one that is hard for polynomials alone; and what to do. */
const TAILS = "an output has heavy tails. Take its log, or";
const NO_POLYNOMIAL = "many inputs act together or an output jumps. It takes";

function surrogateOf({ status, terms, share, taken, steep }: SobolResult["surrogate"], heavy: boolean): string[] {
  const sizes = `polynomials of ${terms.join(" and ")} terms`;
  switch (status) {
    case "used": {
      const left = 1 - share;
      const some = `; ${(100 * taken).toFixed(0)} % of the estimates spread less with them and take them`;
      const which = `which leave ${number(100 * left)} % of the variance to the points${taken < 1 ? some : ""}`;
      const tails =
        "Few points see the tails of their powers of normal inputs: taken where a quarter of the spread is left.";
      return [`Control variate: ${sizes}, ${which}.`, ...(steep && taken < 1 ? [tails] : [])];
    }
    case "dropped":
      return [
        `No control variate: ${terms.length > 0 ? sizes : "a polynomial"} fitted to one half of the points explained ` +
          `nothing of the other, as where ${heavy ? TAILS : NO_POLYNOMIAL} more points.`,
      ];
    case "points-missing":
      return ["No control variate: its mean over the points that have a value is not known."];
    case "too-few-nets":
      return ["No control variate: it takes 4 randomisations of the points or more."];
    case "off":
      return [];
  }
}

/**
 * Elementary effects as text: a table, largest mu* first, and a sentence on failures.
 *
 * @param result of `morris` or `analyseMorris`.
 * @example
 * ```ts
 * import { formatMorris, morris } from "../src";
 *
 * const inputs = ["a", "b"].map((name) => ({ name, low: 0, high: 1 }));
 * console.log(formatMorris(morris(([a, b]) => a + a * b, inputs)));
 * ```
 */
export function formatMorris(result: MorrisResult): string {
  checkFields("result", result, ["effects", "status", "failures"], "what morris returned");
  const { effects, trajectories, levels, evaluations, confidence } = result;
  const lines = [
    `Elementary effects of ${effects.length} inputs: ${trajectories} paths over ${levels} levels, ` +
      `${evaluations} evaluations`,
  ];
  if (result.status === "no-output")
    lines.push("Where more than a tenth of an input's effects have no value, there is none to tell.");
  if (result.status === "constant-output") lines.push("The output is constant: every effect is 0.");
  const sorted = [...effects].sort(byMuStar);
  const rows = sorted.map((e) => [
    e.name,
    number(e.mu),
    number(e.muStar),
    Number.isNaN(e.low) ? "-" : `${number(e.low)} to ${number(e.high)}`,
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
  return [value.toFixed(4), `${low.toFixed(4)} to ${high.toFixed(4)}`];
}
