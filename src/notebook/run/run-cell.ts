/**
 * Runs one cell in a kernel and says how it ended: also where it throws, hangs, floods, or takes the
 * kernel with it. What the cell had shown by then is kept.
 */
import type { CellResult, KernelClient } from "../../kernel/client/client";
import type { NotebookOutput } from "../../kernel/client/outputs";
import type { Message } from "../../kernel/protocol/wire";
import type { FailureKind } from "../record/run-record";

export interface CellOptions {
  /** Milliseconds a cell may take; no limit where it is 0. */
  readonly timeout: number;
  /** Whether an error is expected, by a tag or a flag. */
  readonly mayRaise: boolean;
  readonly signal?: AbortSignal;
  /** Whether the kernel neither counts the cell nor shows anything of it. */
  readonly silent?: boolean;
  /** The kernel's own log, to tell of its death. */
  readonly log: () => string;
}

export interface CellEnd {
  readonly executionCount: number | null;
  readonly failure: { readonly kind: FailureKind; readonly ename: string; readonly evalue: string } | undefined;
}

export type FailedEnd = CellEnd & { readonly failure: NonNullable<CellEnd["failure"]> };

/** Characters of output of one cell that count as a flood, and how many are kept of each output then. */
export const FLOOD = { limit: 50_000_000, kept: 100_000, outputs: 20 } as const;
/** Milliseconds that an interrupted cell has to end before its kernel is ended. */
const GRACE = 10_000;

type Stop = "timeout" | "flood" | "interrupted";

/** Runs `code`; its outputs are put into `outputs` as they come. */
export async function runCell(
  kernel: KernelClient,
  code: string,
  outputs: NotebookOutput[],
  options: CellOptions,
): Promise<CellEnd> {
  let stop: (why: Stop) => void = () => undefined;
  const stopped = new Promise<Stop>((resolve) => (stop = resolve));
  const timer = options.timeout > 0 ? setTimeout(() => stop("timeout"), options.timeout) : undefined;
  const abort = (): void => stop("interrupted");
  options.signal?.addEventListener("abort", abort);
  if (options.signal?.aborted === true) abort();
  let shown = 0;
  const count = (message: Message): void => {
    shown = message.header.msg_type === "clear_output" ? 0 : shown + weigh(message);
    if (shown > FLOOD.limit) stop("flood");
  };
  const executed = kernel.execute(code, {
    outputs,
    silent: options.silent,
    stopOnError: !options.mayRaise,
    onMessage: count,
  });
  try {
    const first = await Promise.race([executed, stopped]);
    if (typeof first !== "string") return ended(first, options.mayRaise);
    const { executionCount, survived } = await interrupt(kernel, executed);
    return halt(first, survived, executionCount, outputs, options.timeout);
  } catch {
    const { code: exitCode, signal } = await kernel.exited;
    const cause = signal === null ? `exit code ${exitCode}` : signal;
    const log = lastWords(options.log());
    return failCell(
      outputs,
      null,
      "kernel-died",
      `the kernel died while this cell ran (${cause})${log === "" ? "" : `; its last words: ${log}`}`,
    );
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener("abort", abort);
  }
}

/** Of a dying kernel's log what tells: V8 prints its stack, frame by frame, behind it. */
function lastWords(log: string): string {
  return /^FATAL ERROR: .*$/m.exec(log)?.[0] ?? log.trim().slice(-1000);
}

function ended({ executionCount, reply }: CellResult, mayRaise: boolean): CellEnd {
  if (reply.status === "ok" || mayRaise) return { executionCount, failure: undefined };
  return { executionCount, failure: { kind: "error", ename: String(reply.ename), evalue: String(reply.evalue) } };
}

/** Interrupts the running cell; ends a kernel in which it goes on all the same. */
async function interrupt(
  kernel: KernelClient,
  executed: Promise<{ executionCount: number | null }>,
): Promise<{ executionCount: number | null; survived: boolean }> {
  kernel.interrupt().catch(() => undefined);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => (timer = setTimeout(resolve, GRACE, undefined)));
  const result = await Promise.race([executed.catch(() => undefined), late]);
  clearTimeout(timer);
  if (result !== undefined) return { ...result, survived: true };
  await kernel.kill();
  await executed.catch(() => undefined);
  return { executionCount: null, survived: false };
}

function halt(
  why: Stop,
  survived: boolean,
  executionCount: number | null,
  outputs: NotebookOutput[],
  timeout: number,
): CellEnd {
  const end = survived ? "was interrupted" : "did not end when interrupted, so that its kernel was ended";
  // In place of the kernel's word for it, which does not know why.
  const last = outputs[outputs.length - 1];
  if (last?.output_type === "error" && last.ename === "KeyboardInterrupt") outputs.pop();
  if (why === "timeout")
    return failCell(
      outputs,
      executionCount,
      why,
      `the cell ran longer than the timeout of ${timeout / 1000} s and ${end}`,
    );
  if (why === "interrupted")
    return failCell(outputs, executionCount, why, `the run was stopped while this cell ran, which ${end}`);
  cut(outputs);
  const kept = `the first ${FLOOD.kept / 1e3} kB of each output are kept`;
  const evalue = `the cell showed more than ${FLOOD.limit / 1e6} MB and ${end}; ${kept}`;
  return failCell(outputs, executionCount, why, evalue);
}

const NAMES: Readonly<Record<Exclude<FailureKind, "error">, string>> = {
  timeout: "CellTimeout",
  flood: "OutputFlood",
  interrupted: "Interrupted",
  "kernel-died": "KernelDied",
};

/** Marks the cell: an error output like any other, which front ends and reports show. */
export function failCell(
  outputs: NotebookOutput[],
  executionCount: number | null,
  kind: Exclude<FailureKind, "error">,
  evalue: string,
): FailedEnd {
  const ename = NAMES[kind];
  outputs.push({ output_type: "error", ename, evalue, traceback: [`\x1b[31m${ename}\x1b[39m: ${evalue}`] });
  return { executionCount, failure: { kind, ename, evalue } };
}

/** What is kept of a flood: few outputs, of each stream the beginning, of what cannot be cut nothing. */
function cut(outputs: NotebookOutput[]): void {
  outputs.splice(FLOOD.outputs);
  for (const [i, output] of outputs.entries()) {
    if (output.output_type === "stream") output.text = output.text.slice(0, FLOOD.kept).replace(/[\ud800-\udbff]$/, "");
    else if (JSON.stringify(output).length > FLOOD.kept) {
      outputs[i] = { output_type: "stream", name: "stderr", text: `(${output.output_type} left out: too large)\n` };
    }
  }
}

function weigh({ header, content }: Message): number {
  if (header.msg_type === "stream") return String(content.text).length;
  return /^(display_data|execute_result|error)$/.test(header.msg_type) ? JSON.stringify(content).length : 0;
}
