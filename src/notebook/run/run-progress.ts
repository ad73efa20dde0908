/**
 * Progress of running notebooks, on standard error: on a terminal a bar a notebook that names the
 * cell it is at; elsewhere a line a cell.
 */
import { MultiBar, type SingleBar } from "cli-progress";

import type { RunProgress } from "./run-cells";

export interface RunsProgress {
  /** A cell of a notebook begins. */
  readonly update: (name: string, progress: RunProgress) => void;
  /** A notebook has ended. */
  readonly end: (name: string, outcome: string) => void;
  readonly stop: () => void;
}

export function showRuns(stream: NodeJS.WriteStream = process.stderr): RunsProgress {
  return stream.isTTY === true ? showBars(stream) : showLines(stream);
}

function showBars(stream: NodeJS.WriteStream): RunsProgress {
  const bars = new MultiBar({
    stream,
    format: "{name} [{bar}] cell {value} of {total}  {text}",
    barsize: 20,
    hideCursor: true,
    clearOnComplete: true,
    gracefulExit: false, // the command ends itself in order
  });
  const running = new Map<string, SingleBar>();
  const barOf = (name: string, cells: number): SingleBar => {
    const bar = running.get(name) ?? bars.create(cells, 0, { name, text: "" });
    running.set(name, bar);
    return bar;
  };
  return {
    update(name, { cell, cells, source }) {
      barOf(name, cells).update(cell + 1, { text: firstLine(source) });
    },
    end(name, outcome) {
      bars.log(`${name}: ${outcome}\n`);
      // Taking a bar away is what draws: the line above comes to stand over those that are left.
      bars.remove(barOf(name, 0));
    },
    stop: () => bars.stop(),
  };
}

function showLines(stream: NodeJS.WriteStream): RunsProgress {
  return {
    update: (name, { cell, cells, source }) =>
      void stream.write(`${name}: cell ${cell + 1} of ${cells}  ${firstLine(source)}\n`),
    end: (name, outcome) => void stream.write(`${name}: ${outcome}\n`),
    stop: () => undefined,
  };
}

function firstLine(source: string): string {
  const line = source.trim().split("\n")[0];
  return line.length > 50 ? `${line.slice(0, 49)}…` : line;
}
