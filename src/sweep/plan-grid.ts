/**
 * The tasks of a sweep: its grid checked, the models of its rows made, the rows cut into tasks in one fixed way
 * (cut-rows.ts), each of which starts cold: the same numbers to the last bit whoever runs them, and however many.
 */
import { must } from "../base/input-error";
import { unitsOf } from "../base/units";
import { fitRanges } from "../estimates/fit-ranges";
import type { Constraints } from "../solver/model/constraints";
import type { ImpactModel } from "../solver/model/impact-model";
import { plainConstraints } from "../solver/model/plain-constraints";
import { transformModel, type BetaTransform } from "./beta-transform";
import { cutRows } from "./cut-rows";
import type { SweepData } from "./sweep-result";
import { SWEEP_WORK, type RowModel, type SweepRow, type SweepShared, type SweepTask } from "./sweep-task";
import { workOf, type Work } from "../work/work";

/** What to sweep over, what every allocation keeps to, and what to keep of it. */
export interface SweepGrid extends Constraints {
  /** S, shares: finite, above 0, ascending. */
  readonly sizes: ArrayLike<number>;
  /** How the exponents vary: `commonBeta`, `shiftBeta`, `stretchBeta` or `listModels`. Default: the model as it is. */
  readonly betas?: BetaTransform;
  /** Which x_i to keep: of all bins, or of those listed. N x points doubles take memory. Default: none. */
  readonly allocations?: "all" | readonly number[];
  /** Also works out what TWAP costs at every point. Default false. */
  readonly twap?: boolean;
}

export interface SweepPlan {
  readonly axes: SweepData["axes"];
  readonly bins: number;
  readonly keptBins: readonly number[] | null;
  readonly work: Work<SweepTask, SweepRow>;
  readonly tasks: readonly SweepTask[];
  /** What the sweep's arrays need room for beside the cost. */
  readonly asked: Readonly<Record<"twap" | "outside" | "constrained", boolean>>;
  readonly notes: SweepData["notes"];
}

/** The tasks of a sweep and the axes they lie on. */
export function planGrid(model: ImpactModel | undefined, grid: SweepGrid): SweepPlan {
  const { sizes, betas, allocations, twap = false } = grid;
  const S = checkSizes(sizes);
  checkCounts(S.length, model, betas, allocations);
  const transformed = transformModel(model, betas, S);
  const { changed, values, name, title, labels, notes } = transformed;
  const own = betas?.kind === "models" ? betas.models : [model as ImpactModel];
  const rows = own.map((one, row): RowModel => {
    const { alpha, beta } = changed?.base ?? transformed.models[row];
    const [ranges, constraints] = [fitRanges(one), plainConstraints(one, grid)];
    return {
      alpha: alpha.slice(),
      beta: beta.slice(),
      ...(ranges === undefined ? {} : { ranges }),
      ...(constraints === undefined ? {} : { constraints }),
    };
  });
  const bins = rows[0].alpha.length;
  const keptBins = checkKept(allocations, bins);
  // A model that all rows are made from travels once; one of a list with its row's tasks.
  const one = rows.length === 1;
  const shared: SweepShared = { ...(one ? { model: rows[0] } : {}), change: changed?.change, sizes: S, keptBins, twap };
  const tasks = cutRows(values.length, S.length, bins).map((piece, part): SweepTask => ({
    part,
    ...piece,
    ...(one ? {} : { model: rows[piece.row] }),
  }));
  const asked = {
    twap,
    outside: rows.some(({ ranges }) => ranges !== undefined),
    constrained: rows.some(({ constraints }) => constraints !== undefined),
  };
  const axes = {
    size: {
      name: "size",
      title: `parent order size S (${unitsOf({ notes }).sizes})`,
      scale: isGeometric(S) ? "log" : "linear",
      values: S,
    },
    beta: { name: name.replace(/ - 1$/, "").replace(/ /g, "_"), title, scale: "linear", values, labels },
  } as const;
  return { axes, bins, keptBins, work: workOf(SWEEP_WORK, shared), tasks, asked, notes };
}

function checkSizes(sizes: ArrayLike<number>): Float64Array {
  must(
    typeof sizes === "object" && sizes !== null && sizes.length >= 1,
    "options.sizes",
    "must be an array of at least one size",
    sizes,
  );
  for (let k = 0; k < sizes.length; k++) {
    must(
      typeof sizes[k] === "number" && sizes[k] > 0 && sizes[k] < Infinity,
      "options.sizes",
      "must be a finite number of shares above 0",
      sizes[k],
      k,
    );
    must(k === 0 || sizes[k] > sizes[k - 1], "options.sizes", `must rise from ${sizes[k - 1]}`, sizes[k], k);
  }
  return Float64Array.from(sizes);
}

/** Points that fit into memory beside all that is told of each. */
const MOST_POINTS = 4_000_000;
/** Numbers of the models of all rows, and x_i that are kept. */
const MOST_VALUES = 50_000_000;

/** Before anything is made of them. */
function checkCounts(
  columns: number,
  model: ImpactModel | undefined,
  betas: BetaTransform | undefined,
  allocations: SweepGrid["allocations"],
): void {
  const rows = (betas?.kind === "models" ? betas.models?.length : betas?.values?.length) ?? 1;
  const points = columns * rows;
  const sweepOf = `${columns} sizes x ${rows} ${betas?.kind === "models" ? "models" : "betas"}`;
  must(points <= MOST_POINTS, "options.sizes", `must make at most ${MOST_POINTS} points with options.betas`, sweepOf);
  const bins = (betas?.kind === "models" ? betas.models?.[0] : model)?.alpha?.length ?? 0;
  must(
    rows * bins <= MOST_VALUES,
    "options.betas",
    `must make at most ${MOST_VALUES} curves`,
    `${rows} x ${bins} bins`,
  );
  const kept = allocations === "all" ? bins : (allocations?.length ?? 0);
  must(
    points * kept <= MOST_VALUES,
    "options.allocations",
    `must keep at most ${MOST_VALUES} sizes`,
    `${sweepOf} x ${kept} bins`,
  );
}

function checkKept(allocations: SweepGrid["allocations"], bins: number): readonly number[] | null {
  if (allocations === undefined) return null;
  if (allocations === "all") return Array.from({ length: bins }, (_, i) => i);
  must(Array.isArray(allocations), "options.allocations", 'must be "all" or a list of bins', allocations);
  allocations.forEach((bin: unknown, k) => {
    must(
      Number.isSafeInteger(bin) && (bin as number) >= 0 && (bin as number) < bins,
      "options.allocations",
      `must be a bin, 0 to ${bins - 1}`,
      bin,
      k,
    );
  });
  return [...allocations];
}

/** Sizes over more than a decade belong on a log axis. */
function isGeometric(sizes: Float64Array): boolean {
  return sizes[sizes.length - 1] > 10 * sizes[0];
}
