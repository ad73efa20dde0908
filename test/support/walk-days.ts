/** Days with known curves, estimated with known errors: what walking forward through them must come to. */
import type { BinCostRow } from "../../src/estimates/costs/cost-table";
import { modelFrom } from "../../src/estimates/model-from";
import { createRandom } from "../../src/numeric/random";
import type { WalkDay } from "../../src/sensitivity/walk-forward/folds";

export interface WalkTruth {
  readonly days: number;
  readonly bins: number;
  readonly seed: number;
  /** Standard deviation of log alpha over bins, the same every day. */
  readonly between: number;
  /** Of a day's own log alpha about it, and of its estimate about that. */
  readonly daily: number;
  readonly error: number;
}

export const BETA = 1.5;

/** log alpha of the bins, the same on every day. */
export function levels({ bins, between }: WalkTruth): number[] {
  return Array.from({ length: bins }, (_, i) => between * Math.SQRT2 * Math.sin((2 * Math.PI * i) / bins));
}

export function walkDays(truth: WalkTruth): WalkDay[] {
  const random = createRandom(truth.seed);
  return Array.from({ length: truth.days }, (_, day) => {
    const own = levels(truth).map((level) => level + truth.daily * random.normal());
    const seen = own.map((level) => level + truth.error * random.normal());
    const date = `2024-01-${String(day + 1).padStart(2, "0")}`;
    const bin = own.map((_level, i) => `${date} ${String(9 + i).padStart(2, "0")}:00`);
    const same = (value: number): number[] => own.map(() => value);
    const columns = { bin, side: own.map(() => "buy"), alpha: seen.map(Math.exp), beta: same(BETA) };
    const errors = { se_log_alpha: same(truth.error), se_beta: same(0.01), cov: same(0), max_size: same(1000) };
    const estimates = modelFrom({ ...columns, ...errors, volume: same(1) }, { convention: "total" });
    return { estimates, costs: { side: "buy", rows: own.map((level, i) => costRow(bin[i], level)) } };
  });
}

/** A curve as a cost table has it, on sizes 2 % apart. */
export function costRow(bin: string, level: number): BinCostRow {
  const size = Float64Array.from({ length: 350 }, (_, k) => 1.02 ** k);
  const cost = size.map((q) => Math.exp(level) * q ** BETA);
  return { bin, size, cost, error: size.map(() => NaN), fillable: size.map(() => 1) };
}
