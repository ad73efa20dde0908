import { parquetWriteBuffer } from "hyparquet-writer";
import { describe, expect, test } from "vitest";

import { loadEstimates } from "../../src/estimates/load-estimates";
import { readModel } from "../../src/estimates/read-model";
import { temporaryFolder } from "../support/temporary-folder";

const folder = temporaryFolder();
let count = 0;
const file = (text: string | Uint8Array, ending = "csv"): string => folder.file(`stated-${count++}.${ending}`, text);

/** Slippage 0.1 x^0.5 a share in one bin: 500 shares cost 500 * 0.1 * 500^0.5 = 1118.03; a total of 2.236. */
const costOf = ({ alpha, beta }: { alpha: ArrayLike<number>; beta: ArrayLike<number> }): number =>
  alpha[0] * 500 ** beta[0];
const PER_SHARE = 500 * 0.1 * Math.sqrt(500);

const csv = (key: string, value: string): string => file(`# ${key}: ${value}\nbin,alpha,beta\n09:30,0.1,0.5\n`);
const inColumn = (key: string, value: string): string => file(`bin,alpha,beta,${key}\n09:30,0.1,0.5,${value}\n`);
const json = (key: string, value: string): string =>
  file(JSON.stringify({ [key]: value, bin: ["09:30"], alpha: [0.1], beta: [0.5] }), "json");
const inNotes = (key: string, value: string): string =>
  file(JSON.stringify({ notes: { [key]: value }, bin: ["09:30"], alpha: [0.1], beta: [0.5] }), "json");
const parquet = (key: string, value: string): string =>
  file(
    Buffer.from(
      parquetWriteBuffer({
        columnData: [
          { name: "bin", data: ["09:30"], type: "STRING" as const },
          { name: "alpha", data: [0.1], type: "DOUBLE" as const },
          { name: "beta", data: [0.5], type: "DOUBLE" as const },
        ],
        kvMetadata: [{ key, value }],
      }),
    ),
    "parquet",
  );
const FORMS = { csv, inColumn, json, inNotes, parquet };
const KEYS = ["convention", "Convention", "CONVENTION", " convention ", "conventions"];
const VALUES = ["per-share", "Per-Share", "per share", "per_share", "pershare", "per-share slippage"];

describe.each(Object.entries(FORMS))("a convention in a %s", (name, form) => {
  test.each(KEYS.flatMap((key) => VALUES.map((value) => [key, value])))("%s: %s is per-share", async (key, value) => {
    if (name === "inColumn" && key === "conventions") return; // a column of another name
    expect(costOf((await loadEstimates(form(key, value))).model)).toBeCloseTo(PER_SHARE, 9);
    expect(costOf((await readModel(form(key, value))).model)).toBeCloseTo(PER_SHARE, 9);
  });

  test.each(["total", "Total", "TOTAL", "total cost"])("%s is total: the control", async (value) => {
    expect(costOf((await loadEstimates(form("Convention", value))).model)).toBeCloseTo(PER_SHARE / 500, 12);
  });

  test.each(["gross", "share", "per-shares or total", "1"])("%s is refused", async (value) => {
    await expect(readModel(form("convention", value))).rejects.toThrow(/convention must be total \(the cost of x/);
  });
});

test.each([
  ["a slip of the pen", "covention", "per-share"],
  ["a longer name", "impact convention", "per-share"],
  ["another name for what can mean nothing else", "kind", "per-share"],
])("%s is refused, not ignored", async (_, key, value) => {
  for (const form of [csv, json, parquet]) {
    await expect(readModel(form(key, value), { convention: "total" })).rejects.toThrow(
      `note ${JSON.stringify(key)} must be called convention, if it means that, got "per-share"`,
    );
  }
});

test("remarks stay remarks", async () => {
  const text =
    "# conditions: cleared\n# convention: total\n# sizes: auto\n# site: LSE\n# source: a, b\nbin,alpha,beta\nx,1,1\n";
  const { notes } = (await loadEstimates(file(text))).model;
  expect(notes).toEqual({ conditions: "cleared", convention: "total", sizes: "auto", site: "LSE", source: "a, b" });
});

test.each([
  ["two notes", "# convention: total\n# Convention: per-share\nbin,alpha,beta\nx,1,1\n"],
  ["a note and a column", "# convention: total\nbin,alpha,beta,Convention\nx,1,1,per-share\n"],
  ["a note below the table", "# convention: total\nbin,alpha,beta\nx,1,1\n# convention: per-share\n"],
])("%s that differ are refused", async (_, text) => {
  await expect(loadEstimates(file(text))).rejects.toThrow(
    /convention must be one, and its .* says .* where its .* says/,
  );
});

test("an option may not contradict a note, however that is spelt", async () => {
  await expect(loadEstimates(csv("Convention", "Per Share"), { convention: "total" })).rejects.toThrow(
    "options.convention must not contradict",
  );
  expect(costOf((await loadEstimates(csv("Convention", "Per Share"), { convention: "per-share" })).model)).toBeCloseTo(
    PER_SHARE,
    9,
  );
});

test.each([
  ["Currency", "EUR", "currency"],
  ["CURRENCY", "EUR", "currency"],
  ["ccy", "EUR", "currency"],
  ["Size unit", "BTC", "size_unit"],
  ["sizeUnit", "BTC", "size_unit"],
  ["SIZE-UNIT", "BTC", "size_unit"],
  ["Time zone", "America/New_York", "time_zone"],
])("the note %s: %s is understood in every form", async (key, value, canonical) => {
  for (const form of Object.values(FORMS)) {
    if (form === inColumn && ["ccy"].includes(key)) continue;
    const { notes } = (await loadEstimates(form(key, value), { convention: "total" })).model;
    expect(notes[canonical]).toBe(value);
  }
});

test("currency and unit may be said by the caller, and not against the table", async () => {
  const path = csv("Currency", "EUR");
  const said = { convention: "total", currency: "eur", sizeUnit: "contracts" } as const;
  expect((await loadEstimates(path, said)).model.notes).toEqual({ currency: "EUR", size_unit: "contracts" });
  await expect(loadEstimates(path, { ...said, currency: "USD" })).rejects.toThrow(
    /options.currency must not contradict .*, which says EUR, got "USD"/,
  );
  await expect(loadEstimates(path, { ...said, sizeUnit: " " })).rejects.toThrow("options.sizeUnit must be a name");
});

test("a side is understood however it is spelt, in a note and in a column", async () => {
  const table = (note: string, side: string): string =>
    file(`# convention: total\n${note}bin,alpha,beta,Side\n09:30,1,1.5,${side}\n09:31,1,1.5,\n`);
  const sides = async (path: string, options = {}) => (await loadEstimates(path, options)).model.side;
  expect(await sides(file("# convention: total\n# SIDE: Sell\nbin,alpha,beta\n09:30,1,1.5\n"))).toEqual(["sell"]);
  expect(await sides(table("# Side: BUY\n", "Buy"))).toEqual(["buy", "buy"]);
  expect(await sides(table("# side: round trip\n", "Round-Trip"))).toEqual(["round-trip", "round-trip"]);
  expect(await sides(table("", "SELL"), { side: "sell" })).toEqual(["sell"]);
  await expect(sides(table("# side: buy\n", "sell"))).rejects.toThrow("side must be one, and its rows say sell, buy");
  await expect(sides(table("# side: long\n", "buy"))).rejects.toThrow("side must be buy, sell or round-trip");
  const noted = file("# convention: total\n# Side: sell\nbin,alpha,beta\n09:30,1,1.5\n");
  await expect(sides(noted, { side: "buy" })).rejects.toThrow(/options.side must be one that .* has \(sell\), or all/);
});

describe("a table of several instruments", () => {
  const text = (name: string): string =>
    `# convention: total\n${name},alpha,beta\nAAA,0.1,1.5\nAAA,0.2,1.5\nBBB,7,1.5\nBBB,8,1.5\n`;

  test.each(["symbol", "Symbol", "ticker", "instrument_id", "ISIN"])(
    "by %s is refused, or one is taken",
    async (name) => {
      const path = file(text(name));
      await expect(readModel(path)).rejects.toThrow(
        `or the option symbol (--symbol) must choose one: its column "${name}" has 2, got "AAA, BBB"`,
      );
      expect([...(await readModel(path, { symbol: "BBB" })).model.alpha]).toEqual([7, 8]);
      await expect(readModel(path, { symbol: "CCC" })).rejects.toThrow(
        /options.symbol must be one that .* has \(AAA, BBB\)/,
      );
    },
  );

  test("one of two sides of one of two instruments", async () => {
    const rows = ["AAA,buy,1", "AAA,sell,2", "BBB,buy,3", "BBB,sell,4"].map((row) => `${row},1.5`);
    const path = file(`# convention: total\nsymbol,side,alpha,beta\n${rows.join("\n")}\n`);
    expect([...(await readModel(path, { symbol: "BBB", side: "sell" })).model.alpha]).toEqual([4]);
    await expect(readModel(path, { symbol: "BBB" })).rejects.toThrow("must be of one side");
  });

  test("one instrument named in a note or in every row passes, and the option must agree", async () => {
    const one = file("# convention: total\n# Symbol: AAA\nalpha,beta\n1,1.5\n");
    expect((await readModel(one, { symbol: "AAA" })).model.alpha[0]).toBe(1);
    await expect(readModel(one, { symbol: "BBB" })).rejects.toThrow("options.symbol must be one that");
    const none = file("# convention: total\nalpha,beta\n1,1.5\n");
    await expect(readModel(none, { symbol: "BBB" })).rejects.toThrow("it names none");
  });
});
