/**
 * A client of the kernel: starts it as a front end does and talks to it over the real protocol.
 */
import type { Failure } from "../engine/engine";
import type { Content, Message } from "../protocol/wire";
import { KernelLife } from "./kernel-life";
import { newAddress, type KernelAddress, type KernelOptions } from "./launch";
import { OutputCollector, type NotebookOutput } from "./outputs";

export interface CellResult {
  readonly status: "ok" | "error" | "aborted";
  readonly executionCount: number | null;
  readonly outputs: NotebookOutput[];
  readonly reply: Content;
}

export interface ExecuteOptions {
  readonly silent?: boolean;
  readonly stopOnError?: boolean;
  readonly userExpressions?: Readonly<Record<string, string>>;
  /** Where the outputs are collected as they come: what is there is kept if the kernel dies. */
  readonly outputs?: NotebookOutput[];
  /** Called with every broadcast of the cell, as it comes. */
  readonly onMessage?: (message: Message) => void;
}

/** Starts a kernel; resolves once it answers and its broadcasts arrive. */
export async function startKernel(options: KernelOptions): Promise<KernelClient> {
  const client = new KernelClient(await newAddress(options), options);
  try {
    await client.ready();
  } catch (error) {
    await client.kill();
    throw error;
  }
  return client;
}

export class KernelClient extends KernelLife {
  readonly #displays = new OutputCollector();

  constructor(address: KernelAddress, options: KernelOptions) {
    super(address, options);
    void this.exited.then(() => address.remove());
  }

  /** Runs one cell; resolves when both its reply and its last broadcast have come. */
  async execute(code: string, options: ExecuteOptions = {}): Promise<CellResult> {
    const { outputs = [] } = options;
    const collect = this.#displays.cell(outputs);
    const { content: reply } = await this.request(
      "execute_request",
      {
        code,
        silent: options.silent ?? false,
        store_history: true,
        user_expressions: options.userExpressions ?? {},
        allow_stdin: false,
        stop_on_error: options.stopOnError ?? true,
      },
      {
        onMessage: (message) => {
          collect(message);
          options.onMessage?.(message);
        },
      },
    );
    const executionCount = typeof reply.execution_count === "number" ? reply.execution_count : null;
    return { status: reply.status as CellResult["status"], executionCount, outputs, reply };
  }

  /** Type-checks cells that are to run one after the other: the errors of each, or null. */
  async check(cells: readonly string[]): Promise<readonly (Failure | null)[]> {
    const { content } = await this.request("impactlab_check_request", { cells });
    return content.failures as readonly (Failure | null)[];
  }
}
