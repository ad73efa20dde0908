/** What a task threw, as it travels; and what there is to say of a task that no worker survives. */
import { InputError } from "../base/input-error";
import type { NumberedTask } from "../work/run-tasks";
import type { Work } from "../work/work";

export interface Thrown {
  readonly message: string;
  /** Of bad input, the parts of its sentence. */
  readonly input?: {
    readonly argument: string;
    readonly rule: string;
    readonly value: unknown;
    readonly index?: number;
  };
}

export function thrownOf(error: unknown): Thrown {
  if (!(error instanceof Error)) return { message: String(error) };
  if (!(error instanceof InputError)) return { message: error.message };
  const { message, argument, rule, value, index } = error;
  const plain = ["string", "number", "boolean"].includes(typeof value) ? value : String(value);
  return { message, input: { argument, rule, value: plain, index } };
}

/** The error as a thread of this process would have thrown it. */
export function errorOf({ message, input }: Thrown): Error {
  if (input === undefined) return new Error(message);
  return new InputError(input.argument, input.rule, input.value, input.index);
}

/** Tasks that ended every worker which had them. All others were done and are reported. */
export class PoisonError extends Error {
  /** Their numbers. */
  readonly parts: readonly number[];

  constructor(parts: readonly number[], told: string, times: number) {
    const who = times === 1 ? "the worker" : `${times} workers in a row`;
    super(`${told}: ${who} died over ${parts.length === 1 ? "it" : "each"}; all others are done`);
    this.name = "PoisonError";
    this.parts = parts;
  }
}

/** The error of the tasks of some work over each of which so many workers died. */
export function poisonError<Task extends NumberedTask>(
  { unit, describe }: Pick<Work<Task, unknown>, "unit" | "describe">,
  given: readonly Task[],
  times: number,
): PoisonError {
  const tasks = [...given].sort((a, b) => a.part - b.part);
  const told = tasks.map((task) => `${unit} of ${describe?.(task) ?? `task ${task.part}`}`).join("; ");
  return new PoisonError(
    tasks.map(({ part }) => part),
    told,
    times,
  );
}
