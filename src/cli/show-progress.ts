/**
 * Progress of reading a file, on standard error: a bar on a terminal; elsewhere a line a tenth, and
 * none for a file that is read in a moment.
 */
import { SingleBar } from "cli-progress";

export interface FileProgress {
  /** Bytes read of how many. */
  readonly update: (read: number, total: number) => void;
  readonly stop: () => void;
}

/** Files below this are not worth a line each tenth, bytes. */
const SMALL = 100e6;

export function showProgress(name: string, stream: NodeJS.WriteStream = process.stderr): FileProgress {
  if (stream.isTTY !== true) return showLines(name, stream);
  const bar = new SingleBar({
    stream,
    format: `${name} [{bar}] {percentage} % of {megabytes} MB, {eta_formatted} to go`,
    hideCursor: true,
    clearOnComplete: true,
    gracefulExit: false, // the command ends itself in order
  });
  let started = false;
  return {
    update(read, total) {
      if (!started) bar.start(total, 0, { megabytes: Math.round(total / 1e6) });
      started = true;
      bar.update(read);
    },
    stop() {
      if (started) bar.stop();
    },
  };
}

function showLines(name: string, stream: NodeJS.WriteStream): FileProgress {
  let tenths = 0;
  return {
    update(read, total) {
      const now = Math.floor((10 * read) / total);
      if (!(total >= SMALL && now > tenths)) return;
      tenths = now;
      stream.write(`${name}: ${10 * now} % of ${Math.round(total / 1e6)} MB\n`);
    },
    stop() {},
  };
}
