/** The fields that a study file of each kind may have, and what is said of one that breaks its rule. */
import { z } from "zod";

import type { Convention } from "../../estimates/table/table-statements";
import { UNFITTED, type Unfitted } from "../../estimates/table/estimates-table";
import type { ColumnNames } from "../../estimates/table/table-columns";
import type { Side } from "../../estimates/table/impact-estimates";
import { STUDY_OUTPUTS, VARIED, type StudyOutput, type Variation } from "../model/study-function";

export const STUDIES = ["local", "sobol", "morris", "montecarlo", "walk-forward"] as const;
export type StudyKind = (typeof STUDIES)[number];

const TABLES = "must be the path of an estimates table, or a list of them, one a day";
const COSTS = "must be the path of a cost table, or a list of them, one a day";
const NAMES = "must be names of columns such as { alpha: c_t, beta: d_t }";
const PIVOTS = "must be typical, none, or a number of shares above 0";
const CAPS = "must be a number of shares, a list of one a bin, or max_size";
const number = z.number("must be a number");
const wholeNumber = number.int("must be a whole number");
export const INPUT = z.strictObject(
  {
    varies: z.enum(VARIED, `must be one of ${VARIED.join(", ")}`).optional(),
    "bin-range": z.tuple([wholeNumber, wholeNumber], "must be two bins [from, to]").optional(),
    low: number.optional(),
    high: number.optional(),
    scale: z.enum(["linear", "log"], "must be linear or log").optional(),
    mean: number.optional(),
    sd: number.optional(),
  },
  "must be a mapping such as { low: -0.1, high: 0.1 } or { mean: 0, sd: 0.1 }",
);

/** Fields of every kind of study. */
const common = {
  estimates: z.string("must be the path of one estimates table"),
  side: z.enum(["buy", "sell", "round-trip"], "must be buy, sell or round-trip").optional(),
  convention: z.enum(["total", "per-share"], "must be total or per-share").optional(),
  symbol: z.string("must be the name of an instrument").optional(),
  columns: z.record(z.string(), z.string(NAMES), NAMES).optional(),
  currency: z.string("must be the name of a currency").optional(),
  "size-unit": z.string("must be the name of a unit").optional(),
  unfitted: z.enum(UNFITTED, `must be one of ${UNFITTED.join(", ")}`).optional(),
  size: z.union([number, z.string()], "must be a number of shares, or an expression for one"),
  cap: z.union([number, z.array(number), z.literal("max_size")], CAPS).optional(),
  participation: z.union([number, z.string()], "must be a share of volume, 0.05 or 5%").optional(),
  lot: number.optional(),
  "min-trade": number.optional(),
  seed: wholeNumber.optional(),
  workers: z.union([wholeNumber, z.literal("auto")], 'must be "auto" or a whole number').optional(),
};
const varied = {
  ...common,
  output: z.enum(STUDY_OUTPUTS, `must be one of ${STUDY_OUTPUTS.join(", ")}`).optional(),
  pivot: z.union([z.enum(["typical", "none"]), number.positive(PIVOTS)], PIVOTS).optional(),
  vary: z.record(z.string(), INPUT, "must be a mapping of inputs by name"),
};
export const SCHEMAS = {
  local: z.strictObject({ study: z.literal("local"), ...varied }),
  sobol: z.strictObject({
    study: z.literal("sobol"),
    ...varied,
    "base-points": wholeNumber.optional(),
    replicates: wholeNumber.optional(),
    "second-order": z.boolean("must be true or false").optional(),
    surrogate: z.boolean("must be true or false").optional(),
  }),
  morris: z.strictObject({
    study: z.literal("morris"),
    ...varied,
    trajectories: wholeNumber.optional(),
    candidates: wholeNumber.optional(),
    levels: wholeNumber.optional(),
  }),
  montecarlo: z.strictObject({
    study: z.literal("montecarlo"),
    ...common,
    estimates: z.union([z.string(), z.array(z.string(TABLES)).min(1, TABLES)], TABLES),
    draws: wholeNumber.optional(),
    truth: z.enum(["estimates", "shrunk"], "must be estimates or shrunk").optional(),
  }),
  "walk-forward": z.strictObject({
    study: z.literal("walk-forward"),
    ...common,
    estimates: z.union([z.string(), z.array(z.string(TABLES)).min(1, TABLES)], TABLES),
    costs: z.union([z.string(), z.array(z.string(COSTS)).min(1, COSTS)], COSTS),
    cap: z.number("must be one number of shares for all bins (the capped plan has max_size)").optional(),
    parts: wholeNumber.optional(),
    window: wholeNumber.optional(),
    draws: wholeNumber.optional(),
  }),
};

/** Of an input. */
export interface InputFields {
  varies?: Variation["varies"];
  "bin-range"?: [number, number];
  low?: number;
  high?: number;
  scale?: "linear" | "log";
  mean?: number;
  sd?: number;
}

/** Of any kind of study. */
export interface Fields {
  estimates: string | string[];
  costs?: string | string[];
  parts?: number;
  window?: number;
  side?: Side;
  convention?: Convention;
  symbol?: string;
  columns?: ColumnNames;
  currency?: string;
  "size-unit"?: string;
  unfitted?: Unfitted;
  size: number | string;
  cap?: number | number[] | "max_size";
  participation?: number | string;
  lot?: number;
  "min-trade"?: number;
  seed?: number;
  workers?: number | "auto";
  output?: StudyOutput;
  pivot?: "typical" | "none" | number;
  vary?: Record<string, InputFields>;
  "base-points"?: number;
  replicates?: number;
  "second-order"?: boolean;
  surrogate?: boolean;
  trajectories?: number;
  candidates?: number;
  levels?: number;
  draws?: number;
  truth?: "estimates" | "shrunk";
}
