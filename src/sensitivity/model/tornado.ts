/**
 * One input at a time to either end of its range, the others as estimated: the bars of a tornado. Beside
 * the exact result stands what the derivative at the estimates promises; where the two part, the result
 * is curved or another branch of the solution takes over.
 */
import { brief, withSummary } from "../../base/summary";
import { checkFields } from "../../base/check-fields";
import { copyOfNotes, type Noted } from "../../base/units";
import { allocate } from "../../solver/allocate";
import { constraintsOf } from "../../solver/model/plain-constraints";
import { allocationDerivatives } from "../local/allocation-derivatives";
import { directionOf, type ModelStudy } from "./model-study";
import { studyFunction } from "./study-function";
import { valueInRange } from "../global/study-input";

export interface TornadoBar {
  readonly name: string;
  /** The input's ends: its range, or of a normal the central 95 %. */
  readonly inputLow: number;
  readonly inputHigh: number;
  /** The output there; NaN where there is none. */
  readonly low: number;
  readonly high: number;
  /** base + derivative * (end - base): undefined for outputs whose derivative is not at hand. */
  readonly linearLow: number | undefined;
  readonly linearHigh: number | undefined;
  /** Of the output by the input. */
  readonly derivative: number | undefined;
}

export interface Tornado extends Noted {
  readonly output: string;
  /** The output at the estimates. */
  readonly base: number;
  /** Widest first. */
  readonly bars: readonly TornadoBar[];
}

/**
 * The tornado of a model study: for each input k the output at either end of its range, the others at the base, beside
 * `f(base) + f_k (end - base_k)`, f_k the exact derivative (by implicit differentiation, see `allocationDerivatives`),
 * which `cost`, `cost-per-share` and `shadow-price` have.
 *
 * @returns bars in the output's unit, widest first; NaN at an end where there is no solution.
 * @throws Error where the model as estimated has no proven optimum.
 * @example
 * ```ts
 * import { modelStudy, tornado } from "../src";
 *
 * const model = { alpha: [0.01, 0.02], beta: [1.5, 1.6] };
 * const study = modelStudy(model, 1000, [{ name: "size", varies: "size", low: 900, high: 1100 }]);
 * const [{ low, high, linearLow, linearHigh }] = tornado(study).bars;
 * console.log(low - linearLow, high - linearHigh); // both above 0: the cost is convex in S
 * ```
 */
export function tornado(study: ModelStudy): Tornado {
  const { inputs, base, model, notes } = checkFields(
    "study",
    study,
    ["inputs", "base", "model"],
    "a study that modelStudy made",
  );
  const middle = studyFunction({ ...model, variations: [] })(new Float64Array(0));
  const slope = slopes(model);
  const bars = inputs.map((input, k): TornadoBar => {
    // The other inputs stay at the base, where they change nothing: work and memory of one input at a time.
    const f = studyFunction({ ...model, variations: [input] });
    const at = (end: number): number => {
      try {
        return f(Float64Array.of(end));
      } catch {
        return NaN;
      }
    };
    const [inputLow, inputHigh] = [valueInRange(input, 0), valueInRange(input, 1)];
    const derivative = slope?.(directionOf(model, input));
    const linear = (end: number): number | undefined =>
      derivative === undefined ? undefined : middle + derivative * (end - base[k]);
    return {
      name: input.name,
      inputLow,
      inputHigh,
      low: at(inputLow),
      high: at(inputHigh),
      linearLow: linear(inputLow),
      linearHigh: linear(inputHigh),
      derivative,
    };
  });
  const reach = (end: number): number => Math.abs(end - middle) || 0; // of an end without an output
  const width = ({ low, high }: TornadoBar): number => Math.max(reach(low), reach(high));
  const ranked = bars.sort((a, b) => width(b) - width(a));
  const found = { output: model.output, base: middle, bars: ranked, notes: copyOfNotes(notes) };
  return withSummary(found, (result) => ({
    title: `${result.output}, ${brief(result.base)} as estimated, one input at a time`,
    head: ["input", "from", "to", "at its low end", "at its high end"],
    rows: result.bars.map(({ name, inputLow, inputHigh, low, high }) => [
      name,
      ...[inputLow, inputHigh, low, high].map(brief),
    ]),
  }));
}

/** The output's derivative along a change of the model. */
function slopes({
  alpha,
  beta,
  size,
  output,
  constraints: plain,
}: ModelStudy["model"]): ((change: ModelStudy["directions"][number]) => number) | undefined {
  if (output !== "cost" && output !== "cost-per-share" && output !== "shadow-price") return undefined;
  const { constraints, volume } = constraintsOf(plain ?? {});
  // In steps there is no slope.
  if (constraints.lot !== undefined || constraints.minTrade !== undefined) return undefined;
  const allocation = allocate({ alpha, beta, volume }, size, constraints);
  const { along } = allocationDerivatives({ alpha, beta }, allocation);
  return (change) => {
    const { cost, lambda } = along(change);
    if (output === "shadow-price") return lambda;
    return output === "cost" ? cost : (cost - (allocation.cost / size) * (change.size ?? 0)) / size;
  };
}
