/**
 * Snapshots of a book rebuilt from a log of its order events, as Bitstamp's live feed gave them: a line an
 * event, the time in milliseconds since the epoch, what happened, and the order as JSON:
 *
 *     1430438400123 order_created {"id": 65714203, "price": "236.50", "amount": "1.25", "order_type": 0}
 *
 * `order_changed` states what remains of the order, `order_deleted` takes it away; order_type 0 is a bid,
 * 1 an ask. The book at a time is the sum of what stands at each price; other lines are counted and left out.
 */
import { InputError, must } from "../../base/input-error";
import { FIRST_TIME, LAST_TIME } from "./parse-time";

export interface RebuildOptions {
  /** Time between snapshots, seconds. */
  readonly step: number;
  /** Levels a side. */
  readonly levels: number;
}

/** What became of the lines of a log. */
export interface RebuildCounts {
  events: number;
  snapshots: number;
  /** Snapshots whose best bid is at or above their best ask: orders about to trade. */
  crossed: number;
  /** Changes and deletions of orders that the log did not see placed, or saw deleted; orders placed twice. */
  unknown: number;
  /** Lines of another kind, and orders without a price. */
  others: number;
}

interface Order {
  readonly side: "bid" | "ask";
  readonly price: number;
  readonly amount: number;
}

/** Milliseconds. */
const DAY = 86_400_000;
const LINE = /^(\d+)\s+(\w+)\s+(.*?)\r?$/;
const EVENTS = ["order_created", "order_changed", "order_deleted"];

/**
 * The lines of a CSV of plain snapshots, `timestamp_ms, bid_px_i, bid_sz_i, ask_px_i, ask_sz_i`, one at every
 * multiple of the step between the first event and the last. A level that is not there has size 0.
 *
 * @param name the log, for errors.
 * @param counts is counted up as the lines are read.
 * @throws InputError that names the log and the line where an event is not one.
 */
export async function* rebuildSnapshots(
  lines: AsyncIterable<string> | Iterable<string>,
  name: string,
  { step, levels }: RebuildOptions,
  counts: RebuildCounts,
): AsyncGenerator<string> {
  const orders = new Map<number, Order>();
  const deleted = new Set<number>();
  const width = 1000 * step;
  must(width >= 1, "options.step", "must be at least a millisecond", step);
  let due = Number.NaN;
  let last = 0;
  let at = 0;
  const columns = Array.from({ length: levels }, (_, i) => `bid_px_${i},bid_sz_${i},ask_px_${i},ask_sz_${i}`);
  yield `timestamp_ms,${columns.join(",")}\n`;
  for await (const line of lines) {
    at++;
    const [, stamp, kind, json] = LINE.exec(line) ?? [];
    if (!EVENTS.includes(kind)) {
      if (line.trim() !== "") counts.others++;
      continue;
    }
    const where = `${name} line ${at}`;
    const time = Number(stamp);
    must(time >= last, where, `must not be earlier than the event before (${last})`, time);
    must(
      time * 1e3 >= FIRST_TIME && time * 1e3 < LAST_TIME,
      where,
      "must be milliseconds since 1970, of 1990 to 2100",
      time,
    );
    const gap = "must be within a day of the event before, for snapshots fill the time between";
    must(last === 0 || time - last <= DAY, where, gap, time);
    last = time;
    if (Number.isNaN(due)) due = Math.ceil(time / width) * width;
    // The state at a time is that of all events up to it.
    for (; due < time; due += width) yield `${due},${snapshotOf(orders.values(), levels, counts)}\n`;
    const { id, ...order } = readOrder(json, where);
    if (order.price === 0) {
      counts.others++;
      continue;
    }
    counts.events++;
    if (kind === "order_created" ? orders.has(id) || deleted.has(id) : !orders.has(id)) counts.unknown++;
    // An order placed before the log began is known from its first change; one that is gone stays so.
    if (kind !== "order_deleted" && !deleted.has(id)) orders.set(id, order);
    else if (deleted.add(id)) orders.delete(id);
  }
  for (; due <= last; due += width) yield `${due},${snapshotOf(orders.values(), levels, counts)}\n`;
  must(counts.events > 0, name, `must hold order events (${EVENTS.join(", ")})`, `none in ${at} lines`);
}

function readOrder(json: string, where: string): Order & { id: number } {
  let fields: Record<string, unknown>;
  try {
    fields = JSON.parse(json) as Record<string, unknown>;
  } catch {
    throw new InputError(where, "must end in an order as JSON", json);
  }
  const { id, price, amount, order_type: type } = fields;
  must(typeof id === "number", `${where}: id`, "must be a number", id);
  must(type === 0 || type === 1, `${where}: order_type`, "must be 0 for a bid or 1 for an ask", type);
  must(Number(price) >= 0, `${where}: price`, "must be a price, 0 or above", price);
  must(Number(amount) >= 0, `${where}: amount`, "must be 0 or above", amount);
  return { id, side: type === 0 ? "bid" : "ask", price: Number(price), amount: Number(amount) };
}

/** The best levels of both sides as cells. */
function snapshotOf(orders: Iterable<Order>, levels: number, counts: RebuildCounts): string {
  const sizes = { bid: new Map<number, number>(), ask: new Map<number, number>() };
  for (const { side, price, amount } of orders) {
    if (amount > 0) sizes[side].set(price, (sizes[side].get(price) ?? 0) + amount);
  }
  const bids = [...sizes.bid].sort(([a], [b]) => b - a);
  const asks = [...sizes.ask].sort(([a], [b]) => a - b);
  counts.snapshots++;
  if (bids.length > 0 && asks.length > 0 && bids[0][0] >= asks[0][0]) counts.crossed++;
  // A sum of decimals is the decimal it stands for.
  const cells = ([price, size]: readonly [number | "", number] = ["", 0]): string =>
    `${price},${Number(size.toPrecision(15))}`;
  return Array.from({ length: levels }, (_, i) => `${cells(bids[i])},${cells(asks[i])}`).join();
}
