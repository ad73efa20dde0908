/**
 * The few numbers both threads see while the main thread is too busy to take a message: what it is
 * doing, which cell it is in, whether that cell is to be interrupted, and how much output waits.
 */
const PHASE = 0;
const RUN = 1;
const INTERRUPTED_RUN = 2;
const PENDING = 3;

/** What the main thread does: nothing, the compiler's work (which must not be cut), a cell's code, or its end. */
export type Phase = "idle" | "compiling" | "running" | "ending";

const PHASES: readonly Phase[] = ["idle", "compiling", "running", "ending"];

/**
 * Output that may wait between the threads before the cell that prints has to: about sixteen
 * thousand lines. More would only delay the interrupt that is to end the flood.
 */
const PENDING_LIMIT = 1 << 20;
/** What a message weighs beside its characters. */
const MESSAGE_WEIGHT = 64;

export class ThreadState {
  readonly #numbers: Int32Array;

  constructor(readonly buffer: SharedArrayBuffer = new SharedArrayBuffer(16)) {
    this.#numbers = new Int32Array(buffer);
  }

  get phase(): Phase {
    return PHASES[Atomics.load(this.#numbers, PHASE)];
  }

  set phase(phase: Phase) {
    Atomics.store(this.#numbers, PHASE, PHASES.indexOf(phase));
  }

  /** The number of the cell that runs or ran last, counted by execution. */
  get run(): number {
    return Atomics.load(this.#numbers, RUN);
  }

  /** A cell begins: the main thread's call. */
  beginRun(): number {
    return Atomics.add(this.#numbers, RUN, 1) + 1;
  }

  /** Asks for the end of a run: the sockets' thread's call. */
  requestInterrupt(run: number): void {
    Atomics.store(this.#numbers, INTERRUPTED_RUN, run);
  }

  interruptRequested(run: number): boolean {
    return Atomics.load(this.#numbers, INTERRUPTED_RUN) === run;
  }

  /** Counts output on its way; where too much waits, blocks the printing cell for a moment. */
  pushOutput(characters: number): void {
    let pending: number;
    while ((pending = Atomics.load(this.#numbers, PENDING)) > PENDING_LIMIT) {
      Atomics.wait(this.#numbers, PENDING, pending, 100);
    }
    Atomics.add(this.#numbers, PENDING, characters + MESSAGE_WEIGHT);
  }

  /** Output has been taken by the sockets' thread. */
  pullOutput(characters: number): void {
    Atomics.sub(this.#numbers, PENDING, characters + MESSAGE_WEIGHT);
    Atomics.notify(this.#numbers, PENDING);
  }
}
