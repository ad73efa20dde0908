/**
 * What a study varies: named inputs, each with its distribution. A point of the unit cube becomes a point
 * of the inputs by their quantiles.
 */
import { must } from "../../base/input-error";
import { pow } from "../../numeric/elementary";
import { normalQuantile } from "../../numeric/normal-quantile";

/**
 * Uniform on [low, high] (evenly over decades where `scale` is "log"), or normal with a mean and a
 * standard deviation.
 */
export type StudyInput =
  | { readonly name: string; readonly low: number; readonly high: number; readonly scale?: "linear" | "log" }
  | { readonly name: string; readonly mean: number; readonly sd: number };

/** Checks that there are inputs of different names with possible ranges. */
export function checkInputs(inputs: readonly StudyInput[]): readonly StudyInput[] {
  must(Array.isArray(inputs) && inputs.length !== 0, "inputs", "must be a list of at least one input", inputs);
  const names = new Set<string>();
  inputs.forEach((input: StudyInput, k) => {
    must(
      typeof input === "object" && input !== null,
      "inputs",
      "must be an object { name, low, high } or { name, mean, sd }",
      input,
      k,
    );
    const { name } = input;
    must(typeof name === "string" && name !== "", `inputs[${k}].name`, "must be a text", name);
    must(!names.has(name), `inputs[${k}].name`, "must differ from the names before it", name);
    names.add(name);
    checkRange(`inputs[${k}]`, input);
  });
  return inputs;
}

/** Numbers in the rows of a design, which is worked out whole. */
const MOST_NUMBERS = 100_000_000;

/** Checks that a design of rows of d inputs can be laid out. */
export function checkDesignSize(argument: string, value: number, rows: number, d: number): void {
  must(
    rows * d <= MOST_NUMBERS,
    argument,
    `must make at most ${MOST_NUMBERS} numbers, and makes ${rows} evaluations x ${d} inputs`,
    value,
  );
}

function checkRange(where: string, input: StudyInput): void {
  const given = ["mean", "sd", "low", "high", "scale"].filter(
    (key) => (input as unknown as Record<string, unknown>)[key] !== undefined,
  );
  const normal = given.filter((key) => key === "mean" || key === "sd").length;
  const one = normal === 0 || normal === given.length;
  must(one, where, "must have either low and high, or mean and sd", `{ ${given.join(", ")} }`);
  if ("mean" in input) {
    must(Number.isFinite(input.mean), `${where}.mean`, "must be a finite number", input.mean);
    must(input.sd >= 0 && input.sd < Infinity, `${where}.sd`, "must be a finite number, 0 or above", input.sd);
    return;
  }
  const { low, high, scale } = input;
  must(Number.isFinite(low), `${where}.low`, "must be a finite number", low);
  must(Number.isFinite(high) && high >= low, `${where}.high`, `must be a finite number, not below low (${low})`, high);
  must([undefined, "linear", "log"].includes(scale), `${where}.scale`, "must be linear or log", scale);
  must(scale !== "log" || low > 0, `${where}.low`, "must be above 0 on a log scale", low);
}

/** The input's value at its quantile u, 0 < u < 1 (0 and 1 as well where it is uniform). */
export function valueAt(input: StudyInput, u: number): number {
  if ("mean" in input) return input.sd === 0 ? input.mean : input.mean + input.sd * normalQuantile(u);
  const { low, high, scale } = input;
  return scale === "log" ? low * pow(high / low, u) : low + (high - low) * u;
}

/** Half of what a normal leaves outside its mean +- 1.96 sd. */
const TAIL = 0.025;

/** The input's value at a place in its range: 0 the low end, 1 the high end; of a normal the central 95 %. */
export function valueInRange(input: StudyInput, place: number): number {
  return valueAt(input, "mean" in input ? TAIL + (1 - 2 * TAIL) * place : place);
}
