/**
 * Memory for the loops, and the loops over it: WebAssembly where it may be compiled, else their twin in
 * TypeScript, to the same bits. A memory never grows, since that would take every array of it away: who needs
 * more gets a larger one. Up to 2^16 values an array it is kept from one solve to the next, a larger one as
 * long as the garbage collector lets it be.
 *
 * One memory serves every solve in turn. What stands in it is its holder's, until another holds it.
 */
import type { Loops } from "./loops";
import { TWIN_BASE, twinLoops } from "./twin";
import { WASM } from "./wasm";
import { webAssembly, type CompiledModule } from "./web-assembly";

export class Arena {
  /** Where loops leave their sums. */
  readonly out: Float64Array;
  /** Whose arrays stand here. */
  private holder: object | undefined;
  private top: number;
  /** The arrays of the last layouts in their order: making a view takes as long as a loop over fifty bins. */
  private readonly views: Float64Array[] = [];
  private laidOut = 0;

  private constructor(
    readonly loops: Loops,
    private readonly buffer: ArrayBuffer,
    outAddress: number,
    private readonly base: number,
    /** How many doubles have room. */
    readonly capacity: number,
  ) {
    this.out = new Float64Array(buffer, outAddress, 8);
    this.top = base;
  }

  static compiled(module: CompiledModule, capacity: number): Arena {
    const pages = Math.ceil((8 * capacity + FIXED) / PAGE);
    const { Memory, Instance } = webAssembly();
    const memory = new Memory({ initial: pages, maximum: pages });
    const exports = new Instance(module, { env: { memory, abort: () => undefined } }).exports as unknown as Loops & {
      outAddress(): number;
      heapBase(): number;
    };
    const base = (exports.heapBase() + 15) & -16;
    return new Arena(exports, memory.buffer, exports.outAddress(), base, (pages * PAGE - base) >> 3);
  }

  static twin(capacity: number): Arena {
    const memory = new Float64Array(capacity + TWIN_BASE / 8);
    return new Arena(twinLoops(memory), memory.buffer, 0, TWIN_BASE, capacity);
  }

  /** Runs every loop over no bins: an engine compiles each of them when it is first called. */
  warm(): void {
    for (const loop of Object.values(this.loops) as ((n: number) => void)[]) if (typeof loop === "function") loop(0);
  }

  /** Makes somebody the holder; whether they were it before, so that their arrays stand as they left them. */
  hold(holder: object): boolean {
    const held = this.holder === holder;
    this.holder = holder;
    return held;
  }

  /** Begins the layout of a new holder's arrays. */
  clear(): void {
    this.holder = undefined;
    this.top = this.base;
    this.laidOut = 0;
  }

  /** The next doubles, with these values. */
  place(values: ArrayLike<number>): Float64Array {
    const array = this.array(values.length);
    array.set(values);
    return array;
  }

  /** The next n doubles, with room for the one that loops may put behind them. */
  array(n: number): Float64Array {
    const at = this.laidOut++;
    let array: Float64Array | undefined = this.views[at];
    if (array === undefined || array.length !== n || array.byteOffset !== this.top) {
      array = this.views[at] = new Float64Array(this.buffer, this.top, n);
    }
    this.top += 16 * ((n + 2) >> 1);
    return array;
  }
}

const PAGE = 65536;
/** Tables, constants and sums, in bytes: a part of the first page. */
const FIXED = 4096;
/** Doubles that a memory has room for at first (a day of minutes and more), and at most, to be kept. */
const FIRST = 1 << 13;
const KEPT = 1 << 20;

let large: WeakRef<Arena> | undefined;

/** A memory with room for so many doubles, no array in it laid out. */
export function arenaOf(doubles: number): Arena {
  const kept = doubles > KEPT ? large?.deref() : small;
  const arena = kept !== undefined && kept.capacity >= doubles ? kept : newArena(roomFor(doubles));
  if (doubles > KEPT) large = new WeakRef(arena);
  else small = arena;
  arena.clear();
  return arena;
}

function roomFor(doubles: number): number {
  let room = FIRST;
  while (room < doubles && room < KEPT) room *= 2;
  return Math.max(room, doubles);
}

/** A memory of one's own: what stands in it stays, whoever solves meanwhile. */
export function newArena(capacity: number): Arena {
  const module = compiledLoops();
  if (module === undefined) return Arena.twin(capacity);
  try {
    return Arena.compiled(module, capacity);
  } catch {
    // Each takes gigabytes of a process's addresses, of which there are some ten thousand, fewer under `ulimit -v`.
    return Arena.twin(capacity);
  }
}

let loopsModule: CompiledModule | undefined | null = null;

/** The compiled loops; undefined where WebAssembly is not there, or forbidden. */
export function compiledLoops(): CompiledModule | undefined {
  if (loopsModule !== null) return loopsModule;
  try {
    // A page has no Buffer; in a fresh process a call a byte takes as long as compiling.
    const bytes =
      typeof Buffer === "undefined" ? Uint8Array.from(atob(WASM), (c) => c.charCodeAt(0)) : Buffer.from(WASM, "base64");
    const { Module } = webAssembly();
    loopsModule = new Module(bytes);
  } catch {
    loopsModule = undefined;
  }
  return loopsModule;
}

/** Compiled where the solver is loaded, which takes a hundred times as long, and not at the first solve. */
let small = newArena(FIRST);
small.warm();
