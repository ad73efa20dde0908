/**
 * Databento's market by price, ten levels, as CSV (databento.com/docs, schema mbp-10): one row an
 * event, the book after it in `bid_px_00 .. ask_ct_09`. Times are UTC, ISO 8601 or whole nanoseconds;
 * prices decimals or whole billionths. Trades (action T) give the traded volume.
 */
import { readColumns } from "./read-columns";
import type { SnapshotSource } from "./snapshot-source";

export async function readMbp10(
  path: string,
  options: { readonly symbol?: string; readonly signal?: AbortSignal } = {},
): Promise<SnapshotSource> {
  return readColumns(
    path,
    {
      format: "Databento MBP-10",
      times: ["ts_event", "ts_recv"],
      level: (side, what, level) => `${side}_${what}_${String(level).padStart(2, "0")}`,
      billionths: true,
      instruments: ["symbol", "instrument_id"],
      trades: ["action", "size"],
    },
    options,
  );
}
