/**
 * What a live figure carries, as plain JSON: the models of its sides, what was asked of them, and which figure shows
 * the answer. Numbers that JSON has no sign for travel as their names.
 */
import type { FigureOptions } from "../figures/look/theme";
import type { CutOptions } from "../figures/sweep/kept-allocations";
import type { Notes } from "../base/units";
import type { ImpactModel } from "../solver/model/impact-model";
import type { Pivot, ExponentTransform } from "../sweep/beta-transform";
import type { SweepGrid } from "../sweep/plan-grid";

/** What a reader moves. */
export interface LiveState {
  /** S, shares; of a sweep, its largest size. */
  readonly size: number;
  /** Added to every beta; each bin's cost at its pivot stays (`shiftBeta`). */
  readonly shift: number;
  /** No bin above it, shares; where the run gave a cap a bin, how many times that. Null: no cap. */
  readonly cap: number | null;
  /** Of the sides that there are; "" where there is one. */
  readonly side: string;
}

export type LiveControl = keyof LiveState;

/** A model and what its figures show beside it. */
export interface LiveModel extends ImpactModel {
  readonly bin?: readonly string[];
  readonly side?: readonly string[];
  readonly status?: readonly string[];
  readonly minSize?: ArrayLike<number>;
  readonly maxSize?: ArrayLike<number>;
  readonly volume?: ArrayLike<number>;
}

type PlainNumber = number | string;

export interface PlainModel {
  readonly side: string;
  readonly numbers: Readonly<Record<string, readonly PlainNumber[]>>;
  readonly texts: Readonly<Record<string, readonly string[]>>;
  readonly notes?: Notes;
}

/** The grid of a sweep; its sizes are those as run. */
export interface PlainGrid {
  readonly sizes: readonly number[];
  readonly betas?: Omit<ExponentTransform, "values" | "pivot"> & {
    readonly values: readonly number[];
    readonly pivot?: "typical" | "none" | number | readonly number[];
  };
  readonly allocations?: SweepGrid["allocations"];
  readonly twap: boolean;
}

export interface LiveData {
  /** The name of the figure's function. */
  readonly figure: string;
  readonly models: readonly PlainModel[];
  /** As run. */
  readonly base: LiveState;
  /** The caps as run, where they are one a bin. */
  readonly caps?: readonly PlainNumber[];
  readonly grid?: PlainGrid;
  readonly options: FigureOptions & CutOptions;
  /** The notebook's parameters that state the controls' ranges. */
  readonly parameters: Readonly<Record<LiveControl, string>>;
}

export function sameState(a: LiveState, b: LiveState): boolean {
  return a.size === b.size && a.shift === b.shift && a.cap === b.cap && a.side === b.side;
}

const NUMBERS = ["alpha", "beta", "minSize", "maxSize", "volume"] as const;
const TEXTS = ["bin", "status"] as const;

export function plainModel(model: LiveModel, side: string): PlainModel {
  const n = model.alpha.length;
  const numbers = NUMBERS.flatMap((name) => {
    const values = model[name];
    // A table without volumes has a column of NaN.
    if (values === undefined || values.length !== n || Array.from(values).every(Number.isNaN)) return [];
    return [[name, plainNumbers(values)] as const];
  });
  const texts = TEXTS.flatMap((name) => {
    const values = model[name];
    return values === undefined || values.every((text) => text === "") ? [] : [[name, [...values]] as const];
  });
  const notes = model.notes === undefined ? {} : { notes: model.notes };
  return { side, numbers: Object.fromEntries(numbers), texts: Object.fromEntries(texts), ...notes };
}

export function modelOf({ numbers, texts, notes }: PlainModel): LiveModel {
  const columns = Object.entries(numbers).map(([name, values]) => [name, doubles(values)] as const);
  return { ...Object.fromEntries(columns), ...texts, ...(notes === undefined ? {} : { notes }) } as LiveModel;
}

export function plainNumbers(values: ArrayLike<number>): PlainNumber[] {
  return Array.from(values, (value) => (Number.isFinite(value) ? value : String(value)));
}

export function doubles(values: readonly PlainNumber[]): Float64Array {
  return Float64Array.from(values, Number);
}

export function plainPivot(pivot: Pivot | undefined): NonNullable<PlainGrid["betas"]>["pivot"] {
  return typeof pivot === "object" ? Array.from(pivot) : pivot;
}
