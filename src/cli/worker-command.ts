/** `impactlab worker`: this machine does the work of sweeps and studies that others ask for through Redis. */
import { availableParallelism } from "node:os";

import type { Command } from "commander";

import type { CommandLine } from "./command-line";
import { interruptible } from "./interruptible";
import { numberFlag } from "./flags/number-flags";

const workersFlag = numberFlag("--workers", { whole: true, least: 1, most: 256 });

export function addWorker(command: Command, line: CommandLine): void {
  command
    .option("--workers <count>", "processes, one a core by default", workersFlag)
    .action(({ workers = availableParallelism() }: { readonly workers?: number }) =>
      interruptible(line, async (signal) => {
        const { startRedisWorker } = require("../cluster/redis/worker") as typeof import("../cluster/redis/worker");
        const say = (text: string): void => void line.io.stderr.write(`${text}\n`);
        const worker = await startRedisWorker({ workers, say });
        signal.addEventListener("abort", () => {
          say("ends when the jobs at work are done; Ctrl-C again ends at once");
          void worker.close();
        });
        if (signal.aborted) await worker.close();
        await worker.ended.catch((error: Error) => {
          say(error.message);
          line.exitCode = 1;
        });
      }),
    );
}
