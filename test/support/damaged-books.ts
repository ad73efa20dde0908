/**
 * Damage to books, of every kind that files meet on their way: bits and bytes, cells, lines, units and times.
 * A seed makes one damaged file, always the same.
 */
import { gzipSync } from "node:zlib";

import { createRandom, type Random } from "../../src/numeric/random";

export const DAMAGE_SIZES = [5, 12, 30, 70, 150];

export type DamagedFormat = "snapshots" | "mbp10" | "lobster";

export interface DamagedBook {
  readonly format: DamagedFormat;
  /** What was done to it. */
  readonly damage: string;
  /** The file's text, a byte a character; of a LOBSTER pair the order book. */
  readonly text: string;
  /** The other file of a LOBSTER pair. */
  readonly messages: string;
  /** The bytes of the file where it is compressed, and damaged after that. */
  readonly gzip?: Buffer;
}

const LEVELS = 4;
const START = Date.UTC(2024, 0, 2, 14, 30, 2);

/** A table while it is damaged: a header (none in LOBSTER) and rows of cells. */
interface Table {
  header: string[];
  rows: string[][];
}

/** Cells that turn up where they should not. */
const STRANGE = [
  ...'0|-1|1|NaN|nan||null|N/A|-|inf|1e5|1E+12|1.43044E+12|0x1F|12,5|1 000|#REF!|"|"5"| 7 |+3|.5|5.|1e999'.split("|"),
  ..."9223372036854775807|9223372036.854775807|18446744073709551615|9999999999|-9999999999|4294967295".split("|"),
  ..."20240102143005000|143005000|20240102|45293.6041666667|1704205805|1704205805000|2024-01-02".split("|"),
  ..."2024-01-02 14:30|2024/01/02 14:30:05|2024-01-02T14:30:05+00|2024-01-02 14:30:05 UTC|01/02/2024 14:30".split("|"),
  ..."2024-02-30T14:30:05Z|2024-01-02T25:30:05Z|2124-01-02T14:30:05Z|1704205805000000000|T|A|255|132|136|160|0|2".split(
    "|",
  ),
];

/** The damaged book of a seed. */
export function damagedBook(seed: number): DamagedBook {
  const random = createRandom(seed);
  const format = pick(random, ["snapshots", "mbp10", "lobster"] as const);
  const { book, messages } = soundBook(random, format);
  const table = format === "lobster" && random.uniform() < 0.3 ? messages : book;
  const damages: string[] = [];
  const times = random.uniform() < 0.75 ? 1 : 2;
  for (let k = 0; k < times && table.rows.every((row) => row.length > 1); k++) {
    const damage = pick(random, CELLWISE);
    damages.push(damage.name);
    damage(random, table, format);
  }
  let text = textOf(table);
  if (random.uniform() < 0.4) {
    const damage = pick(random, BYTEWISE);
    damages.push(damage.name);
    text = damage(random, text);
  }
  const others = textOf(table === book ? messages : book);
  return table === book
    ? { format, damage: damages.join(), text, messages: others, ...compressed(random, text, format) }
    : { format, damage: damages.join(), text: others, messages: text };
}

/** One in ten is compressed, and one in two of these damaged then. */
function compressed(random: Random, text: string, format: DamagedFormat): { gzip?: Buffer } {
  if (format === "lobster" || random.uniform() < 0.9) return {};
  const gzip = gzipSync(Buffer.from(text, "latin1"), { level: 1 });
  if (random.uniform() < 0.5) return { gzip };
  if (random.uniform() < 0.5) return { gzip: gzip.subarray(0, 20 + random.integer(gzip.length - 20)) };
  gzip[10 + random.integer(gzip.length - 10)] ^= 1 << random.integer(8);
  return { gzip };
}

function soundBook(random: Random, format: DamagedFormat): { book: Table; messages: Table } {
  const book: Table = { header: [], rows: [] };
  const messages: Table = { header: [], rows: [] };
  const ks = Array.from({ length: LEVELS }, (_, k) => k);
  const name = (k: number): string => (format === "mbp10" ? `0${k}` : String(k));
  const columns = ks.flatMap((k) => ["bid_px_", "bid_sz_", "ask_px_", "ask_sz_"].map((what) => what + name(k)));
  const raw = format === "mbp10" && random.uniform() < 0.3;
  const timed = pick(random, ["iso", "ms", "local", "ns"] as const);
  if (format === "snapshots") book.header = [timed === "ms" ? "timestamp_ms" : "timestamp", ...columns];
  if (format === "mbp10")
    book.header = ["ts_recv", "ts_event", "publisher_id", "action", "size", "flags", ...columns, "symbol"];
  let mid = 100;
  let time = START + random.integer(5000);
  let halted = false;
  const count = 40 + random.integer(30);
  for (let row = 0; row < count; row++) {
    mid += 0.01 * (random.integer(21) - 10);
    time += 500 + random.integer(7000);
    let [bid, ask] = [mid - 0.01 * (1 + random.integer(3)), mid + 0.01 * (1 + random.integer(3))];
    const empty = random.uniform() < 0.05 ? random.integer(LEVELS) : LEVELS;
    const levels = ks.map((k) => {
      [bid, ask] = [bid - 0.01 * random.integer(4), ask + 0.01 * random.integer(4)];
      return k < empty ? [bid, 1 + random.integer(60), ask, 1 + random.integer(60)] : undefined;
    });
    if (format === "lobster") {
      const cells = levels.map((level) => level ?? [-999999.9999, 0, 999999.9999, 0]);
      book.rows.push(cells.flatMap(([b, bs, a, as]) => [lobster(a), String(as), lobster(b), String(bs)]));
      halted = halted ? random.uniform() < 0.7 : random.uniform() < 0.01;
      const type = halted || row % 9 === 0 ? 7 : pick(random, [1, 2, 3, 4, 5]);
      const state = type === 7 ? (halted ? pick(random, [-1, 0]) : 1) : 1_000_000;
      const seconds = ((time - Date.UTC(2024, 0, 2)) / 1000).toFixed(6);
      messages.rows.push([seconds, String(type), String(row), "9", String(state), "1"]);
      continue;
    }
    const price = (value: number): string => (raw ? String(Math.round(value * 100) * 1e7) : value.toFixed(2));
    const cells = levels.flatMap((level) =>
      level === undefined
        ? pick(random, [
            ["", "0", "", "0"],
            ["0", "0", "0", "0"],
            ["", "", "", ""],
          ])
        : [price(level[0]), String(level[1]), price(level[2]), String(level[3])],
    );
    const iso = new Date(time).toISOString();
    const stamp = {
      iso,
      ms: String(time),
      local: iso.replace("T", " ").replace("Z", ""),
      ns: `${time}000000`,
    }[timed];
    if (format === "snapshots") book.rows.push([stamp, ...cells]);
    else book.rows.push([stamp, stamp, "2", pick(random, ["A", "T", "C"]), "5", "128", ...cells, "XYZ"]);
  }
  return { book, messages };
}

const lobster = (price: number): string => String(Math.round(price * 1e4));

function pick<Value>(random: Random, values: readonly Value[]): Value {
  return values[random.integer(values.length)];
}

function textOf({ header, rows }: Table): string {
  return `${[...(header.length > 0 ? [header] : []), ...rows].map((cells) => cells.join()).join("\n")}\n`;
}

type CellDamage = (random: Random, table: Table, format: DamagedFormat) => void;

/** Sets cells of one column from one row on, or of the one row. */
function change(random: Random, table: Table, column: number, how: (cell: string) => string): void {
  const row = random.integer(table.rows.length);
  const to = pick(random, [row + 1, row + 1, table.rows.length]);
  for (let at = random.uniform() < 0.2 ? 0 : row; at < to; at++) table.rows[at][column] = how(table.rows[at][column]);
}

const priceColumns = (table: Table, format: DamagedFormat): number[] =>
  table.rows[0].flatMap((_, at) =>
    (format === "lobster" ? table.rows[0].length > 7 && at % 2 === 0 : table.header[at].includes("_px_")) ? [at] : [],
  );

const scaled = (cell: string, by: number): string => (cell === "" ? cell : String(Number(cell) * by));

const CELLWISE: readonly CellDamage[] = [
  function nothing() {},
  function strangeCell(random, table) {
    const row = pick(random, table.rows);
    row[random.integer(row.length)] = pick(random, STRANGE);
  },
  function strangeColumn(random, table) {
    const cell = pick(random, STRANGE);
    change(random, table, random.integer(table.rows[0].length), () => cell);
  },
  function swappedCells(random, table) {
    const row = pick(random, table.rows);
    const [a, b] = [random.integer(row.length), random.integer(row.length)];
    [row[a], row[b]] = [row[b], row[a]];
  },
  function negated(random, table) {
    change(random, table, random.integer(table.rows[0].length), (cell) => (/^\d/.test(cell) ? `-${cell}` : cell));
  },
  function rescaled(random, table) {
    const by = pick(random, [10, 0.1, 100, 1000, 1e-3, 1e9, 1e-9, 1e4]);
    change(random, table, random.integer(table.rows[0].length), (cell) => (Number(cell) > 0 ? scaled(cell, by) : cell));
  },
  function rescaledRow(random, table, format) {
    const by = pick(random, [100, 1e9, 1e-9, 1e4]);
    const row = pick(random, table.rows);
    for (const at of priceColumns(table, format)) row[at] = scaled(row[at], by);
  },
  function rescaledPrices(random, table, format) {
    const by = pick(random, [100, 1e9, 1e-4]);
    for (const row of table.rows) for (const at of priceColumns(table, format)) row[at] = scaled(row[at], by);
  },
  function wholePrices(random, table, format) {
    const row = pick(random, table.rows);
    for (const at of priceColumns(table, format)) row[at] = row[at] === "" ? "" : String(Math.round(Number(row[at])));
  },
  function emptySide(random, table, format) {
    const [side, form] = [pick(random, [0, 2]), pick(random, ["0", "", "-1"])];
    const from = format === "lobster" ? side : table.header.findIndex((name) => name.includes("_px_")) + side;
    const rows = random.uniform() < 0.5 ? [pick(random, table.rows)] : table.rows.slice(random.integer(30), 35);
    for (const row of rows) {
      for (let at = from; at + 1 < row.length; at += 4) [row[at], row[at + 1]] = [form, pick(random, ["0", form])];
    }
  },
  function lostLine(random, table) {
    table.rows.splice(random.integer(table.rows.length), 1 + random.integer(3));
  },
  function doubledLine(random, table) {
    const at = random.integer(table.rows.length);
    table.rows.splice(at, 0, [...table.rows[at]]);
  },
  function swappedLines(random, table) {
    const [a, b] = [random.integer(table.rows.length), random.integer(table.rows.length)];
    [table.rows[a], table.rows[b]] = [table.rows[b], table.rows[a]];
  },
  function shortLine(random, table) {
    const row = pick(random, table.rows);
    row.splice(random.integer(row.length), 1 + random.integer(4));
  },
  function strangeLine(random, table) {
    const line = pick(random, [["# note"], [""], ["\r"], [" "], table.header, ["total", "5"], ["-".repeat(2_000_000)]]);
    table.rows.splice(random.integer(table.rows.length), 0, [...line]);
  },
  function lostColumn(random, table) {
    const at = random.integer(table.rows[0].length);
    for (const row of [table.header, ...table.rows]) row.splice(at, 1);
  },
  function swappedColumns(random, table) {
    const [a, b] = [random.integer(table.rows[0].length), random.integer(table.rows[0].length)];
    const rows = random.uniform() < 0.5 ? table.rows : [table.header];
    for (const row of rows) [row[a], row[b]] = [row[b], row[a]];
  },
  function renamedColumn(random, table) {
    if (table.header.length > 0)
      table.header[random.integer(table.header.length)] = pick(random, ["", "x", "time", "symbol"]);
  },
  function shiftedTimes(random, table, format) {
    const by = pick(random, [-3600, 60, 601, 900, 86_400, 31_557_600, 3.2e9, -2e9]) * 1000;
    change(random, table, 0, (cell) => {
      if (format === "lobster") return String(Number(cell) + by / 1000);
      if (/^\d+$/.test(cell)) return String(Number(cell) + by * (cell.length > 14 ? 1e6 : 1));
      const time = new Date(Date.parse(`${cell.replace(" ", "T").replace("Z", "")}Z`) + by);
      return time.getUTCFullYear() < 9999 ? time.toISOString() : cell;
    });
  },
  function rewrittenTimes(random, table) {
    const form = pick(random, [
      (time: Date) => String(time.getTime()),
      (time: Date) => String(time.getTime() / 1000),
      (time: Date) => `${time.getTime()}000`,
      (time: Date) => time.toISOString().replace(/\D/g, ""),
      (time: Date) => time.toISOString().replace("T", " ").slice(0, 16),
      (time: Date) => time.toISOString().replaceAll("-", "/").replace("T", " ").slice(0, 19),
      (time: Date) => `${time.toISOString().slice(0, 19)}+00`,
      (time: Date) => `${time.toISOString().slice(0, 19)} UTC`,
      (time: Date) => `${new Date(time.getTime() + 3_600_000).toISOString().slice(0, 23)}+01:00`,
      (time: Date) => time.toISOString().slice(11, 19),
      (time: Date) => time.getTime().toExponential(5),
      (time: Date) => (time.getTime() / 864e5 + 25569).toFixed(8),
    ]);
    change(random, table, 0, (cell) => {
      const time = new Date(/^\d+$/.test(cell) ? Number(cell.slice(0, 13)) : cell);
      return Number.isNaN(time.getTime()) ? cell : form(time);
    });
  },
];

const BYTEWISE: readonly ((random: Random, text: string) => string)[] = [
  function flippedBits(random, text) {
    const bytes = Buffer.from(text, "latin1");
    for (let k = 1 + random.integer(3); k > 0; k--) bytes[random.integer(bytes.length)] ^= 1 << random.integer(8);
    return bytes.toString("latin1");
  },
  function strangeByte(random, text) {
    const at = random.integer(text.length);
    const byte = String.fromCharCode(random.integer(256));
    return text.slice(0, at) + byte + text.slice(at + random.integer(2));
  },
  function cutOff(random, text) {
    return text.slice(0, random.integer(text.length));
  },
  function lostPiece(random, text) {
    const at = random.integer(text.length);
    return text.slice(0, at) + text.slice(at + 1 + random.integer(200));
  },
  function carriageReturns(random, text) {
    return random.uniform() < 0.7
      ? text.replaceAll("\n", "\r\n")
      : text.replace(/\n/g, () => pick(random, ["\n", "\r\n"]));
  },
  function noEnd(_random, text) {
    return text.replace(/\n$/, "");
  },
];
