/** The one handler of Ctrl-C, and of what else asks a process to end: a time limit, a terminal that is closed. */
import type { CommandLine, EndSignal } from "./command-line";

/** Exit codes, as shells have them: 128 and the signal's number. */
const CODES: Readonly<Record<EndSignal, number>> = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };

/**
 * Runs work that the first of these signals ends in order: bars are cleared, what is done is kept, half a file is
 * taken away. The second ends the process at once.
 */
export async function interruptible(line: CommandLine, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const control = new AbortController();
  let code = 0;
  const stops = (Object.keys(CODES) as EndSignal[]).map((signal) => {
    const stop = (): void => {
      if (control.signal.aborted) process.exit(CODES[signal]);
      code = CODES[signal];
      control.abort();
    };
    line.io.on(signal, stop);
    return () => line.io.off(signal, stop);
  });
  try {
    await work(control.signal);
  } catch (error) {
    if (!control.signal.aborted) throw error;
  } finally {
    for (const off of stops) off();
  }
  if (control.signal.aborted) line.exitCode = code;
}
