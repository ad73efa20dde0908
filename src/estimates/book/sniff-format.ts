/**
 * Says what a file looks like, for the error that says it is not what it was called.
 */

/** What a file that is no text is, from its first bytes; undefined for text. */
export function describeBytes(start: Uint8Array): string | undefined {
  const is = (...magic: number[]): boolean => magic.every((byte, at) => start[at] === byte);
  if (is(0x1f, 0x8b)) return "it looks like gzip within gzip";
  if (is(0x28, 0xb5, 0x2f, 0xfd)) return "it looks like zstd: decompress it first (zstd -d)";
  if (is(0x50, 0x4b, 0x03, 0x04)) return "it looks like a zip archive: unpack it first";
  if (is(0x42, 0x5a, 0x68)) return "it looks like bzip2: decompress it first";
  if (is(0xfd, 0x37, 0x7a, 0x58, 0x5a)) return "it looks like xz: decompress it first (xz -d)";
  if (is(0x50, 0x41, 0x52, 0x31)) return "it looks like Parquet";
  if (is(0x44, 0x42, 0x4e)) return "it looks like Databento's DBN: convert it to CSV first (dbn --csv)";
  if (is(0xff, 0xfe) || is(0xfe, 0xff)) return "it looks like UTF-16: save it as UTF-8";
  if (start.includes(0)) return "it looks like a binary file";
  return undefined;
}

/** The format of a book by the cells of its first line; undefined where they are no book's. */
export function bookFormatOf(cells: readonly string[]): "snapshots" | "mbp10" | "lobster" | undefined {
  if (cells.some((cell) => /^(bid|ask)_(px|sz)_0\d$/.test(cell))) return "mbp10";
  if (cells.some((cell) => /^(bid|ask)_(px|sz)_\d+$/.test(cell))) return "snapshots";
  return describeColumns(cells).endsWith("(lobster)") ? "lobster" : undefined;
}

/** What a text table looks like, from the cells of its first line: the end of "it looks like ...". */
export function describeColumns(cells: readonly string[]): string {
  const names = new Set(cells);
  const has = (...wanted: string[]): boolean => wanted.every((name) => names.has(name));
  if (has("bid_px_00", "ask_px_00")) return "Databento MBP-10 (mbp10)";
  if (has("bid_px_0", "ask_px_0")) return "plain snapshots (snapshots)";
  if (has("alpha", "beta")) return "an estimates table, not a book";
  if (cells.length === 1 && /[;\t|]/.test(cells[0])) {
    const mark = cells[0].includes(";") ? "semicolons" : cells[0].includes("\t") ? "tabs" : "bars";
    return `a table separated by ${mark} where commas are needed`;
  }
  if (cells.length > 1 && cells.every((cell) => /^-?\d+(\.\d+)?$/.test(cell))) {
    if (cells.length % 4 === 0 && cells.every((cell) => !cell.includes(".")))
      return "a LOBSTER orderbook file (lobster)";
    if (cells.length === 6 || cells.length === 7) return "a LOBSTER message file (lobster)";
    return `${cells.length} columns of numbers without a header`;
  }
  const shown = cells.slice(0, 4).map((cell) => JSON.stringify(cell.slice(0, 24)));
  return `a table with the columns ${shown.join(", ")}${cells.length > 4 ? ` and ${cells.length - 4} more` : ""}`;
}
