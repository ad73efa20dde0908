/**
 * Opens an order book file by the name of its format.
 */
import { InputError, must } from "../../base/input-error";
import { readLobster } from "./read-lobster";
import { readMbp10 } from "./read-mbp10";
import { readSnapshots } from "./read-snapshots";
import type { SnapshotSource } from "./snapshot-source";

export const BOOK_FORMATS = ["snapshots", "mbp10", "lobster"] as const;

export type BookFormat = (typeof BOOK_FORMATS)[number];

/** Opens `path`; `format` left out is `snapshots`. Throws an InputError where the file is not that. */
export async function openBook(
  path: string,
  options: { readonly format?: BookFormat; readonly symbol?: string; readonly signal?: AbortSignal } = {},
): Promise<SnapshotSource> {
  const { format = "snapshots", symbol } = options;
  switch (format) {
    case "snapshots":
      return readSnapshots(path, options);
    case "mbp10":
      return readMbp10(path, options);
    case "lobster":
      must(symbol === undefined, "options.symbol", "must be left out: a LOBSTER pair is one instrument", symbol);
      return readLobster(path, options);
    default:
      throw new InputError("options.format", `must be one of ${BOOK_FORMATS.join(", ")}`, format);
  }
}
