/**
 * Plain snapshots: CSV with a time column (`timestamp_ms`, `timestamp`, `time`, ...; ISO 8601 or a
 * number, its unit from the name's ending or else its size) and, for levels i = 0, 1, ..., the columns
 * `bid_px_i`, `bid_sz_i`, `ask_px_i`, `ask_sz_i`, in any order.
 */
import { readColumns } from "./read-columns";
import type { SnapshotSource } from "./snapshot-source";

const UNITS = ["_ns", "_us", "_ms", "_s", ""];

export async function readSnapshots(
  path: string,
  options: { readonly symbol?: string; readonly signal?: AbortSignal } = {},
): Promise<SnapshotSource> {
  return readColumns(
    path,
    {
      format: "plain snapshots",
      times: ["timestamp", "time", "ts", "datetime"].flatMap((name) => UNITS.map((unit) => name + unit)),
      level: (side, what, level) => `${side}_${what}_${level}`,
      instruments: ["symbol"],
    },
    options,
  );
}
