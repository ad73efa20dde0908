/**
 * Databento's market by price, ten levels, as CSV (databento.com/docs, schema mbp-10): one row an
 * event, the book after it in `bid_px_00 .. ask_ct_09`. Times are UTC, ISO 8601 or whole nanoseconds;
 * prices decimals or whole billionths. Trades (action T) give the traded volume; databento-feed says what
 * its clocks and flags decide.
 */
import { DatabentoFeed } from "./databento-feed";
import { readColumns, type BookFileOptions } from "./read-columns";
import type { SnapshotSource } from "./snapshot-source";

export async function readMbp10(path: string, options: BookFileOptions = {}): Promise<SnapshotSource> {
  return readColumns(
    path,
    {
      format: "mbp10",
      title: "Databento MBP-10",
      times: ["ts_recv", "ts_event"],
      level: (side, what, level) => `${side}_${what}_${String(level).padStart(2, "0")}`,
      instruments: ["symbol", "instrument_id"],
      feed: DatabentoFeed,
    },
    options,
  );
}
