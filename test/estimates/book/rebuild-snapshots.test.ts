import { describe, expect, test } from "vitest";

import { rebuildSnapshots } from "../../../src/estimates/book/rebuild-snapshots";

/** A day's first ten seconds in nine events; times in ms from 1,000,000,000,000. */
const LOG = [
  event(100, "created", 1, 0, "99.5", "2"), // bid 2 at 99.5
  event(1200, "created", 2, 1, "100.5", "3"), // ask 3 at 100.5
  event(1900, "created", 3, 0, "99.5", "0.5"), // bid 2.5 at 99.5
  "1000000002000 trade {}",
  event(2000, "created", 4, 1, "101", "1"), // at the step itself: counts in its snapshot
  event(3000, "changed", 2, 1, "100.5", "1.25"), // a partial fill
  event(3500, "changed", 77, 0, "98", "4"), // placed before the log began
  event(5000, "deleted", 1, 0, "99.5", "2"), // cancelled: bid 0.5 at 99.5
  event(5100, "created", 5, 0, "100.75", "1"), // crosses the ask for a moment
  event(7000, "deleted", 5, 0, "100.75", "0"), // filled
  event(8100, "deleted", 88, 1, "100", "1"), // never seen
];

function event(ms: number, what: string, id: number, type: number, price: string, amount: string): string {
  return `${1e12 + ms} order_${what} ${JSON.stringify({ id, price, amount, order_type: type })}`;
}

async function rebuilt(lines: string[], step = 2, levels = 2) {
  const counts = { events: 0, snapshots: 0, crossed: 0, unknown: 0, others: 0 };
  let text = "";
  for await (const piece of rebuildSnapshots(lines, "a.log", { step, levels }, counts)) text += piece;
  return { rows: text.trimEnd().split("\n"), counts };
}

test("rebuildSnapshots(lines): the best levels at every step, by hand", async () => {
  const { rows, counts } = await rebuilt(LOG);
  expect(rows).toEqual([
    "timestamp_ms,bid_px_0,bid_sz_0,ask_px_0,ask_sz_0,bid_px_1,bid_sz_1,ask_px_1,ask_sz_1",
    "1000000002000,99.5,2.5,100.5,3,,0,101,1",
    "1000000004000,99.5,2.5,100.5,1.25,98,4,101,1",
    "1000000006000,100.75,1,100.5,1.25,99.5,0.5,101,1",
    "1000000008000,99.5,0.5,100.5,1.25,98,4,101,1",
  ]);
  expect(counts).toEqual({ events: 10, snapshots: 4, crossed: 1, unknown: 2, others: 1 });
});

test("rebuildSnapshots(lines): a step without an event repeats the book that stands", async () => {
  const { rows } = await rebuilt([LOG[0], LOG[1], event(9000, "deleted", 2, 1, "100.5", "0")], 2, 1);
  expect(rows.slice(1)).toEqual([2, 4, 6, 8].map((s) => `${1e12 + 1000 * s},99.5,2,100.5,3`));
});

test("rebuildSnapshots(lines): what is deleted stays so, sums are decimals, the last event's step counts", async () => {
  const { rows, counts } = await rebuilt(
    [
      event(100, "created", 1, 0, "99", "0.1"),
      event(200, "created", 2, 0, "99", "0.2"),
      event(300, "created", 3, 1, "100", "1"),
      event(400, "created", 4, 1, "0", "1"), // a market order has no price
      event(500, "deleted", 3, 1, "100", "0"),
      event(600, "changed", 3, 1, "100", "1"), // out of order: it was deleted
      event(2000, "created", 5, 1, "101", "1"),
    ],
    2,
    1,
  );
  expect(rows.slice(1)).toEqual(["1000000002000,99,0.3,101,1"]);
  expect(counts).toEqual({ events: 6, snapshots: 1, crossed: 0, unknown: 1, others: 1 });
});

describe("rebuildSnapshots refuses, with the log and the line,", () => {
  test.each([
    [[LOG[0], "1000000000050 order_created {}"], "a.log line 2 must not be earlier than the event before"],
    [[LOG[0], `${1e12 + 200} order_created {"id": 1`], 'a.log line 2 must end in an order as JSON, got "{'],
    [[event(1, "created", 1, 2, "1", "1")], "a.log line 1: order_type must be 0 for a bid or 1 for an ask, got 2"],
    [[event(1, "created", 1, 0, "-1", "1")], 'a.log line 1: price must be a price, 0 or above, got "-1"'],
    [[event(1, "created", 1, 0, "1", "much")], 'a.log line 1: amount must be 0 or above, got "much"'],
    [
      [LOG[0], LOG[1].replace("1000000001", "10000000012")],
      "a.log line 2 must be milliseconds since 1970, of 1990 to 2100",
    ],
    [
      [LOG[0], LOG[1].replace("10000000", "10001000")],
      "a.log line 2 must be within a day of the event before, for snapshots fill the time between, got 1000100001200",
    ],
    [["a,b", "1,2"], "a.log must hold order events (order_created, order_changed, order_deleted), got"],
  ])("%j", async (lines, message) => {
    await expect(rebuilt(lines)).rejects.toThrow(message);
  });
});

test("rebuildSnapshots refuses a step that time would not move on by", async () => {
  await expect(rebuilt(LOG, 1e-7)).rejects.toThrow("options.step must be at least a millisecond, got 1e-7");
});
