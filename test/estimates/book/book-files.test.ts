/**
 * Units, clocks and feeds of whole files: each reads to the ladder's curve, by hand, or is refused by name.
 */
import { gzipSync } from "node:zlib";

import { describe, expect, test } from "vitest";

import { estimateImpact } from "../../../src/estimates/fit/estimate-impact";
import type { EstimateOptions } from "../../../src/estimates/fit/estimate-options";
import type { ImpactEstimates } from "../../../src/estimates/table/impact-estimates";
import {
  csv,
  LADDER_COSTS,
  LADDER_SIZES,
  mbpRow,
  powerLaw,
  snapshotRow,
  times,
  type Cells,
} from "../../support/ladder-book";
import { temporaryFolder } from "../../support/temporary-folder";

const folder = temporaryFolder();
const ISO = times("2024-01-02T14:30:00Z", 7, 10);
const HAND = powerLaw(LADDER_SIZES, LADDER_COSTS);
let count = 0;

function estimate(rows: readonly Cells[], options: EstimateOptions = {}): Promise<ImpactEstimates> {
  return estimateText(csv(rows), options);
}

function estimateText(text: string | Uint8Array, options: EstimateOptions = {}): Promise<ImpactEstimates> {
  return estimateImpact(folder.file(`book-${count++}.csv`, text), { sizes: LADDER_SIZES, ...options });
}

/** Expects the ladder's curve in the first bin. */
function expectLadder({ alpha, beta, bin }: ImpactEstimates, label = "2024-01-02T14:30:00Z"): void {
  expect([alpha[0], beta[0], bin[0]]).toEqual([expect.closeTo(HAND.alpha, 9), expect.closeTo(HAND.beta, 12), label]);
}

const without = (row: Cells, name: string): Cells =>
  Object.fromEntries(Object.entries(row).filter(([other]) => other !== name));

/** Every price of a row, as `form` writes it. */
const priced = (row: Cells, form: (price: number) => string): Cells =>
  Object.fromEntries(
    Object.entries(row).map(([name, cell]) => [name, name.includes("_px_") ? form(Number(cell)) : cell]),
  );
const raw = (price: number): string => String(Math.round(price * 1e9));

describe("prices of MBP-10", () => {
  test.each([1, 0.001, 1e-5])("raw, of a tick of %d, are billionths", async (tick) => {
    const rows = ISO.map((time) => priced(mbpRow(time), (price) => raw((price - 98) * tick)));
    const { alpha, beta, notes } = await estimate(rows.map((row) => ({ ...row, bid_px_02: "", bid_px_03: "" })));
    expect([alpha[0] / tick, beta[0]]).toEqual([expect.closeTo(HAND.alpha, 9), expect.closeTo(HAND.beta, 9)]);
    expect(JSON.parse(notes.recipe)).toMatchObject({ format: "mbp10", priceUnit: "billionths" });
  });

  test("are decimals where any price of a row has a point", async () => {
    const rows = ISO.map((time) => priced(mbpRow(time), (price) => (price === 103 ? "103.0" : String(price))));
    const estimates = await estimate(rows);
    expectLadder(estimates);
    expect(estimates.notes.recipe).not.toContain("priceUnit");
  });

  test.each([
    [
      "raw",
      "decimals",
      "which have whole billionths",
      (price: number, k: number) => (k < 3 ? raw(price) : price.toFixed(2)),
    ],
    [
      "decimals",
      "raw",
      "which have decimals with a point",
      (price: number, k: number) => (k < 3 ? price.toFixed(2) : raw(price)),
    ],
  ] as const)(
    "that change from %s to %s are refused, with the option that settles it",
    async (_from, _to, rule, form) => {
      const rows = ISO.map((time, k) => priced(mbpRow(time), (price) => form(price, k)));
      await expect(estimate(rows)).rejects.toThrow(
        new RegExp(
          `line 5, column "bid_px_00" must be written as in the rows before, ${rule}; what whole numbers are, `,
        ),
      );
    },
  );

  test("that are whole may be stated to be decimals", async () => {
    expectLadder(
      await estimate(
        ISO.map((time) => priced(mbpRow(time), String)),
        { priceUnit: "decimal" },
      ),
    );
    await expect(
      estimate(
        ISO.map((time) => mbpRow(time)),
        { priceUnit: "cents" as never },
      ),
    ).rejects.toThrow('options.priceUnit must be decimal or billionths, got "cents"');
  });
});

describe("times", () => {
  const at = (form: (time: Date) => string, name = "timestamp"): Cells[] =>
    ISO.map((iso) => {
      const { timestamp, ...row } = snapshotRow(iso);
      return { [name]: form(new Date(timestamp)), ...row };
    });
  const local = (time: Date): string => time.toISOString().replace("T", " ").slice(0, 19);

  test.each<[string, (time: Date) => string, string?]>([
    ["milliseconds", (time) => String(time.getTime())],
    ["milliseconds, named", (time) => String(time.getTime()), "timestamp_ms"],
    ["Postgres' own", (time) => `${local(time)}+00`],
    ["with UTC behind", (time) => `${local(time)} UTC`],
  ])("%s are in UTC", async (_, form, name) => expectLadder(await estimate(at(form, name))));

  test.each<[string, (time: Date) => string]>([
    ["dashes", local],
    ["slashes", (time) => local(time).replaceAll("-", "/")],
    ["no marks", (time) => time.toISOString().replace(/\D/g, "")],
  ])("that state no zone, %s, make bins that state none", async (_, form) => {
    expectLadder(await estimate(at(form)), "2024-01-02T14:30:00");
    expectLadder(await estimate(at(form), { clock: "America/New_York" }), "2024-01-02T19:30:00Z");
    expectLadder(await estimate(at(form), { clock: "UTC" }), "2024-01-02T14:30:00Z");
  });

  test("to the minute are read", async () => {
    const rows = [0, 1, 2].map((k) => snapshotRow(`2024-01-02 14:3${k}`));
    expectLadder(await estimate(rows), "2024-01-02T14:30:00");
  });

  test("of a spreadsheet's days are read where that is stated, and refused by their date where not", async () => {
    const rows = at((time) => (time.getTime() / 864e5 + 25569).toFixed(10));
    expectLadder(await estimate(rows, { timeUnit: "days" }), "2024-01-02T14:30:00");
    await expect(estimate(rows)).rejects.toThrow(
      /line 2, column "timestamp" must be a time between 1990 and 2100; counted in seconds it comes to 1970-01-01T12:34/,
    );
  });

  test("of milliseconds in a column of seconds end at once, and are read where that is stated", async () => {
    const rows = at((time) => String(time.getTime()), "timestamp_s");
    await expect(estimate(rows)).rejects.toThrow(
      /counted in seconds it comes to \+055974-02-18T04:00:00Z, got "1704205800000"/,
    );
    expectLadder(await estimate(rows, { timeUnit: "ms" }));
  });

  test("name the row that is bad: the one whose time is missing, or before the one before", async () => {
    const rows = ISO.map((time, k) => mbpRow(time, k === 2 ? { ts_recv: "18446744073709551615" } : {}));
    await expect(estimate(rows)).rejects.toThrow(
      /line 4, column "ts_recv" must be a time, and is missing, got "18446744073709551615"/,
    );
    const back = ISO.map((time, k) => snapshotRow(k === 3 ? ISO[0] : time));
    await expect(estimate(back)).rejects.toThrow(
      'line 5, column "timestamp" must not be earlier than the row before, 2024-01-02T14:30:20Z, got "2024-01-02T14:30',
    );
  });

  test("must state a zone in every row or in none, and clock only for those that state none", async () => {
    const rows = ISO.map((time, k) => snapshotRow(k === 2 ? time.replace("Z", "") : time));
    await expect(estimate(rows)).rejects.toThrow(
      'line 4, column "timestamp" must state a zone, as the times before do',
    );
    await expect(
      estimate(
        ISO.map((time) => snapshotRow(time)),
        { clock: "UTC" },
      ),
    ).rejects.toThrow(
      /options.clock must be left out: .*book-\d+.csv, line 2, column "timestamp", states its zone, got "UTC"/,
    );
  });

  test("on a clock that is put back come twice, and are refused", async () => {
    const rows = times("2024-11-03T00:59:00Z", 7, 10).map((time) => snapshotRow(time.replace("Z", "")));
    await expect(estimate(rows, { clock: "America/New_York" })).rejects.toThrow(
      'line 8, column "timestamp" must be one time in America/New_York, where clocks are put back',
    );
  });
});

describe("Databento's clock and flags", () => {
  test("ts_recv is the clock: ts_event of a snapshot may be hours old, or not there at all", async () => {
    const rows = ISO.map((time, k) =>
      mbpRow(time, k === 0 ? { ts_event: "2024-01-02T03:00:00Z", flags: "168" } : k === 1 ? { ts_event: "" } : {}),
    );
    const estimates = await estimate(rows);
    expectLadder(estimates);
    expect(estimates.bin.length).toBe(2);
  });

  test("without ts_recv, rows of a snapshot have no time and are left out", async () => {
    const rows = ISO.map((time, k) => {
      const row = without(mbpRow(time, k === 0 ? { flags: "168" } : {}), "ts_recv");
      return k === 0 ? { ...row, ts_event: "2024-01-02T03:00:00Z" } : row;
    });
    const estimates = await estimate(rows, { fillable: 0.8 });
    expectLadder(estimates);
    expect(estimates.bin.length).toBe(2);
  });

  test("a ts_recv that the feed calls bad gives way to ts_event", async () => {
    const rows = ISO.map((time, k) => mbpRow(time, k === 3 ? { ts_recv: "2024-01-02T09:00:00Z", flags: "136" } : {}));
    expectLadder(await estimate(rows));
  });

  test("after a loss of messages there is no book until the feed says so", async () => {
    const rows = [...ISO, ...times("2024-01-02T14:31:10Z", 6, 10)];
    const lost = rows.map((time, k) => mbpRow(time, k < 3 ? { flags: "132", ask_px_00: "100.00" } : {}));
    const { status, alpha } = await estimate(lost);
    expect([status[0], alpha[0]]).toEqual(["partial", Number.NaN]);
    expect(alpha[1]).toBeCloseTo(HAND.alpha, 9);
  });

  test("in the midst of an event levels may be out of order", async () => {
    const rows = ISO.flatMap((time) => [mbpRow(time, { flags: "0", ask_px_01: "100.50" }), mbpRow(time)]);
    expectLadder(await estimate(rows));
    await expect(estimate(rows.map((row) => ({ ...row, flags: "128" })))).rejects.toThrow(
      'line 2, column "ask_px_01" must be at or above the ask before it',
    );
  });

  test("trades give the volume, and rows of another venue are another book", async () => {
    const rows = ISO.map((time, k) => mbpRow(time, k < 2 ? { action: "T" } : {}));
    expect((await estimate(rows)).volume[0]).toBe(14);
    await expect(estimate(rows.map((row, k) => (k === 4 ? { ...row, publisher_id: "38" } : row)))).rejects.toThrow(
      'line 6, column "publisher_id" must be one venue\'s: the rows before are of 2; keep one\'s rows, got "38"',
    );
  });
});

describe("a file that is recognised needs no format", () => {
  test("snapshots and MBP-10, plain and gzip, with a line of notes above the header", async () => {
    for (const row of [snapshotRow, mbpRow]) {
      const text = `# a book\n${csv(ISO.map((time) => row(time)))}`;
      expectLadder(await estimateText(text));
      expectLadder(await estimateText(gzipSync(text)));
    }
  });

  test("a LOBSTER pair, whose clock states no zone unless told; without a date its bins are times of day", async () => {
    const book = "1010000,10,990000,10,1020000,10,980000,10,1030000,10,970000,10,1040000,10,960000,10\n";
    const messages = [0, 20, 40, 60].map((second) => `${34200 + second}.5,1,1,10,990000,1\n`).join("");
    const pair = (name: string): string => {
      folder.file(`${name}_message_4.csv`, messages);
      return folder.file(`${name}_orderbook_4.csv`, book.repeat(4));
    };
    const dated = pair("AAPL_2012-06-21_34200000_57600000");
    const options = { sizes: LADDER_SIZES, fillable: 0.9 };
    expectLadder(await estimateImpact(dated, options), "2012-06-21T09:30:00");
    expectLadder(await estimateImpact(dated, { ...options, clock: "America/New_York" }), "2012-06-21T13:30:00Z");
    const undated = pair("AAPL_34200000_57600000");
    expectLadder(await estimateImpact(undated, options), "09:30:00");
    await expect(estimateImpact(undated, { ...options, clock: "UTC" })).rejects.toThrow(
      "options.clock needs a date in the name",
    );
    folder.file("B_2012-06-21_message_4.csv", messages);
    const dollars = folder.file("B_2012-06-21_orderbook_4.csv", book.repeat(3) + book.replace("1010000", "101.25"));
    await expect(estimateImpact(dollars, options)).rejects.toThrow(
      'line 4, column "ask price of level 0" must be a whole number of ten-thousandths, got "101.25"',
    );
  });
});

describe("a book that covers no bin says so", () => {
  test("shorter than one bin", async () => {
    await expect(estimate(ISO.slice(0, 3).map((time) => snapshotRow(time)))).rejects.toThrow(
      /book-\d+.csv must cover a whole bin of 60s for 0.9 of its time, .*, got "rows from 2024-01-02T14:30:00Z to 2024/,
    );
  });

  test("of rows too far apart", async () => {
    const rows = times("2024-01-02T14:30:00Z", 5, 3600).map((time) => snapshotRow(time));
    await expect(estimate(rows)).rejects.toThrow("with a state in force for at most 300s");
  });
});
