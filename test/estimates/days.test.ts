import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { alignDays, labelsDiffer } from "../../src/estimates/align-days";
import { loadEstimates } from "../../src/estimates/load-estimates";
import { syntheticEquityDay } from "../../src/estimates/synthetic/synthetic-equity-day";
import { type ImpactEstimates, takeRows } from "../../src/estimates/table/impact-estimates";
import { poolDays } from "../../src/sensitivity/monte-carlo/pool-days";
import { temporaryFolder } from "../support/temporary-folder";

const { path: folder } = temporaryFolder();
const days = join(folder, "days");
mkdirSync(days);
const table = (rows: readonly string[]): string => `# convention: total\nbin,alpha,beta\n${rows.join("\n")}\n`;
const write = (name: string, rows: readonly string[]): string => {
  const path = join(days, name);
  writeFileSync(path, table(rows));
  return path;
};
const monday = write("2024-01-08.csv", ["09:30,1,1.5", "09:31,2,1.5", "09:32,3,1.5"]);
const tuesday = write("2024-01-09.csv", ["09:31,20,1.5", "09:32,30,1.5", "09:33,40,1.5"]);
writeFileSync(join(days, "README.md"), "not a table");

test("loadEstimates(folder/) and loadEstimates([files]) load the days, aligned by the time of day", async () => {
  const loaded = await loadEstimates(`${days}/`);
  expect(loaded.days.map(({ name }) => name)).toEqual(["2024-01-08", "2024-01-09"]);
  expect(loaded.days[0].model.bin).toEqual(["09:30", "09:31", "09:32"]);
  expect(loaded.models.map(({ bin, alpha }) => [bin, Array.from(alpha)])).toEqual([
    [
      ["09:31", "09:32"],
      [2, 3],
    ],
    [
      ["09:31", "09:32"],
      [20, 30],
    ],
  ]);
  expect(loaded.leftOut).toEqual([1, 1]);
  const listed = await loadEstimates([tuesday, monday]);
  expect(listed.days.map(({ name }) => name)).toEqual(["2024-01-09", "2024-01-08"]);
  expect((await loadEstimates([days])).models).toEqual(loaded.models);
  expect((await loadEstimates([monday])).models[0]).toEqual((await loadEstimates(monday)).model);
});

test("a folder without its /, one without tables, two days of one name, and no file at all are refused", async () => {
  await expect(loadEstimates(days)).rejects.toThrow(`${days} must be a file (a folder of days ends in "/": ${days}/)`);
  const empty = join(folder, "empty");
  mkdirSync(empty);
  await expect(loadEstimates(`${empty}/`)).rejects.toThrow("must hold tables, .csv, .csv.gz, .parquet or .json");
  await expect(loadEstimates([])).rejects.toThrow("paths must be at least one file");
  await expect(loadEstimates([monday, days])).rejects.toThrow(
    'paths must have a name a day, and two files are called, got "2024-01-08"',
  );
  await expect(loadEstimates([join(folder, "none.csv")])).rejects.toThrow("must be a file that exists");
});

test("alignDays(days): ISO labels are the same bin at the same time of day, whatever their date", () => {
  const day = syntheticEquityDay(1);
  const on = (date: string, from: number, to: number) => ({
    ...takeRows(
      day,
      Array.from({ length: to - from }, (_, i) => from + i),
    ),
    bin: day.bin.slice(from, to).map((label) => `${date}T${label}:00Z`),
  });
  const { models, leftOut, total } = alignDays([on("2024-01-08", 0, 6), on("2024-01-09", 2, 8)]);
  expect(models.map(({ bin }) => bin[0])).toEqual(["2024-01-08T09:32:00Z", "2024-01-09T09:32:00Z"]);
  expect([models[0].bin.length, leftOut, total]).toEqual([4, [2, 2], 8]);
  expect(labelsDiffer(models)).toBeUndefined();
  expect(() => alignDays([on("2024-01-08", 0, 3), on("2024-01-09", 3, 6)])).toThrow("must have a bin in common");
  expect(() => alignDays([takeRows(day, [0, 1]), { ...takeRows(day, [0, 1]), bin: ["09:31", "09:30"] }])).toThrow(
    "days[1] must have their common bins in one order",
  );
  // Of a table of two dates, or two sides, one would be taken without a word.
  const twoDates = { ...takeRows(day, [0, 1]), bin: ["2024-01-08T09:30:00Z", "2024-01-09T09:30:00Z"] };
  expect(() => alignDays([on("2024-01-08", 0, 6), twoDates])).toThrow(
    "days[1] must have every time of day once, of one date and one side (`side` chooses one), " +
      'and a time is there twice, got "2024-01-08T09:30:00Z"',
  );
  expect(alignDays([twoDates])).toEqual({ models: [twoDates], leftOut: [0], total: 2 });
});

test("poolDays(days) compares the bins' labels, not their number alone", async () => {
  const [one, other] = [(await loadEstimates(monday)).model, (await loadEstimates(tuesday)).model];
  expect(() => poolDays([one, other])).toThrow(
    "estimates must have bins of the same times every day (alignDays takes those that all days have), got " +
      '"bin 0 is 09:30 on the first day and 09:31 on day 2"',
  );
  const pooled = poolDays(alignDays([one, other]).models);
  expect(pooled.bin).toEqual(["09:31", "09:32"]);
  expect(pooled.alpha[0]).toBeCloseTo(Math.sqrt(2 * 20), 12);
  const { alpha, beta } = one;
  expect(poolDays([{ alpha, beta }, other]).alpha.length).toBe(3);
});

test("poolDays(days) keeps the side, and refuses days of two sides, currencies or units", () => {
  const day = { alpha: [1, 2], beta: [1.5, 1.5], bin: ["09:30", "09:31"] };
  const sided = (side: string) => ({ ...day, side: [side, side] as ImpactEstimates["side"] });
  const noted = (currency: string, size_unit: string) => ({ ...day, notes: { currency, size_unit } });
  const said = (days: Parameters<typeof poolDays>[0], what: string) =>
    expect(() => poolDays(days)).toThrow(
      `estimates must be of one side, currency and unit of sizes every day, got "${what}"`,
    );
  said([day, sided("buy"), sided("sell")], "side buy on day 2 and sell on day 3");
  said([noted("EUR", "shares"), noted("USD", "shares")], "currency EUR on day 1 and USD on day 2");
  said([noted("EUR", "shares"), noted("EUR", "lots")], "unit of sizes shares on day 1 and lots on day 2");
  expect(poolDays([sided("buy"), sided("buy")]).side).toEqual(["buy", "buy"]);
  // What is not said contradicts nothing.
  expect(poolDays([sided("buy"), day, noted("unknown", "shares"), noted("EUR", "shares")]).alpha.length).toBe(2);
});

test("alignDays(days): a session's bins are the same in winter and in summer, where the recipe names its zone", () => {
  const day = (date: string, hours: number, recipe: object): ReturnType<typeof syntheticEquityDay> => {
    const { bin, ...rest } = takeRows(
      syntheticEquityDay(1),
      Array.from({ length: 90 }, (_, i) => i),
    );
    const start = Date.parse(`${date}T${String(hours)}:30:00Z`);
    const labels = bin.map((_, i) => new Date(start + 60_000 * i).toISOString().replace(".000", ""));
    return { ...rest, bin: labels, notes: { recipe: JSON.stringify(recipe) } };
  };
  // 09:30 in New York is 14:30 UTC before 10 March 2024, 13:30 after it.
  const zone = { timeZone: "America/New_York" };
  const [friday, monday] = [day("2024-03-08", 14, zone), day("2024-03-11", 13, zone)];
  const { models, leftOut } = alignDays([friday, monday]);
  expect(leftOut).toEqual([0, 0]);
  expect(models.map(({ bin }) => bin[0])).toEqual(["2024-03-08T14:30:00Z", "2024-03-11T13:30:00Z"]);
  expect(labelsDiffer(models)).toBeUndefined();
  expect(poolDays(models).alpha.length).toBe(90);
  // The control: of hours that no recipe names, UTC's are all there is, and an hour of each is left out.
  const unnamed = [day("2024-03-08", 14, {}), day("2024-03-11", 13, {})];
  expect(alignDays(unnamed).leftOut).toEqual([60, 60]);
  expect(labelsDiffer(unnamed)).toContain("bin 0 is 2024-03-08T14:30:00Z on the first day");
});
