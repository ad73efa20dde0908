/** Lines of allocations through a sweep: along the sizes at one beta, or along the betas at one size. */
import { checkFields } from "../../base/check-fields";
import type { LayoutAxis } from "plotly.js";

import { readable } from "../../base/readable";
import { checkChoice } from "../../base/check-choice";
import type { OptionNames } from "../../base/check-options";
import { InputError, must } from "../../base/input-error";
import type { SweepData } from "../../sweep/sweep-result";
import { binAxis, type BinAxis } from "../look/axes";
import { short } from "../look/findings";
import { FIGURE_OPTIONS, figureUnits, type FigureOptions } from "../look/theme";
import { betaValues, mapAxes } from "./sweep-grid";

/** Where to cut: the other axis's index stays put. */
export interface CutOptions extends FigureOptions {
  /** Default "size". */
  readonly along?: "size" | "beta";
  /** The row (along sizes) or the column (along betas) that is held. Default: the middle one. */
  readonly at?: number;
  /** Labels of the model's N bins. Default: their indices. */
  readonly bin?: readonly string[];
}

const OPTIONS: OptionNames<CutOptions> = { ...FIGURE_OPTIONS, along: true, at: true, bin: true };

export interface Line {
  readonly along: "size" | "beta";
  /** What sizes are counted in. */
  readonly unit: string;
  /** The kept bins, and the axis that they stand along. */
  readonly bins: number[];
  readonly places: BinAxis;
  /** Places along the line, S or what stands on the beta axis, with their axis and what they are called. */
  readonly values: (number | string)[];
  readonly axis: Partial<LayoutAxis>;
  readonly names: string[];
  /** The same in short, for ticks. */
  readonly labels: string[];
  /** S at each place. */
  readonly sizes: number[];
  /** x of the kept bins at each place, shares; NaN where the point failed. */
  readonly x: number[][];
  /** The places whose point did not fail. */
  readonly solved: number[];
  /** What is held: "common beta 1.2", "S = 10,000 shares". */
  readonly held: string;
}

/** @throws InputError for a sweep without allocations, a place it does not have, labels that are not one a bin. */
export function allocationsAlong(sweep: SweepData, options: CutOptions): Line {
  const { sizes: unit } = figureUnits(sweep, options, OPTIONS);
  const { along = "size", at, bin } = options;
  checkChoice("options.along", along, ["size", "beta"]);
  const { allocations, axes } = checkFields("sweep", sweep, ["axes", "cost"], "what sweep returned");
  must(
    allocations !== undefined,
    "sweep",
    'must be made with allocations: "all", or a list of bins, to be drawn',
    allocations,
  );
  if (bin !== undefined && bin.length !== sweep.bins)
    throw new InputError("options.bin", `must have a label a bin of the model (${sweep.bins})`, bin);
  const { size, beta } = axes;
  const columns = size.values.length;
  const [count, most] = along === "size" ? [columns, beta.values.length - 1] : [beta.values.length, columns - 1];
  const place = at ?? most >> 1;
  must(
    Number.isInteger(place) && place >= 0 && place <= most,
    "options.at",
    `must be a whole number, 0 to ${most}`,
    at,
  );
  const sizeName = (column: number): string => `S = ${readable(size.values[column], 4)} ${unit}`;
  const betaName = (row: number): string =>
    beta.labels?.[row] ?? `${beta.name.replace(/_/g, " ")} ${short(beta.values[row])}`;
  const n = allocations.keptBins.length;
  must(n > 0, "sweep", "must keep the allocations of at least one bin to be drawn", n);
  const bins = Array.from(allocations.keptBins);
  const points = Array.from({ length: count }, (_, k) =>
    along === "size" ? place * columns + k : k * columns + place,
  );
  const { values, axis } = binAxis(sweep.bins, bin, sweep);
  const x = points.map((q) => Array.from(allocations.x.subarray(q * n, (q + 1) * n)));
  const common = {
    unit,
    bins,
    places: { values: bins.map((i) => values[i]), axis },
    sizes: points.map((q) => size.values[q % columns]),
    x,
    solved: [...x.keys()].filter((k) => !Number.isNaN(x[k][0])),
  };
  const { xaxis, yaxis } = mapAxes(sweep, unit);
  return along === "size"
    ? {
        ...common,
        along,
        values: Array.from(size.values),
        axis: xaxis,
        labels: points.map((_, k) => readable(size.values[k], 3)),
        names: points.map((_, k) => sizeName(k)),
        held: betaName(place),
      }
    : {
        ...common,
        along,
        values: betaValues(sweep),
        axis: yaxis,
        labels: points.map((_, k) => beta.labels?.[k] ?? short(beta.values[k])),
        names: points.map((_, k) => betaName(k)),
        held: sizeName(place),
      };
}
