import { readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { allocate } from "../../src/solver/allocate";
import { twap } from "../../src/solver/baselines/baselines";
import { loadEstimates } from "../../src/estimates/load-estimates";
import { saveSchedule, scheduleOf } from "../../src/estimates/schedule";
import { syntheticEquityDay } from "../../src/estimates/synthetic/synthetic-equity-day";
import { parseParquetTable } from "../../src/estimates/table/parquet-table";
import { temporaryFolder } from "../support/temporary-folder";

const { path: folder } = temporaryFolder();
const at = (name: string): string => `${folder}/${name}`;
const MODEL = {
  alpha: [0.01, 0.02, 0.04, 0.01],
  beta: [1.5, 1, 1.5, 1.5],
  bin: ["09:30", "09:31", "09:32", "09:33"],
  side: ["sell", "sell", "sell", "sell"],
  volume: [1000, 2000, NaN, 0],
  minSize: [10, 10, 10, 10],
  maxSize: [100, 100, 30, NaN],
  notes: { currency: "EUR", size_unit: "lots", time_zone: "Europe/Paris" },
};
const X = [40, 0, 60, 9];

test("saveSchedule(path.csv, model, allocation) has a row a bin that trades, with all that a desk asks", async () => {
  await saveSchedule(at("o.csv"), MODEL, { x: X });
  const cost = (i: number): number => MODEL.alpha[i] * X[i] ** MODEL.beta[i];
  const marginal = (i: number): number => MODEL.alpha[i] * 1.5 * X[i] ** 0.5;
  const [header, ...rows] = readFileSync(at("o.csv"), "utf8").trim().split("\n");
  expect(header).toBe(
    "bin,time_zone,side,quantity,cumulative,expected_cost,marginal_cost,share_of_volume,min_size,max_size," +
      "outside_fit,currency,size_unit",
  );
  const cells = rows.map((row) => row.split(","));
  expect(cells.map((row) => row.filter((_, k) => k !== 5 && k !== 6).join())).toEqual([
    "09:30,Europe/Paris,sell,40,40,0.04,10,100,,EUR,lots",
    "09:32,Europe/Paris,sell,60,100,,10,30,above max_size,EUR,lots",
    "09:33,Europe/Paris,sell,9,109,,10,,below min_size,EUR,lots",
  ]);
  [0, 2, 3].forEach((i, k) => {
    expect(Number(cells[k][5])).toBeCloseTo(cost(i), 12);
    expect(Number(cells[k][6])).toBeCloseTo(marginal(i), 12);
  });
});

test("saveSchedule(...) as Parquet and JSON says the same", async () => {
  await saveSchedule(at("o.parquet"), MODEL, { x: X });
  await saveSchedule(at("o.json"), MODEL, { x: X });
  const schedule = scheduleOf(MODEL, { x: X });
  const table = await parseParquetTable("o.parquet", readFileSync(at("o.parquet")));
  expect(table.columns.length).toBe(13);
  table.columns.forEach((name, column) => {
    const read = Array.from({ length: 3 }, (_, row) => table.cell(row, column));
    expect(read).toEqual(schedule[name as keyof typeof schedule]);
  });
  const json = JSON.parse(readFileSync(at("o.json"), "utf8")) as { orders: Record<string, unknown>[] };
  expect(json).toMatchObject({ side: "sell", currency: "EUR", size_unit: "lots", quantity: 109 });
  expect(json.orders[1]).toMatchObject({
    bin: "09:32",
    time_zone: "Europe/Paris",
    quantity: 60,
    share_of_volume: null,
  });
});

test("a schedule sums to the order and to its cost, of any strategy", () => {
  const day = syntheticEquityDay(2);
  for (const plan of [allocate(day, 1e5, { participation: 0.1 }), twap(day, 1e5)]) {
    const { quantity, cumulative, expected_cost: costs } = scheduleOf(day, plan);
    expect(quantity.length).toBe(390);
    expect(cumulative[389] / 1e5).toBeCloseTo(1, 12);
    expect(costs.reduce((a, b) => a + b, 0) / plan.cost).toBeCloseTo(1, 12);
  }
});

test("quantities of lots of 0.3 are what decimals say, and so are their sums", () => {
  const alpha = [1, 1.1, 1.2, 1.5, 2, 2.3, 3];
  const model = { alpha, beta: alpha.map(() => 1.5), side: alpha.map(() => "buy") };
  const lots = allocate(model, 50.2, { lot: 0.3 });
  const { quantity, cumulative } = scheduleOf(model, lots);
  const tenths = quantity.map((size) => Math.round(size * 10));
  expect(quantity).toEqual(tenths.map((n) => Number(`${n}e-1`)));
  expect(tenths.map((n) => n % 3).sort()).toEqual([0, 0, 0, 0, 0, 0, 1]);
  expect(cumulative.at(-1)).toBe(50.2);
  // Controls: the doubles themselves are not, and of an allocation without lots they are kept.
  expect(Array.from(lots.x)).not.toEqual(quantity);
  const { x } = allocate(model, 50.2);
  expect(scheduleOf(model, { x }).quantity).toEqual(Array.from(x));
});

test("the zone is the option's, else the label's own, else that of the notes; a contradiction is refused", () => {
  const zones = (bin: string[], notes: object, timeZone?: string) =>
    scheduleOf({ ...MODEL, bin, notes: notes as Record<string, string> }, { x: X }, { timeZone }).time_zone[0];
  const iso = ["T09:30:00Z", "T09:31:00Z", "T09:32:00+02:00", "T09:33:00Z"].map((time) => `2024-01-02${time}`);
  expect(zones(iso, {})).toBe("UTC");
  expect(zones(MODEL.bin, { clock: "Asia/Tokyo" })).toBe("Asia/Tokyo");
  expect(zones(MODEL.bin, { time_zone: "unknown" })).toBe("");
  expect(zones(MODEL.bin, {}, "America/New_York")).toBe("America/New_York");
  expect(zones(iso, {}, "America/New_York")).toBe("America/New_York");
  // Where a label has no offset of its own, nothing says what it would be on another clock.
  expect(() => zones(MODEL.bin, { clock: "UTC" }, "America/New_York")).toThrow(
    'options.timeZone must not contradict the bins, whose zone is UTC, got "America/New_York"',
  );
  const dateless = MODEL.bin.map((time) => `day T${time}Z`);
  expect(() => zones(dateless, {}, "America/New_York")).toThrow("whose zone is UTC");
  expect(() => zones(MODEL.bin, {}, "Mars/Olympus")).toThrow("options.timeZone must be a time zone such as");
});

test("{ timeZone }: labels that state their zone are written on the desk's clock, daylight saving counted", () => {
  const bins = (bin: string[], timeZone: string) =>
    scheduleOf({ ...MODEL, bin, notes: {} }, { x: [1, 1, 1, 1] }, { timeZone });
  const winter = ["2024-01-02T14:30:00Z", "2024-07-01 13:30Z", "2024-07-01T15:30:00.5+02:00", "2024-07-01T01:00:00Z"];
  expect(bins(winter, "America/New_York").bin).toEqual([
    "2024-01-02T09:30:00-05:00",
    "2024-07-01 09:30-04:00",
    "2024-07-01T09:30:00.5-04:00",
    "2024-06-30T21:00:00-04:00",
  ]);
  // An hour that the clock shows twice stays two, and instants and order are those of the labels.
  const night = ["05:30", "06:30", "07:30", "08:30"].map((time) => `2024-11-03T${time}:00Z`);
  const fall = bins(night, "America/New_York").bin;
  expect(fall.slice(0, 2)).toEqual(["2024-11-03T01:30:00-04:00", "2024-11-03T01:30:00-05:00"]);
  expect(fall.map(Date.parse)).toEqual(night.map(Date.parse));
  expect(bins(night, "Asia/Kathmandu").bin[0]).toBe("2024-11-03T11:15:00+05:45");
  expect(bins(night, "UTC")).toMatchObject({ bin: night, time_zone: Array(4).fill("UTC") });
});

test("an order without a side, or of another, is refused, and so is what cannot be written", async () => {
  const of = (side: string[] | undefined, given?: "buy") => scheduleOf({ ...MODEL, side }, { x: X }, { side: given });
  expect(() => of(undefined)).toThrow(
    "options.side must say whether it is bought or sold, buy or sell: the estimates name no side, got undefined",
  );
  expect(() => of(["round-trip"])).toThrow("buy or sell: round-trip is neither");
  expect(of(["round-trip"], "buy").side[0]).toBe("buy");
  expect(() => of(["sell"], "buy")).toThrow(
    'options.side must not contradict the estimates, which are to sell, got "buy"',
  );
  expect(() => scheduleOf(MODEL, { x: [0, 0, 0, 0] })).toThrow("allocation.x must trade something");
  expect(() => scheduleOf(MODEL, undefined as never)).toThrow("allocation must be an object with its x, got undefined");
  expect(() => scheduleOf(MODEL, { x: [1] })).toThrow("allocation.x must have one value a bin (4)");
  await expect(saveSchedule(at("o.xlsx"), MODEL, { x: X })).rejects.toThrow(
    "path must end in .csv, .csv.gz, .parquet or .json",
  );
  await expect(saveSchedule(at("o.csv"), MODEL, { x: X }, { sid: "buy" } as never)).rejects.toThrow("options.sid must");
});

test("loadEstimates(path, { side }) says the side of a table that names none, and not of another", async () => {
  const { file } = temporaryFolder();
  const bare = file("bare.csv", "# convention: total\nbin,alpha,beta\na,1,2\nb,1,2\n");
  expect((await loadEstimates(bare, { side: "sell" })).model.side).toEqual(["sell", "sell"]);
  const named = file("named.csv", "# convention: total\nbin,side,alpha,beta\na,buy,1,2\nb,buy,1,2\n");
  await expect(loadEstimates(named, { side: "sell" })).rejects.toThrow("options.side must be one that");
  await expect(loadEstimates(bare, { side: "long" as "buy" })).rejects.toThrow(
    "options.side must be buy, sell or round-trip",
  );
});
