import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import { expect, test } from "vitest";

import { openBook } from "../../../src/estimates/book/open-book";
import { rebuildSnapshots } from "../../../src/estimates/book/rebuild-snapshots";
import { temporaryFolder } from "../../support/temporary-folder";

const folder = temporaryFolder();
const HEADER = "id,timestamp,exchange.timestamp,price,volume,action,direction";

/** Times count from 1,000,000,000 s, a whole multiple of ten seconds. */
const LOG = [
  "1,1000000001000,0,99.5,0.1,created,bid",
  "2,1000000002000,0,99.5,0.2,created,bid",
  "3,1000000003000,0,100.5,2,created,ask",
  "4,1000000004000,0,101,4,created,ask",
  "5,1000000005000,0,99,3,created,bid",
  "3,1000000010000,0,100.5,1.5,changed,ask", // at the step itself: counts; a partial fill
  "8,1000000011000,0,98,7,changed,bid", // placed before the log began
  "9,1000000012000,0,97,1,deleted,bid", // the same, and gone
  "2,1000000013000,0,99.5,0.2,deleted,bid",
  "6,1000000014000,0,100.5,1,created,bid", // crosses order 3 until that is filled
  "3,1000000021000,0,100.5,0,changed,ask",
  "6,1000000022000,0,100.5,1,deleted,bid",
  "6,1000000023000,0,100.5,1,changed,bid", // late: order 6 is gone
  "4,1000000024000,0,101,9,created,ask", // late: order 4 rests already
  "1,1000000030000,0,99.25,0.1,changed,bid", // moves to another price
];

const rebuild = async (name: string, lines: readonly string[], options = {}) => {
  const out = join(folder.path, `${name}-book.csv`);
  const rebuilt = await rebuildSnapshots(folder.file(`${name}.csv`, `${lines.join("\n")}\n`), out, options);
  return { rebuilt, lines: readFileSync(out, "utf8").trimEnd().split("\n"), out };
};

test("rebuildSnapshots(log) writes the book at each step, as worked out by hand", async () => {
  const { rebuilt, lines } = await rebuild("hand", [HEADER, ...LOG], { levels: 3 });
  expect(lines).toEqual([
    "timestamp_ms,bid_px_0,bid_sz_0,ask_px_0,ask_sz_0,bid_px_1,bid_sz_1,ask_px_1,ask_sz_1," +
      "bid_px_2,bid_sz_2,ask_px_2,ask_sz_2",
    // 0.1 + 0.2 is 0.3; order 3 has 1.5 left of 2.
    "1000000010000,99.5,0.3,100.5,1.5,99,3,101,4,,,,",
    // Order 2 gone, order 6 crossing, order 8 in by its change.
    "1000000020000,100.5,1,100.5,1.5,99.5,0.1,101,4,99,3,,",
    // Orders 3 and 6 gone, order 1 moved; a fourth bid would be next.
    "1000000030000,99.25,0.1,101,4,99,3,,,98,7,,",
  ]);
  expect(rebuilt).toEqual({ events: 15, snapshots: 3, unknown: 2, late: 2, crossed: 1 });
});

test("rebuildSnapshots(log, { levels }) keeps the best levels of each side", async () => {
  const { lines } = await rebuild("best", [HEADER, ...LOG], { levels: 2 });
  expect(lines[3]).toBe("1000000030000,99.25,0.1,101,4,99,3,,");
});

test("rebuildSnapshots(log, { step }) repeats a book that stands still, and ends with the log", async () => {
  const { lines } = await rebuild("still", [HEADER, ...LOG.slice(0, 5), LOG[8]], { step: "2500ms", levels: 2 });
  expect(lines.slice(1).map((line) => line.split(",").slice(0, 3))).toEqual([
    ["1000000002500", "99.5", "0.3"],
    ["1000000005000", "99.5", "0.3"],
    ["1000000007500", "99.5", "0.3"],
    ["1000000010000", "99.5", "0.3"],
    ["1000000012500", "99.5", "0.3"],
  ]);
});

test("rebuildSnapshots(log) takes gzip and columns in any order, and writes what openBook reads", async () => {
  const shuffle = (row: string): string => row.split(",").reverse().join(",");
  const log = folder.file("log.csv.gz", gzipSync([HEADER, ...LOG].map(shuffle).join("\n")));
  const out = join(folder.path, "log-book.csv.gz");
  expect((await rebuildSnapshots(log, out)).snapshots).toBe(3);
  const source = await openBook(out);
  expect(await source.refill()).toBe(true);
  expect(source.snapshot.time).toBe(1_000_000_010e6);
  expect([...source.snapshot.bidPrice.slice(0, 3)]).toEqual([99.5, 99, Number.NaN]);
  expect([...source.snapshot.askSize.slice(0, 2)]).toEqual([1.5, 4]);
  source.close();
});

test.each([
  ["1,x,0,99,1,created,bid", 'column "timestamp" must be a time, got "x"'],
  ["1,1000000000000,0,99,1,created,bid", 'column "timestamp" must not be earlier than the row before'],
  [",1000000031000,0,99,1,created,bid", 'column "id" must be an order\'s id, got ""'],
  ["1,1000000031000,0,-1,1,created,bid", 'column "price" must be positive, got "-1"'],
  ["1,1000000031000,0,,1,created,bid", 'column "price" must be positive, got ""'],
  ["1,1000000031000,0,99,-1,created,bid", 'column "volume" must be 0 or more, got "-1"'],
  ["1,1000000031000,0,99,much,created,bid", 'column "volume" must be a number, got "much"'],
  ["1,1000000031000,0,99,1,placed,bid", 'column "action" must be created, changed, deleted, got "placed"'],
  ["1,1000000031000,0,99,1,created,buy", 'column "direction" must be bid or ask, got "buy"'],
  ["1,1000000031000,0,99", "must have the header's 7 cells, got 4"],
])("rebuildSnapshots refuses the row %s by file and line, and leaves no book", async (row, message) => {
  const log = folder.file("bad.csv", `${[HEADER, ...LOG, row, ...LOG].join("\n")}\n`);
  const out = join(folder.path, "bad-book.csv");
  const failure = await rebuildSnapshots(log, out).catch((error: Error) => error);
  expect(failure).toMatchObject({ name: "InputError" });
  expect((failure as Error).message).toContain(`${log}, line 17`);
  expect((failure as Error).message).toContain(message);
  expect(existsSync(out)).toBe(false);
});

test.each([
  [{ steps: "1s" }, "options.steps must be an option that is known"],
  [{ step: "0.5ms" }, "options.step must be whole milliseconds"],
  [{ step: "soon" }, "options.step must be a time such as"],
  [{ levels: 1 }, "options.levels must be a whole number from 2, got 1"],
])("rebuildSnapshots(log, %j) is refused: %s", async (options, message) => {
  await expect(rebuild("options", [HEADER, ...LOG], options)).rejects.toThrow(message);
});

test("rebuildSnapshots(log) refuses a log without a column, without rows, or within one step", async () => {
  await expect(rebuild("columns", ["id,price", "1,2"])).rejects.toThrow("order events with a column timestamp");
  await expect(rebuild("none", [HEADER])).rejects.toThrow("must hold an event at a step or on both sides of one");
  await expect(rebuild("short", [HEADER, ...LOG.slice(0, 5)])).rejects.toThrow("on both sides of one");
});
