/** How much of long work is done: a bar on a terminal; a line a tenth elsewhere, where there is much of it. */
import { SingleBar } from "cli-progress";

export interface CountProgress {
  update(done: number): void;
  stop(): void;
}

/** Where no bar moves, fewer are not worth a line each tenth. */
const MUCH = 200;

/** @param what the work's name, `unit` what is counted: "sweep" and "points". */
export function showCount(
  what: string,
  unit: string,
  total: number,
  done: number,
  stream: NodeJS.WriteStream,
): CountProgress {
  if (stream.isTTY !== true) {
    let tenths = Math.floor((10 * done) / total);
    return {
      update(now) {
        if (total < MUCH || Math.floor((10 * now) / total) === tenths) return;
        tenths = Math.floor((10 * now) / total);
        stream.write(`${10 * tenths} % of ${total} ${unit}\n`);
      },
      stop() {},
    };
  }
  const format = `${what} [{bar}] {value}/{total} ${unit}, {eta_formatted} to go`;
  const bar = new SingleBar({ stream, format, hideCursor: true, clearOnComplete: true, gracefulExit: false });
  bar.start(total, done);
  return { update: (now) => bar.update(now), stop: () => bar.stop() };
}
