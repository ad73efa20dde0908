/** Who does the work of a sweep or a study: threads of this machine, or an engine that is loaded when it is named. */
import type { Command } from "commander";

import { checkChoice } from "../base/check-choice";
import type { Executor } from "../work/executor";
import type { CommandLine } from "./command-line";

const EXECUTORS = ["threads", "redis"] as const;

export interface ExecutorFlags {
  readonly executor?: (typeof EXECUTORS)[number];
}

export function addExecutorFlags(command: Command): Command {
  return command.option(
    "--executor <name>",
    "who does the work: threads (default), or redis, on machines that run impactlab worker",
  );
}

/** Runs `work` with the executor of the flags, undefined for threads, and ends it. */
export async function withExecutor(
  { executor = "threads" }: ExecutorFlags,
  { io }: CommandLine,
  work: (executor: Executor | undefined) => Promise<void>,
): Promise<void> {
  if (checkChoice("--executor", executor, EXECUTORS) === "threads") return work(undefined);
  const onNotice = (text: string): void => void io.stderr.write(`${text}\n`);
  const { redisExecutor } = require("../cluster/redis/executor") as typeof import("../cluster/redis/executor");
  const made = redisExecutor({ onNotice });
  try {
    await work(made);
  } finally {
    await made.close();
  }
}
