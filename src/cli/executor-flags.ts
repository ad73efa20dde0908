/** Who does the work of a sweep or a study: threads of this machine, or an engine that is loaded when it is named. */
import type { Command } from "commander";

import { checkChoice } from "../base/check-choice";
import { must } from "../base/input-error";
import type { ClosableExecutor } from "../cluster/closable";
import type { Executor } from "../work/executor";
import type { CommandLine } from "./command-line";

const EXECUTORS = ["threads", "redis", "slurm"] as const;

export interface ExecutorFlags {
  readonly executor?: (typeof EXECUTORS)[number];
  readonly slurmFolder?: string;
  readonly slurmPartition?: string;
}

export function addExecutorFlags(command: Command): Command {
  return command
    .option(
      "--executor <name>",
      "who does the work: threads (default); redis, on machines that run impactlab worker; or slurm",
    )
    .option("--slurm-folder <folder>", "with slurm, a folder that its machines see, too, for tasks and results")
    .option("--slurm-partition <name>", "with slurm, the partition; without, the site's default");
}

/** Runs `work` with the executor of the flags, undefined for threads, and ends it. */
export async function withExecutor(
  { executor = "threads", slurmFolder, slurmPartition }: ExecutorFlags,
  { io }: CommandLine,
  work: (executor: Executor | undefined) => Promise<void>,
): Promise<void> {
  const name = checkChoice("--executor", executor, EXECUTORS);
  must(name === "slurm" || slurmFolder === undefined, "--slurm-folder", "needs --executor slurm", slurmFolder);
  must(name === "slurm" || slurmPartition === undefined, "--slurm-partition", "needs --executor slurm", slurmPartition);
  if (name === "threads") return work(undefined);
  const onNotice = (text: string): void => void io.stderr.write(`${text}\n`);
  const made = name === "redis" ? redis(onNotice) : slurm(onNotice, slurmFolder, slurmPartition);
  try {
    await work(made);
  } finally {
    await made.close();
  }
}

function redis(onNotice: (text: string) => void): ClosableExecutor {
  const { redisExecutor } = require("../cluster/redis/executor") as typeof import("../cluster/redis/executor");
  return redisExecutor({ onNotice });
}

function slurm(
  onNotice: (text: string) => void,
  folder: string | undefined,
  partition: string | undefined,
): ClosableExecutor {
  must(folder !== undefined, "--slurm-folder", "must name a folder that Slurm's machines see, too", folder);
  const { slurmExecutor } = require("../cluster/slurm/executor") as typeof import("../cluster/slurm/executor");
  // What is done is kept in the progress file, by which --resume goes on with any executor.
  return slurmExecutor({ folder, partition, keep: false, onNotice });
}
