/**
 * Ways of changing every bin's exponent at once, one model a value:
 *
 *     common    beta_i' = v
 *     shift     beta_i' = beta_i + v
 *     stretch   beta_i' = 1 + v (beta_i - 1)
 *     models    a list of models of the caller's own
 *
 * alpha is in currency per share^beta, so at a new beta the old alpha means something else. Each
 * transform therefore keeps every bin's cost at one size, its pivot q_i:
 *
 *     alpha_i' = alpha_i q_i^(beta_i - beta_i'),   so that alpha_i' q_i^beta_i' = alpha_i q_i^beta_i
 */
import { readable } from "../base/readable";
import { unitsOf, type Notes } from "../base/units";
import { InputError, must } from "../base/input-error";
import { unitsDiffer } from "../base/statements-differ";
import { exp, log, pow } from "../numeric/elementary";
import { checkModel, modelArrays, type CheckedModel, type ImpactModel } from "../solver/model/impact-model";

/**
 * - `"typical"`: where the model carries `minSize` and `maxSize` (the range its estimates saw), the
 *   geometric mean of the two, bin by bin; elsewhere the geometric mean of the sweep's sizes over N.
 * - a number of shares, or one a bin.
 * - `"none"`: alpha stays as it is, whatever it then means.
 */
export type Pivot = "typical" | "none" | number | ArrayLike<number>;

export interface ExponentTransform {
  readonly kind: "common" | "shift" | "stretch";
  /** v, ascending. */
  readonly values: ArrayLike<number>;
  /** Default `"typical"`. */
  readonly pivot?: Pivot;
}

export interface ModelList {
  readonly kind: "models";
  readonly models: readonly ImpactModel[];
  /** One name a model. Default: "model 1", "model 2", ... */
  readonly labels?: readonly string[];
}

export type BetaTransform = ExponentTransform | ModelList;

/**
 * Every bin with the same exponent: beta_i' = v.
 *
 * @param values v, dimensionless, above 0, ascending: one model each.
 * @param pivot the size in shares, one or one a bin, at which every bin's cost stays what it was, alpha_i' =
 *   alpha_i q_i^(beta_i - v); "typical" or "none".
 * @returns what `sweep` takes as `betas`, where it is checked.
 * @example
 * ```ts
 * import { commonBeta, sweep } from "../src";
 *
 * const model = { alpha: [0.01, 0.02], beta: [1.4, 1.6] };
 * const { cost } = await sweep(model, { sizes: [100], betas: commonBeta([0.5, 1, 2], 50) });
 * console.log(cost); // least where beta = 0.5: all of it in one bin
 * ```
 */
export function commonBeta(values: ArrayLike<number>, pivot: Pivot = "typical"): BetaTransform {
  return { kind: "common", values, pivot };
}

/**
 * Every bin's exponent shifted alike: beta_i' = beta_i + v.
 *
 * @param values v, dimensionless, ascending: one model each; 0 is the model as it is.
 * @param pivot as of `commonBeta`: alpha_i' = alpha_i q_i^(-v).
 * @returns what `sweep` takes as `betas`, where it is checked.
 * @example
 * ```ts
 * import { shiftBeta, sweep } from "../src";
 *
 * const model = { alpha: [0.01, 0.02], beta: [1.4, 1.6] };
 * const { effectiveBins } = await sweep(model, { sizes: [100], betas: shiftBeta([-0.5, 0, 0.5], 50) });
 * console.log(effectiveBins); // the more convex, the more even
 * ```
 */
export function shiftBeta(values: ArrayLike<number>, pivot: Pivot = "typical"): BetaTransform {
  return { kind: "shift", values, pivot };
}

/**
 * Every bin's distance from linear times v: beta_i' = 1 + v (beta_i - 1).
 *
 * @param values v, dimensionless, ascending: one model each; 0 makes every bin linear, 1 is the model as it is,
 *   below 0 a convex bin becomes concave.
 * @param pivot as of `commonBeta`: alpha_i' = alpha_i q_i^(beta_i - beta_i').
 * @returns what `sweep` takes as `betas`, where it is checked.
 * @example
 * ```ts
 * import { stretchBeta, sweep } from "../src";
 *
 * const model = { alpha: [0.01, 0.02], beta: [1.4, 1.6] };
 * const surface = await sweep(model, { sizes: [100], betas: stretchBeta([-0.5, 0, 1], 50) });
 * console.log(surface.points().map(({ regime }) => regime)); // concave, linear, convex
 * ```
 */
export function stretchBeta(values: ArrayLike<number>, pivot: Pivot = "typical"): BetaTransform {
  return { kind: "stretch", values, pivot };
}

/**
 * Models of one's own, in the order given: the days of a week, a model before and after a change.
 *
 * @param models of one number of bins; a sweep of them needs no model of its own.
 * @param labels one name a model. Default: "model 1", "model 2", ...
 * @returns what `sweep` takes as `betas`, where it is checked.
 * @example
 * ```ts
 * import { listModels, sweep } from "../src";
 *
 * const calm = { alpha: [0.01, 0.02], beta: [1.5, 1.5] };
 * const busy = { alpha: [0.02, 0.02], beta: [1.5, 1.5] };
 * const { cost } = await sweep(undefined, { sizes: [100], betas: listModels([calm, busy], ["calm", "busy"]) });
 * console.log(cost[0] < cost[1]); // true
 * ```
 */
export function listModels(models: readonly ImpactModel[], labels?: readonly string[]): BetaTransform {
  return { kind: "models", models, labels };
}

/** A transform with what it rests on: what row after row is made from, wherever that is. */
export interface BetaChange {
  readonly kind: ExponentTransform["kind"];
  /** q, shares, one a bin. */
  readonly pivot: Float64Array;
  /** v, one a row. */
  readonly values: Float64Array;
}

/** The model of one row. Its values are not checked. */
export function changedModel(
  { alpha, beta }: CheckedModel,
  { kind, pivot, values }: BetaChange,
  row: number,
): CheckedModel {
  const changed = beta.map((b) => newBeta(kind, b, values[row]));
  return { alpha: alpha.map((a, i) => a * pow(pivot[i], beta[i] - changed[i])), beta: changed };
}

/** The models of a transform, with the axis they stand on. The models' values are not checked. */
export interface TransformedModels {
  /** One a row; of a change they are made as they are asked for. */
  readonly models: readonly CheckedModel[];
  /** What a change starts from; undefined of a list. */
  readonly changed?: { readonly base: CheckedModel; readonly change: BetaChange };
  readonly values: Float64Array;
  /** What v is: "common beta", "shift of beta", "stretch of beta - 1", "model". */
  readonly name: string;
  readonly title: string;
  readonly labels?: readonly string[];
  readonly notes: Notes | undefined;
}

/**
 * Applies a transform; without one, the model as it is.
 *
 * @param sizes the sweep's sizes, shares, for the typical pivot.
 */
export function transformModel(
  model: ImpactModel | undefined,
  transform: BetaTransform | undefined,
  sizes: Float64Array,
): TransformedModels {
  if (transform?.kind === "models") return listed(transform, model?.notes);
  must(model !== undefined, "model", "must be given, unless options.betas is a list of models", model);
  const { notes } = model;
  if (transform === undefined) return listed({ kind: "models", models: [model], labels: ["as estimated"] }, notes);
  must(transform.kind in NAMES, "options.betas.kind", "must be common, shift, stretch or models", transform.kind);
  const checked = checkModel(model);
  const values = Float64Array.from(transform.values);
  for (let k = 0; k < values.length; k++) {
    must(Number.isFinite(values[k]), "options.betas.values", "must be finite", values[k], k);
    must(k === 0 || values[k] > values[k - 1], "options.betas.values", `must rise from ${values[k - 1]}`, values[k], k);
  }
  must(values.length !== 0, "options.betas.values", "must hold at least one value", values);
  const { pivot, note } = resolvePivot(model, checked, transform.pivot ?? "typical", sizes);
  const change = { kind: transform.kind, pivot, values };
  const name = NAMES[transform.kind];
  return {
    get models() {
      return Array.from(values, (_, row) => changedModel(checked, change, row));
    },
    changed: { base: checked, change },
    values,
    name,
    title: `${name} (${note})`,
    notes,
  };
}

const NAMES = { common: "common beta", shift: "shift of beta", stretch: "stretch of beta - 1" };

function newBeta(kind: ExponentTransform["kind"], beta: number, v: number): number {
  if (kind === "common") return v;
  const changed = kind === "shift" ? beta + v : 1 + v * (beta - 1);
  // 1.3 - 0.3 in doubles is a hair off linear, which no estimate means.
  return Math.abs(changed - 1) < 1e-13 ? 1 : changed;
}

function listed({ models, labels }: ModelList, notes: Notes | undefined): TransformedModels {
  must(Array.isArray(models) && models.length !== 0, "options.betas.models", "must hold at least one model", models);
  must(
    labels === undefined || labels.length === models.length,
    "options.betas.labels",
    `must have one name a model (${models.length})`,
    labels,
  );
  const stated = unitsDiffer(models);
  must(stated === undefined, "options.betas.models", "must be of one currency and unit of sizes", stated);
  // Rows of one name would be one on a map.
  labels?.forEach((label: string, k: number) =>
    must(labels.indexOf(label) === k, "options.betas.labels", "must be another for each model", label, k),
  );
  const arrays = models.map((model: ImpactModel) => modelArrays(model));
  for (let k = 1; k < arrays.length; k++) {
    must(
      arrays[k].alpha.length === arrays[0].alpha.length,
      "options.betas.models",
      `must all have ${arrays[0].alpha.length} bins, as the first has`,
      arrays[k].alpha,
      k,
    );
  }
  return {
    models: arrays,
    values: Float64Array.from(arrays, (_, k) => k),
    name: "model",
    title: "model",
    labels: labels ?? arrays.map((_, k) => `model ${k + 1}`),
    notes: notes ?? models[0].notes,
  };
}

/** The size of each bin that a pivot stands for, and a note that says so. */
export function resolvePivot(
  model: ImpactModel,
  { alpha }: CheckedModel,
  pivot: Pivot,
  sizes: Float64Array,
  argument = "options.betas.pivot",
): { pivot: Float64Array; note: string } {
  const n = alpha.length;
  const filled = (size: number): Float64Array => new Float64Array(n).fill(size);
  const keptAt = (size: number): string => {
    const shown = readable(size, 3);
    return `cost kept at ${shown} ${unitsOf(model).sizes} a bin`;
  };
  if (pivot === "none") return { pivot: filled(1), note: "alpha held fixed" };
  if (pivot === "typical") {
    const { minSize, maxSize } = model as { minSize?: ArrayLike<number>; maxSize?: ArrayLike<number> };
    const middle = Float64Array.from(alpha, (_, i) => Math.sqrt((minSize?.[i] ?? NaN) * (maxSize?.[i] ?? NaN)));
    const fitted = middle.every((q) => q > 0 && q < Infinity);
    if (fitted) return { pivot: middle, note: "cost kept in the middle of each bin's fit" };
    const logs = sizes.map(log);
    const even = Number((exp(logs.reduce((a, b) => a + b, 0) / logs.length) / n).toPrecision(3));
    return { pivot: filled(even), note: keptAt(even) };
  }
  const one = typeof pivot === "number";
  const given = one ? filled(pivot) : Float64Array.from(pivot);
  must(given.length === n, argument, `must be one size, or one a bin (${n})`, pivot);
  given.forEach((q, i) => {
    if (q > 0 && q < Infinity) return;
    throw new InputError(argument, "must be a finite size above 0", q, one ? undefined : i);
  });
  return { pivot: given, note: one ? keptAt(pivot) : "cost kept at each bin's pivot size" };
}
