/** What a command works with beside its flags: the process's streams and signals, or a test's own. */
export interface Io {
  readonly stdin: NodeJS.ReadableStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  on(event: "SIGINT", listener: () => void): unknown;
  off(event: "SIGINT", listener: () => void): unknown;
}

/** One command line at work. */
export interface CommandLine {
  readonly io: Io;
  /** 0 done, 1 the work failed, 2 the input was wrong, 130 interrupted. Commands set it, `main` returns it. */
  exitCode: number;
}
