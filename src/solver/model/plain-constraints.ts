/**
 * Constraints as plain JSON, for tasks that other threads and machines run: with the volume that a participation is
 * of, and null for Infinity, which JSON lacks.
 */
import { checkOptions } from "../../base/check-options";
import { CONSTRAINT_OPTIONS, type Constraints } from "./constraints";
import type { ImpactModel } from "./impact-model";
import { termsOf } from "./terms";

export interface PlainConstraints extends Omit<Constraints, "cap"> {
  readonly cap?: readonly (number | null)[];
  readonly volume?: readonly (number | null)[];
}

/** The constraints among a function's options, in their order of CONSTRAINT_OPTIONS. */
export function constraintsAmong(options: Constraints): Constraints {
  const names = Object.keys(CONSTRAINT_OPTIONS) as (keyof Constraints)[];
  return Object.fromEntries(names.filter((name) => options[name] !== undefined).map((name) => [name, options[name]]));
}

/**
 * Checks constraints, whatever the size, and makes JSON of them; undefined where there are none.
 *
 * @throws InputError as `termsOf`, but for the room they leave.
 */
export function plainConstraints(model: ImpactModel, options: Constraints): PlainConstraints | undefined {
  const { cap, ...others } = checkOptions(constraintsAmong(options), CONSTRAINT_OPTIONS);
  if (cap === undefined && Object.keys(others).length === 0) return undefined;
  const n = model.alpha.length;
  termsOf(model, n, 0, options);
  const plain = (values: ArrayLike<number>): (number | null)[] =>
    Array.from(values, (value) => (value === Infinity ? null : value));
  return {
    ...others,
    ...(cap === undefined ? {} : { cap: plain(typeof cap === "number" ? new Float64Array(n).fill(cap) : cap) }),
    ...(others.participation === undefined ? {} : { volume: plain(model.volume as ArrayLike<number>) }),
  };
}

/** What `plainConstraints` made, as options, and the volume that a model needs beside them. */
export function constraintsOf(plain: PlainConstraints): { constraints: Constraints; volume?: Float64Array } {
  const { cap, volume, ...others } = plain;
  const doubles = (values: readonly (number | null)[]): Float64Array => Float64Array.from(values, (v) => v ?? Infinity);
  return {
    constraints: cap === undefined ? others : { ...others, cap: doubles(cap) },
    ...(volume === undefined ? {} : { volume: doubles(volume) }),
  };
}
