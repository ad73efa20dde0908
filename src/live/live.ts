import { checkFields } from "../base/check-fields";
import { checkOptions } from "../base/check-options";
import { InputError, must } from "../base/input-error";
import { FIGURE_OPTIONS, type Figure, type FigureOptions } from "../figures/look/theme";
import type { StrategyCostInput } from "../figures/allocation/strategy-cost";
import type { CutOptions } from "../figures/sweep/kept-allocations";
import type { Cap } from "../solver/model/caps";
import type { Constraints } from "../solver/model/constraints";
import { checkSize } from "../solver/model/impact-model";
import type { SweepGrid } from "../sweep/plan-grid";
import { plainModel, plainNumbers, plainPivot, type LiveControl, type LiveData, type LiveModel } from "./live-data";
import { ORDER_FIGURES, SWEEP_FIGURES, type OrderFigure, type SweepFigure } from "./live-figures";
import { answer } from "./solve";

/** What the author ran; every part of it can be moved in the page. */
export interface LiveOrder {
  /** S, shares. */
  readonly size: number;
  /** Which side of a model of several. */
  readonly side?: string;
  /** Added to every beta, dimensionless; each bin's cost in the middle of its fit stays. Default 0. */
  readonly shift?: number;
  /** The most that each bin may trade, shares: one number, or one a bin. Default: none. */
  readonly cap?: Cap;
}

/** A sweep to draw, and the side and shift that it is made at. */
export interface LiveSweep extends Omit<SweepGrid, keyof Constraints>, Pick<LiveOrder, "side" | "shift"> {}

export interface LiveOptions {
  /**
   * Which of the notebook's parameters state the ranges and units of the controls: `{ size: "largestReal" }`.
   * Default: those of the controls' own names, `size`, `side`, `shift` and `cap`, where the notebook has them.
   */
  readonly parameters?: Partial<Record<LiveControl, string>>;
}

/** A figure like any other, which a report's page can solve again. */
export type LiveFigure = Figure;

/** What a page that knows the module "live" gives it; others show the figure. */
export const MODULE_MIME_TYPE = "application/vnd.impactlab.module+json";
const PLOTLY_MIME_TYPE = "application/vnd.plotly.v1+json";
const JUPYTER_DISPLAY = Symbol.for("Jupyter.display");

/**
 * A figure that answers back: in a report's page its reader moves S, a shift of every beta, a cap and, of estimates of
 * several sides, the side; allocation, cost, marginal cost and certificate are solved again there, by the same code
 * to the same bits, without a kernel or a network. What was run stays in sight. Everywhere else it is the plain figure.
 *
 * @param figure the function that draws it: of an allocation (`allocationFigure`, `marginalCostFigure`,
 *   `executionScheduleFigure`) or of a sweep (`costSurfaceFigure`, `strategyCostFigure`, any map or slider).
 * @param model alpha (currency per share^beta) and beta, N bins, or estimates of several sides (`side: "all"`).
 * @param run what was run: `{ size, side, shift, cap }` of an order, in shares, or `{ sizes, betas, twap, ... }` as
 *   `sweep` takes them. Controls take range and unit from the notebook's parameters of the same names.
 * @param options of the figure, and `parameters`, the names of the notebook's parameters where they are others.
 * @returns the figure as run, to be the last value of a cell or given to `display`.
 * @throws InputError for a figure that cannot be live, and for what breaks the rules of solver, sweep or figure.
 * @example
 * ```ts
 * import { allocationFigure, live } from "../src";
 *
 * const model = { alpha: [0.01, 0.02, 0.01], beta: [1.5, 1.5, 1.5], bin: ["10:00", "11:00", "12:00"] };
 * live(allocationFigure, model, { size: 900 }); // in a report: S, beta and a cap to move
 * ```
 */
export function live(
  figure: OrderFigure,
  model: LiveModel,
  run: LiveOrder,
  options?: FigureOptions & LiveOptions,
): LiveFigure;
export function live(
  figure: SweepFigure | ((input: StrategyCostInput, options?: FigureOptions) => Figure),
  model: LiveModel,
  run: LiveSweep,
  options?: CutOptions & LiveOptions,
): LiveFigure;
export function live(
  figure: unknown,
  model: LiveModel,
  run: LiveOrder | LiveSweep,
  options: CutOptions & LiveOptions = {},
): LiveFigure {
  const data = liveData(figure, model, run, options);
  const asRun = answer(data, data.base).figure;
  const { data: traces, layout } = asRun;
  const display = (): object => ({
    [PLOTLY_MIME_TYPE]: { data: traces, layout },
    [MODULE_MIME_TYPE]: { module: "live", data },
  });
  return Object.defineProperty({ ...asRun }, JUPYTER_DISPLAY, { value: display });
}

const OPTIONS = { ...FIGURE_OPTIONS, along: true, at: true, bin: true, parameters: true } as const;
const ORDER = { size: true, side: true, shift: true, cap: true } as const;
const SWEEP = { sizes: true, betas: true, allocations: true, twap: true, side: true, shift: true } as const;

/** What the page is given. */
export function liveData(
  figure: unknown,
  model: LiveModel,
  run: LiveOrder | LiveSweep,
  options: CutOptions & LiveOptions = {},
): LiveData {
  // By its name: a function of a file that was edited since is another one of the same name.
  const name = typeof figure === "function" ? figure.name : "";
  const sweeps = Object.hasOwn(SWEEP_FIGURES, name);
  if (!sweeps && !Object.hasOwn(ORDER_FIGURES, name)) {
    const known = [...Object.keys(ORDER_FIGURES), ...Object.keys(SWEEP_FIGURES)].join(", ");
    throw new InputError("figure", `must be a figure that can be live (${known})`, figure);
  }
  checkFields("model", model, ["alpha", "beta"], "an object { alpha, beta }");
  const { parameters = {}, ...ofFigure } = checkOptions(options, OPTIONS);
  const { side, shift = 0 } = sweeps ? checkOptions(run as LiveSweep, SWEEP, "run") : checkOptions(run, ORDER, "run");
  const sides = sidesOf(model);
  const chosen = side ?? (sides.length === 1 ? sides[0] : undefined);
  if (chosen === undefined || (sides.length > 1 && !sides.includes(chosen)))
    throw new InputError("run.side", `must be one of the model's sides (${sides.join(", ")})`, side);
  must(Number.isFinite(shift), "run.shift", "must be finite", shift);
  const only = sides.length === 1;
  const common = {
    figure: name,
    models: sides.map((one) => plainModel(only ? model : ofSide(model, one), only ? chosen : one)),
    options: ofFigure,
    parameters: { size: "size", shift: "shift", cap: "cap", side: "side", ...parameters },
  };
  if (sweeps) {
    const grid = plainGrid(run as LiveSweep);
    return { ...common, grid, base: { size: grid.sizes[grid.sizes.length - 1], shift, cap: null, side: chosen } };
  }
  const { size, cap } = run as LiveOrder;
  checkSize(size);
  const base = { size, shift, side: chosen };
  if (typeof cap === "object") return { ...common, base: { ...base, cap: 1 }, caps: plainNumbers(cap) };
  return { ...common, base: { ...base, cap: cap === undefined || cap === Infinity ? null : cap } };
}

/** The sides of estimates that have some, in their order; one otherwise. */
function sidesOf({ side }: LiveModel): string[] {
  const sides = [...new Set(side === undefined ? [""] : Array.from(side))];
  return sides.length === 0 ? [""] : sides;
}

function ofSide(model: LiveModel, side: string): LiveModel {
  const rows = Array.from(model.side ?? []).flatMap((name, row) => (name === side ? [row] : []));
  const take = <Value>(values: ArrayLike<Value> | undefined): Value[] | undefined =>
    values === undefined ? undefined : rows.map((row) => values[row]);
  const { alpha, beta, bin, status, minSize, maxSize, volume, notes } = model;
  return {
    alpha: rows.map((row) => alpha[row]),
    beta: rows.map((row) => beta[row]),
    bin: take(bin),
    status: take(status),
    minSize: take(minSize),
    maxSize: take(maxSize),
    volume: take(volume),
    notes,
  };
}

function plainGrid({ sizes, betas, allocations, twap = false }: LiveSweep): NonNullable<LiveData["grid"]> {
  must(betas?.kind !== "models", "run.betas", "must be commonBeta, shiftBeta or stretchBeta", betas);
  const transform =
    betas === undefined
      ? {}
      : { betas: { kind: betas.kind, values: Array.from(betas.values), pivot: plainPivot(betas.pivot) } };
  must(
    typeof sizes === "object" && sizes !== null && sizes.length > 0,
    "run.sizes",
    "must hold at least one size",
    sizes,
  );
  return { sizes: Array.from(sizes), ...transform, ...(allocations === undefined ? {} : { allocations }), twap };
}
