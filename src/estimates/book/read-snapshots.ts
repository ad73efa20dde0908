/**
 * Plain snapshots: CSV with a time column (`timestamp_ms`, `timestamp`, `time`, ...; see parse-time) and, for
 * levels i = 0, 1, ..., the columns `bid_px_i`, `bid_sz_i`, `ask_px_i`, `ask_sz_i`, in any order.
 */
import { readColumns, type BookFileOptions } from "./read-columns";
import type { SnapshotSource } from "./snapshot-source";

const UNITS = ["_ns", "_us", "_ms", "_s", ""];

export async function readSnapshots(path: string, options: BookFileOptions = {}): Promise<SnapshotSource> {
  return readColumns(
    path,
    {
      format: "snapshots",
      title: "plain snapshots",
      times: ["timestamp", "time", "ts", "datetime"].flatMap((name) => UNITS.map((unit) => name + unit)),
      level: (side, what, level) => `${side}_${what}_${level}`,
      instruments: ["symbol"],
    },
    options,
  );
}
