/** Sweeps and studies on BullMQ and Redis: the same call and bits, on as many machines as run `impactlab worker`. */
import { checkOptions, type OptionNames } from "../../base/check-options";
import { must } from "../../base/input-error";
import { closable, type ClosableExecutor } from "../closable";
import { fingerprintOf } from "../fingerprint";
import { kindOf, loadWorks, OWN_WORKS } from "../load-works";
import { addressOf, checkAnswer, connectTo } from "./connection";
import { RedisRun } from "./run";

/** How an executor on Redis goes about it. No number depends on it. */
export interface RedisExecutorOptions {
  /**
   * Address of Redis or Valkey, `redis://host:6379`, with TLS `rediss://`. One with a password stands in the environment
   * alone. Default: IMPACTLAB_REDIS_URL there.
   */
  readonly url?: string;
  /** Work of a job, seconds, 0.05 to 60: below half a second the carrying begins to count. Default 1. */
  readonly secondsPerJob?: number;
  /** How often a task whose worker died is handed out again, 0 to 10. Default 2. */
  readonly retries?: number;
  /** How long Redis may be away before the run fails, seconds. Default 60. */
  readonly patience?: number;
  /** Told in a sentence where nobody is there to work. Default: a line on standard error. */
  readonly onNotice?: (text: string) => void;
}

const OPTIONS: OptionNames<RedisExecutorOptions> = {
  url: true,
  secondsPerJob: true,
  retries: true,
  patience: true,
  onNotice: true,
};

/**
 * Runs sweeps and studies on other machines, through BullMQ on Redis or Valkey, on each of which
 * `impactlab worker --workers N` of the same source, packages and line of Node runs. The numbers are those of one
 * thread, to the last bit. Nothing connects before the first run, and after a run nothing is left connected.
 *
 * @param options where Redis is, and how to go about it.
 * @returns what `sweep`, `monteCarlo`, `sobolIndices` and `morris` take as `executor`; `close()` ends what it runs.
 * @throws InputError for an option that breaks its rule, and for an address with a password in it; a run rejects where
 *   Redis does not answer, and names a task that ends every worker it is given to, the others kept.
 * @example
 * ```ts
 * import { commonBeta, linspace, logspace, redisExecutor, sweep } from "../src";
 *
 * const executor = redisExecutor({ url: "redis://localhost:6379" }); // workers: impactlab worker --workers 8
 * const model = { alpha: [0.01, 0.02, 0.04], beta: [1.5, 1.5, 1.5] };
 * const grid = { sizes: logspace(2, 4, 5), betas: commonBeta(linspace(0.8, 1.6, 3)) };
 * const surface = await sweep(model, grid); // on a desk's machines: sweep(model, { ...grid, executor })
 * await executor.close();
 * ```
 */
export function redisExecutor(options: RedisExecutorOptions = {}): ClosableExecutor {
  return redisExecutorOf(options, OWN_WORKS);
}

/** @param works path of the table of works that workers have, too, without extension. */
export function redisExecutorOf(options: RedisExecutorOptions, works: string): ClosableExecutor {
  const { url, secondsPerJob = 1, retries = 2, patience = 60 } = checkOptions(options, OPTIONS);
  const { onNotice = (text) => void process.stderr.write(`${text}\n`) } = options;
  const seconds = secondsPerJob >= 0.05 && secondsPerJob <= 60;
  must(seconds, "options.secondsPerJob", "must be a number of seconds, 0.05 to 60", secondsPerJob);
  const whole = Number.isInteger(retries) && retries >= 0 && retries <= 10;
  must(whole, "options.retries", "must be a whole number, 0 to 10", retries);
  must(patience > 0 && patience < Infinity, "options.patience", "must be a number of seconds above 0", patience);
  if (url !== undefined) addressOf(url);
  return closable(async (work, tasks, report, stop) => {
    kindOf(loadWorks(works), work.name);
    const address = addressOf(url);
    const redis = connectTo(address);
    await checkAnswer(redis, address);
    const fingerprint = fingerprintOf(works);
    const around = { redis, address, fingerprint, secondsPerJob, retries, patience, onNotice, stop };
    return new RedisRun(work, tasks, report, around);
  });
}
