/**
 * Which cell the code that runs now belongs to. Cells overlap: one that has ended may have left timers
 * and code behind an `await`, and what these print and throw is its own, not that of the cell that
 * happens to run. And nothing of a cell may go on after it was interrupted.
 *
 * Node's own way, AsyncLocalStorage, is none here: ending code under its hooks ends the process. So the
 * places where code comes back are marked: timers are wrapped (run-timers.ts), and around each `await` of
 * a cell stand `go` and `back` (await-marks.ts). What comes back elsewhere, in imported files, callbacks
 * of Node or a chain of `.then`, counts as the last cell's.
 */

/** What code of an interrupted cell meets at its next `await`, once, so that its `finally` is run. */
export class Interrupted extends Error {
  override readonly name = "KeyboardInterrupt";
}

const NEVER = new Promise<never>(() => undefined);
const RESOLVED = Promise.resolve();
/** A cell in a stack: the name its script is given. */
const CELL_FRAME = /\bcell-(\d+):\d+:\d+/g;

interface KeptTimer {
  readonly clear: (timer: never) => void;
  readonly callback: (...args: never[]) => unknown;
}

const NATIVE = /\{\s*\[native code\]\s*\}$/;
const sourceOf = Function.prototype.toString;

/** Node's names for work that comes to an end by itself. */
const WORK = /^(FSReq|GetAddrInfoReq|GetNameInfoReq|ProcessWrap|TCPConnectWrap|ShutdownWrap|WriteWrap|ZlibStream)/;

/** Node's names for what may bring code back, in words; child processes are ended. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/^Timeout|^Immediate/, "timer"],
  [/^FSReq/, "file operation"],
  [/^(TCP|TLS|Pipe)(Socket)?Wrap$/, "connection"],
  [/^(TCP|Pipe)ServerWrap$/, "server"],
  [/^MessagePort|^Worker/, "worker thread"],
];

function work(): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of process.getActiveResourcesInfo()) {
    const word = WORDS.find(([pattern]) => pattern.test(name))?.[1];
    if (word !== undefined) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}

/** Whether a timer fires once and keeps Node alive. */
function isPending(timer: unknown): boolean {
  if (!("hasRef" in (timer as object))) return false;
  const { _repeat, hasRef } = timer as { _repeat?: number | null; hasRef?: () => boolean };
  return (_repeat ?? null) === null && hasRef?.call(timer) !== false;
}

export class Runs {
  /** The last cell that has begun. */
  #last = 0;
  /** Whose code runs, where it is another's. */
  #other: number | undefined;
  /** Interrupted cells, and whether their code has met its exception. */
  readonly #stopped = new Map<number, { thrown: boolean }>();
  readonly #timers = new Map<number, Map<unknown, KeptTimer>>();
  /** What was at work in Node when the last cell began. */
  #atWork: ReadonlyMap<string, number> = new Map();
  readonly #forget = (): void => {
    this.#other = undefined;
  };

  get current(): number {
    return this.#other ?? this.#last;
  }

  begin(run: number): void {
    this.#atWork = work();
    this.#last = run;
    this.#other = undefined;
  }

  isStopped(run: number): boolean {
    return this.#stopped.has(run);
  }

  /** Ends what is left of a cell: its timers now, its code at the next `await`. */
  stop(run: number): void {
    // An inspector's end of code skips every `finally`.
    this.#other = undefined;
    this.#stopped.set(run, { thrown: false });
    const timers = this.#timers.get(run);
    this.#timers.delete(run);
    timers?.forEach(({ clear, callback }, timer) => {
      clear(timer as never);
      // The end of a promise, `setTimeout(resolve, 10)`: who awaits it goes on, to the exception and its `finally`.
      if (NATIVE.test(sourceOf.call(callback))) void RESOLVED.then(callback as () => void);
    });
  }

  /** What the last cell has started that its stop did not end, in words: imported code, chains of `.then`. */
  notStopped(): string[] {
    return [...work()].flatMap(([name, count]) => {
      const more = count - (this.#atWork.get(name) ?? 0);
      return more > 0 ? [`${more} ${name}${more === 1 ? "" : "s"}`] : [];
    });
  }

  /** Calls something of a cell's; what it throws goes to `failed`. */
  within(run: number, call: () => void, failed: (thrown: unknown, run: number) => void): void {
    if (this.#stopped.has(run)) return;
    const before = this.#other;
    this.#other = run === this.#last ? undefined : run;
    try {
      call();
    } catch (thrown) {
      failed(thrown, run);
    } finally {
      this.#other = before;
    }
  }

  /** Before an `await` of a cell's: an interrupted one that goes on all the same waits for ever. */
  readonly go = (run: number, value: unknown): unknown => (this.#stopped.get(run)?.thrown === true ? NEVER : value);

  /** After an `await` of a cell's. */
  readonly back = (run: number, value: unknown): unknown => {
    if (run === this.#last) this.#other = undefined;
    else if (this.#other !== run) {
      this.#other = run;
      // Until this piece of its code has ended: callbacks of Node come without a mark.
      void RESOLVED.then(this.#forget);
    }
    const stopped = this.#stopped.get(run);
    if (stopped === undefined) return value;
    stopped.thrown = true;
    throw new Interrupted("the cell was interrupted");
  };

  /** The cell that something was thrown in: the outermost one of its stack. */
  originOf(thrown: unknown): number {
    let stack: unknown;
    try {
      stack = (thrown as { stack?: unknown } | null | undefined)?.stack;
    } catch {
      stack = undefined;
    }
    const cells = typeof stack === "string" ? [...stack.matchAll(CELL_FRAME)] : [];
    return cells.length === 0 ? this.current : Number(cells[cells.length - 1][1]);
  }

  /** Remembers a timer of the cell whose code runs, until it has fired for good. */
  keep(run: number, timer: unknown, kept: KeptTimer): void {
    const timers = this.#timers.get(run) ?? new Map<unknown, KeptTimer>();
    this.#timers.set(run, timers.set(timer, kept));
  }

  /** Calls `end` when the run is stopped; the caller forgets it when there is nothing to end any more. */
  onStop(run: number, end: () => void): { readonly forget: () => void } {
    const key = {};
    this.keep(run, key, { clear: end, callback: end });
    return { forget: () => this.drop(key) };
  }

  /** Whether something that cells have started is to come: a timer that fires once, a file, a name, a process. */
  isWaiting(): boolean {
    const { length } = this.#pending();
    return length > 0 || process.getActiveResourcesInfo().some((name) => WORK.test(name));
  }

  #pending(): unknown[] {
    return [...this.#timers.values()].flatMap((timers) => [...timers.keys()].filter(isPending));
  }

  drop(timer: unknown): void {
    for (const [run, timers] of this.#timers) {
      if (timers.delete(timer) && timers.size === 0) this.#timers.delete(run);
    }
  }
}
