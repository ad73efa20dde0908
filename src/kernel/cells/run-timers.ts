/**
 * The timers cells set know whose they are: what fires later runs as its cell, and the timers of an
 * interrupted cell do not fire. Those of `timers/promises` fire; the `await` behind them ends the code.
 */
import timers from "node:timers";

import type { Runs } from "./runs";

type Callback = (...args: unknown[]) => void;
type Timer = { readonly [Symbol.toPrimitive]?: () => number };
type Set = (callback: Callback, ...rest: unknown[]) => Timer;
type Clear = (timer: never) => void;

const PAIRS = [
  ["setTimeout", "clearTimeout"],
  ["setInterval", "clearInterval"],
  ["setImmediate", "clearImmediate"],
] as const;

/** Wraps the global timers and those of `node:timers`; `failed` takes what a callback throws. */
export function wrapTimers(runs: Runs, failed: (thrown: unknown, run: number) => void): void {
  for (const [setName, clearName] of PAIRS) {
    const set = globalThis[setName] as unknown as Set;
    const clear = globalThis[clearName] as unknown as Clear;
    const again = setName === "setInterval";
    const wrapped = function (callback: Callback, ...rest: unknown[]): Timer {
      // What is no function is Node's to refuse.
      if (typeof callback !== "function") return set(callback, ...rest);
      const run = runs.current;
      const timer: Timer = set(
        function (this: unknown, ...args: unknown[]) {
          if (!again) runs.drop(timer);
          runs.within(run, () => callback.apply(this, args), failed);
        },
        ...rest,
      );
      if (runs.isStopped(run)) clear(timer as never);
      else runs.keep(run, timer, { clear, callback });
      return timer;
    };
    const cleared = (timer: unknown): void => {
      runs.drop(timer);
      clear(timer as never);
    };
    // With its name, and the form that promises: util.promisify(setTimeout).
    Object.defineProperties(wrapped, Object.getOwnPropertyDescriptors(set));
    Object.defineProperty(cleared, "name", { value: clearName });
    for (const place of [globalThis, timers]) Object.assign(place, { [setName]: wrapped, [clearName]: cleared });
  }
}
