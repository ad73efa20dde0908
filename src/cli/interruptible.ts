/** The one handler of Ctrl-C. */
import type { CommandLine } from "./command-line";

/**
 * Runs work that the first Ctrl-C ends in order: bars are cleared, what is done is kept, half a file is
 * taken away. The second ends the process at once.
 */
export async function interruptible(line: CommandLine, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const control = new AbortController();
  const stop = (): void => {
    if (control.signal.aborted) process.exit(130);
    control.abort();
  };
  line.io.on("SIGINT", stop);
  try {
    await work(control.signal);
  } catch (error) {
    if (!control.signal.aborted) throw error;
  } finally {
    line.io.off("SIGINT", stop);
  }
  if (control.signal.aborted) line.exitCode = 130;
}
