/**
 * Timing for benchmarks: the candidates of one comparison run in turn, round by round, so that the
 * machine's moods hit all alike; the least time of each is what it takes undisturbed. Their results
 * go into a sink that is printed, so that no work is optimised away.
 */
import { cpus } from "node:os";

import Table from "cli-table3";

let sink = 0;

/** The least time in nanoseconds of one call of each candidate, over `rounds` rounds of `calls` calls. */
export function leastTimes<Name extends string>(
  candidates: Readonly<Record<Name, () => number>>,
  rounds: number,
  calls: number,
): Record<Name, number> {
  const names = Object.keys(candidates) as Name[];
  const least = Object.fromEntries(names.map((name) => [name, Infinity])) as Record<Name, number>;
  for (let round = 0; round < rounds; round++) {
    for (const name of names) {
      const run = candidates[name];
      const start = process.hrtime.bigint();
      for (let call = 0; call < calls; call++) sink += run();
      const each = Number(process.hrtime.bigint() - start) / calls;
      least[name] = Math.min(least[name], each);
    }
  }
  return least;
}

/** A seeded generator for inputs: Park and Miller's minimal standard, plenty for timings. */
export function inputs(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

export function printTable(title: string, head: readonly string[], rows: readonly (readonly string[])[]): void {
  const table = new Table({
    head: [...head],
    colAligns: head.map((_, i) => (i === 0 ? "left" : "right")),
    style: { head: [], border: [], compact: true },
  });
  table.push(...rows.map((row) => [...row]));
  console.log(`\n${title}\n${table.toString()}`);
}

export function printMachine(): void {
  console.log(
    `Node ${process.version}, ${process.platform} ${process.arch}, ${cpus().length} x ${cpus()[0].model.trim()}`,
  );
}

export function printSink(): void {
  console.log(`\n(sink ${sink.toPrecision(3)})`);
}

export function duration(ns: number): string {
  return ns < 1e6 ? `${(ns / 1e3).toFixed(1)} us` : `${(ns / 1e6).toFixed(1)} ms`;
}
