/**
 * Processes that cells start. What one writes to the standard output and error it inherits goes to the
 * cell that started it. All of them end with the kernel, in whatever way it ends, but for those that were
 * started `detached`.
 */
import child_process, { ChildProcess, type SpawnOptions } from "node:child_process";
import { randomUUID } from "node:crypto";
import fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";

/** A cell as its children see it: where their output goes, and whether they are still wanted. */
export interface ChildOwner {
  /** Calls this as the cell that started the child. */
  readonly within: (call: () => void) => void;
  /** Called with what ends the child, which the cell's interrupt does. */
  readonly onStop: (end: () => void) => { readonly forget: () => void };
}

type Target = 1 | 2;
type Stdio = SpawnOptions["stdio"];
type Spawn = (this: ChildProcess, options: SpawnOptions) => unknown;
type Sync = (command: string, ...rest: unknown[]) => unknown;

export function watchChildren(owner: () => ChildOwner): void {
  const reaper = new Reaper();
  const prototype = ChildProcess.prototype as unknown as { spawn: Spawn };
  const { spawn } = prototype;
  prototype.spawn = function (options) {
    if (reaper.isStarting) return spawn.call(this, options);
    reaper.start();
    const of = owner();
    const { stdio, shown } = replaceInherited(options.stdio, () => "pipe");
    const result = spawn.call(this, { ...options, stdio: stdio as Stdio });
    for (const [child, target] of shown) show(this, child, target, of);
    if (options.detached !== true) {
      const { forget } = of.onStop(() => this.kill());
      this.once("exit", forget);
    }
    return result;
  };
  for (const name of ["spawnSync", "execSync", "execFileSync"] as const) {
    const call = child_process[name] as unknown as Sync;
    const own: Sync = (command, ...rest) => {
      reaper.start();
      return withFiles(rest, (args) => call(command, ...args));
    };
    Object.assign(child_process, { [name]: own });
  }
}

/** Streams of `child` in place of those it would have inherited; who started it sees none, as then. */
function show(child: ChildProcess, index: number, target: Target, of: ChildOwner): void {
  const stream = child.stdio?.[index] as Readable | null | undefined;
  stream?.on("data", (chunk: Buffer) => of.within(() => void standard(target).write(chunk)));
  stream?.on("error", () => undefined);
  Object.assign(child, { [index === 1 ? "stdout" : "stderr"]: null });
  if (child.stdio) Object.assign(child.stdio, { [index]: null });
}

/** Calls with files in place of the output that would be inherited, and shows them when it has returned. */
function withFiles(rest: readonly unknown[], call: (args: unknown[]) => unknown): unknown {
  const args = [...rest];
  const at = args.findIndex((arg) => typeof arg === "object" && arg !== null && !Array.isArray(arg));
  if (at < 0) return call(args);
  const options = args[at] as SpawnOptions;
  const files: [number, Target][] = [];
  const { stdio } = replaceInherited(options.stdio, (target) => {
    const path = join(tmpdir(), `impactlab-${randomUUID()}`);
    const file = fs.openSync(path, "wx+", 0o600);
    fs.rmSync(path);
    files.push([file, target]);
    return file;
  });
  args[at] = { ...options, stdio };
  try {
    return call(args);
  } finally {
    for (const [file, target] of files) {
      const { size } = fs.fstatSync(file);
      const bytes = Buffer.alloc(size);
      fs.readSync(file, bytes, 0, size, 0);
      fs.closeSync(file);
      if (size > 0) standard(target).write(bytes);
    }
  }
}

/** A child's stdio with `make`'s in place of our standard output and error; which of the child's these are. */
function replaceInherited(
  stdio: Stdio,
  make: (target: Target) => "pipe" | number,
): { readonly stdio: unknown; readonly shown: readonly (readonly [number, Target])[] } {
  const shown: (readonly [number, Target])[] = [];
  const list: readonly unknown[] | undefined =
    stdio === "inherit" ? ["inherit", "inherit", "inherit"] : Array.isArray(stdio) ? stdio : undefined;
  if (list === undefined) return { stdio, shown };
  const replaced = list.map((entry, index) => {
    const target = index === 1 || index === 2 ? targetOf(entry, index) : undefined;
    if (target === undefined) return entry;
    shown.push([index, target]);
    return make(target);
  });
  return { stdio: replaced, shown };
}

function targetOf(entry: unknown, index: Target): Target | undefined {
  if (entry === "inherit") return index;
  if (entry === 1 || entry === process.stdout) return 1;
  return entry === 2 || entry === process.stderr ? 2 : undefined;
}

function standard(target: Target): NodeJS.WriteStream {
  return target === 1 ? process.stdout : process.stderr;
}

/**
 * A shell that waits for the end of the kernel, whose pipe then closes, and ends the kernel's process
 * group: front ends make a kernel the leader of its own. It starts with the first child.
 */
class Reaper {
  isStarting = false;
  #started = process.platform === "win32";

  start(): void {
    if (this.#started) return;
    this.#started = true;
    this.isStarting = true;
    try {
      const script = `read -r _; kill -KILL -${process.pid} 2>/dev/null`;
      const shell = child_process.spawn("/bin/sh", ["-c", script], {
        stdio: ["pipe", "ignore", "ignore"],
        detached: true,
        cwd: "/",
      });
      shell.on("error", () => undefined);
      shell.unref();
      (shell.stdin as unknown as { unref(): void }).unref();
    } finally {
      this.isStarting = false;
    }
  }
}
