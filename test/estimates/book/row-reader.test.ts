import { isDeepStrictEqual } from "node:util";
import { gzipSync } from "node:zlib";

import { expect, test } from "vitest";

import { InputError } from "../../../src/base/input-error";
import { RowReader } from "../../../src/estimates/book/row-reader";
import { temporaryFolder } from "../../support/temporary-folder";

const folder = temporaryFolder();

/** Columns a and c of every row, with line numbers and widths. */
async function read(path: string): Promise<{ header: string[] | undefined; rows: number[][] }> {
  const reader = await RowReader.open(path);
  const header = await reader.header();
  reader.pick([2, 0], ["c", "a"]);
  const rows: number[][] = [];
  while (reader.next() || (await reader.refill()))
    rows.push([reader.line, reader.width, reader.number(1), reader.number(0)]);
  reader.close();
  return { header, rows };
}

const LINES = "a,b,c\n1,x,2\n3,,4.5\n";
const ROWS = [
  [2, 3, 1, 2],
  [3, 3, 3, 4.5],
];

test.each([
  ["plain", LINES, ROWS],
  ["without a last line feed", LINES.trimEnd(), ROWS],
  ["with CRLF", LINES.replace(/\n/g, "\r\n"), ROWS],
  ["with a byte order mark", `\uFEFF${LINES}`, ROWS],
  ["with quotes", LINES.replace("3,,4.5", '"3","","4.5"').replace("a,b", '"a","b"'), ROWS],
  [
    "with blank lines",
    "a,b,c\n\n1,x,2\n\r\n3,,4.5\n\n",
    [
      [3, 3, 1, 2],
      [5, 3, 3, 4.5],
    ],
  ],
] as const)("RowReader reads a file %s", async (name, text, rows) => {
  expect(await read(folder.file(`${name}.csv`, text))).toEqual({ header: ["a", "b", "c"], rows });
  expect(await read(folder.file(`${name}.gz`, gzipSync(text)))).toEqual({ header: ["a", "b", "c"], rows });
});

test("RowReader reads rows across chunk boundaries as from one piece, plain and gzip", async () => {
  const count = 150_000; // 3 MB: several chunks, their boundaries anywhere
  const text = `a,b,c\n${Array.from({ length: count }, (_, i) => `${i},${"z".repeat(i % 17)},${i / 8}`).join("\n")}\n`;
  const wanted = Array.from({ length: count }, (_, i) => [i + 2, 3, i, i / 8]);
  // As one comparison: a matcher takes seconds over so many rows.
  expect(isDeepStrictEqual((await read(folder.file("long.csv", text))).rows, wanted)).toBe(true);
  expect(isDeepStrictEqual((await read(folder.file("long.csv.gz", gzipSync(text)))).rows, wanted)).toBe(true);
});

test(
  "RowReader.number(slot) is NaN for an empty cell and " + "names file, line, column and value for a bad one",
  async () => {
    const path = folder.file("bad.csv", "a,b,c\n,x,2\n3,x,4;5\n");
    const reader = await RowReader.open(path);
    await reader.header();
    reader.pick([0, 2], ["a", "c"]);
    expect(reader.next()).toBe(true);
    expect(reader.number(0)).toBeNaN();
    expect(reader.next()).toBe(true);
    expect(() => reader.number(1)).toThrow(new InputError(`${path}, line 3, column "c"`, "must be a number", "4;5"));
    reader.close();
  },
);

test.each([
  ["zstd", Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0]), "it looks like zstd: decompress it first (zstd -d)"],
  ["UTF-16", Buffer.from("\uFEFFa,b,c\n1,2,3\n", "utf16le"), "it looks like UTF-16: save it as UTF-8"],
  ["Parquet", Buffer.from("PAR1xxxxPAR1"), "it looks like Parquet"],
  ["binary", Buffer.from([1, 0, 2]), "it looks like a binary file"],
])("RowReader.open(%s) says what it looks like", async (name, bytes, says) => {
  await expect(RowReader.open(folder.file(name, bytes))).rejects.toThrow(says);
});

test("RowReader.open(path) says in a sentence what cannot be read", async () => {
  await expect(RowReader.open(`${folder.path}/none.csv`)).rejects.toThrow(
    'none.csv must be a file that exists, got "no such file"',
  );
  await expect(RowReader.open(folder.path)).rejects.toThrow('must be a file, got "a directory"');
});

test("RowReader says that a gzip file ends early or is damaged, and that a line has no end", async () => {
  const whole = gzipSync(LINES + "1,x,2\n".repeat(5000));
  const damaged = Buffer.from(whole);
  damaged.fill(0xff, 40, 60);
  await expect(read(folder.file("short.gz", whole.subarray(0, whole.length - 20)))).rejects.toThrow(
    "must be a whole gzip file",
  );
  await expect(read(folder.file("damaged.gz", damaged))).rejects.toThrow("must be a sound gzip file");
  await expect(read(folder.file("endless.csv", "7".repeat(3 << 20)))).rejects.toThrow("must be lines of text");
});

test("RowReader.header() says that lines end in carriage returns alone", async () => {
  await expect(read(folder.file("mac.csv", LINES.replace(/\n/g, "\r")))).rejects.toThrow(
    "must end its lines with line feeds",
  );
});

test("RowReader stops at the signal", async () => {
  const control = new AbortController();
  const reader = await RowReader.open(folder.file("stop.csv", LINES), control.signal);
  control.abort();
  await expect(reader.refill()).rejects.toThrow("aborted");
});
