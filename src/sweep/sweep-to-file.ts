/** A sweep into a table, for the command line. */
import type { ImpactModel } from "../solver/model/impact-model";
import type { RunOptions } from "../work/run-tasks";
import { runToFile } from "../work/run-to-file";
import { planSweep, sweep, type SweepOptions } from "./sweep";
import type { SweepData } from "./sweep-result";
import type { SweepRow } from "./sweep-task";

/**
 * Runs a sweep and writes its table to `path`; says what came of it on `stream`. Rejects when aborted,
 * with the rows done so far kept beside the table for `resume`.
 */
export async function sweepToFile(
  model: ImpactModel,
  options: SweepOptions,
  path: string,
  resume: boolean,
  stream: NodeJS.WriteStream,
): Promise<void> {
  const { work, tasks } = planSweep(model, options);
  const { cost, failures, outside, twapCost } = await runToFile(
    { name: "sweep", file: path, work, tasks, resume, stream, executor: options.executor, signal: options.signal },
    (run: RunOptions<SweepRow>) => sweep(model, { ...options, ...run }),
    async (result) => {
      await result.save(path);
      return result;
    },
  );
  const reason = failures.length === 0 ? "" : `; ${failures.length} failed, the first as ${failures[0].reason}`;
  stream.write(`${path}: ${cost.length} points${reason}\n`);
  for (const sentence of [...describeTwap(twapCost, cost), ...describeOutside(outside, cost)])
    stream.write(`${sentence}\n`);
}

/** At how many points there is an optimum and no TWAP. */
function describeTwap(twapCost: Float64Array | undefined, cost: Float64Array): string[] {
  const without = cost.filter((c, q) => !Number.isNaN(c) && Number.isNaN(twapCost?.[q])).length;
  return without === 0 ? [] : [`at ${without} of ${cost.length} points the constraints leave TWAP no way to trade`];
}

/** At how many points something rests on no fit, and by how much at worst: a sentence each. */
function describeOutside(outside: SweepData["outside"], cost: Float64Array): string[] {
  if (outside === undefined) return [];
  const worst = (shares: Float64Array): string | undefined => {
    const count = shares.reduce((sum, share) => sum + (share > 0 ? 1 : 0), 0);
    const most = shares.reduce((a, b) => (b > a ? b : a), 0);
    return count === 0
      ? undefined
      : `at ${count} of ${shares.length} points up to ${Number((100 * most).toPrecision(3))} % of the order`;
  };
  const [below, above, filled] = [worst(outside.below), worst(outside.above), worst(outside.filled)];
  const dearer = outside.ceiling.reduce((most, ceiling, q) => Math.max(most, ceiling / cost[q] || 0), 1);
  const times =
    dearer > 1 ? `: it costs up to ${Number(dearer.toPrecision(3))} times what the curves say (cost_ceiling)` : "";
  return [
    ...(below === undefined ? [] : [`${below} trades below the smallest size that the fits saw (min_size)${times}`]),
    ...(above === undefined
      ? []
      : [`${above} trades above the largest size that the fits saw (max_size): the curves are a guess there`]),
    ...(filled === undefined ? [] : [`${filled} trades where there was no fit, by curves of neighbouring bins`]),
  ];
}
