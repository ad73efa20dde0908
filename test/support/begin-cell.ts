/**
 * A cell that is under way: for tests of what happens to it then.
 */
import type { CellResult, KernelClient } from "../../src/kernel/client/client";

/**
 * Sends a cell; resolves once it has broadcast a message of this type. What it prints tells that its
 * code runs, `execute_input` that it has arrived and waits for the compiler.
 */
export async function beginCell(
  kernel: KernelClient,
  code: string,
  type: "stream" | "execute_input" = "stream",
): Promise<{ readonly ended: Promise<CellResult> }> {
  let begun = (): void => undefined;
  const began = new Promise<void>((resolve) => (begun = resolve));
  const ended = kernel.execute(code, { onMessage: ({ header }) => header.msg_type === type && begun() });
  // Its kernel may be ended with it.
  const over = ended.then(
    () => `the cell ended without a message ${type}`,
    () => "the kernel ended",
  );
  const failure = await Promise.race([began, over]);
  if (failure !== undefined) throw new Error(failure);
  return { ended };
}
