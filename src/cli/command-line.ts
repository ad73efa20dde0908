/** What asks a command to end: Ctrl-C, a time limit, a terminal that is closed. */
export type EndSignal = "SIGINT" | "SIGTERM" | "SIGHUP";

/** What a command works with beside its flags: the process's streams and signals, or a test's own. */
export interface Io {
  readonly stdin: NodeJS.ReadableStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  on(event: EndSignal, listener: () => void): unknown;
  off(event: EndSignal, listener: () => void): unknown;
}

/** One command line at work. */
export interface CommandLine {
  readonly io: Io;
  /**
   * 0 done, 1 the work failed, 2 the input was wrong, 130 interrupted (by SIGTERM 143, by SIGHUP 129). Commands set it,
   * `main` returns it.
   */
  exitCode: number;
}
