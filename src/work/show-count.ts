/** How much of long work is done: a bar on a terminal; a line a tenth elsewhere, where there is much of it. */
import { SingleBar } from "cli-progress";

import { readable } from "../base/readable";
import type { EngineState } from "./executor";

export interface CountProgress {
  update(done: number): void;
  stop(): void;
}

/** Where no bar moves, fewer are not worth a line each tenth. */
const MUCH = 200;

/**
 * @param what the work's name, `unit` what is counted: "sweep" and "points".
 * @param state how the engine is doing, where it can tell.
 */
export function showCount(
  what: string,
  unit: string,
  total: number,
  done: number,
  stream: NodeJS.WriteStream,
  state: () => EngineState | undefined = () => undefined,
): CountProgress {
  if (stream.isTTY !== true) {
    let tenths = Math.floor((10 * done) / total);
    return {
      update(now) {
        if (total < MUCH || Math.floor((10 * now) / total) === tenths) return;
        tenths = Math.floor((10 * now) / total);
        stream.write(`${10 * tenths} % of ${total} ${unit}${engineText(state())}\n`);
      },
      stop() {},
    };
  }
  const began = performance.now();
  const before = done;
  let now = done;
  const format = `${what} [{bar}] {value}/{total} ${unit}, {rate}/s, {eta_formatted} to go{engine}`;
  const bar = new SingleBar({ stream, format, hideCursor: true, clearOnComplete: true, gracefulExit: false });
  const shown = (): { rate: string; engine: string } => ({
    rate: readable((now - before) / Math.max(1e-3, (performance.now() - began) / 1000), 3),
    engine: engineText(state()),
  });
  bar.start(total, done, shown());
  // Workers come and go while no task is done.
  const timer = setInterval(() => bar.update(now, shown()), 1000);
  timer.unref();
  return {
    update: (value) => bar.update((now = value), shown()),
    stop: () => {
      clearInterval(timer);
      bar.stop();
    },
  };
}

/** `", 4 workers, 1 retry"`. */
export function engineText(state: EngineState | undefined): string {
  if (state === undefined) return "";
  const { workers, retries } = state;
  const told = `, ${workers} worker${workers === 1 ? "" : "s"}`;
  return retries === 0 ? told : `${told}, ${retries} ${retries === 1 ? "retry" : "retries"}`;
}
