import { gzipSync } from "node:zlib";
import { readFileSync } from "node:fs";

import { parquetWriteBuffer } from "hyparquet-writer";
import { describe, expect, test } from "vitest";

import { loadEstimates } from "../../src/estimates/load-estimates";
import { InputError } from "../../src/base/input-error";
import { temporaryFolder } from "../support/temporary-folder";

const folder = temporaryFolder();

const HEADER = "bin,side,alpha,beta,se_log_alpha,se_beta,cov,r2,n,min_size,max_size,volume,status";
const ROW_1 = "09:30,buy,0.1,1.5,0.2,0.05,-0.009,0.99,8,100,900,12000,ok";
const ROW_2 = "09:31,buy,0.30000000000000004,1.25,,,,0.98,7,100,700,9000,few-snapshots";
const GOOD = ["# convention: total", "# currency: USD", HEADER, ROW_1, ROW_2, ""].join("\n");

let count = 0;
const load = (text: string | Uint8Array, options = {}) =>
  loadEstimates(folder.file(`table-${count++}.csv`, text), options);
const message = async (text: string | Uint8Array, options = {}): Promise<string> => {
  const error: unknown = await load(text, options).then(
    () => new Error("it loaded"),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(InputError);
  return (error as InputError).message.replace(`${folder.path}/`, "");
};

describe("loadEstimates(path)", () => {
  test("returns Float64Array columns with everything a bin knows", async () => {
    const { model, rejected } = await load(GOOD);
    expect(model).toEqual({
      bin: ["09:30", "09:31"],
      side: ["buy", "buy"],
      alpha: Float64Array.of(0.1, 0.30000000000000004),
      beta: Float64Array.of(1.5, 1.25),
      seLogAlpha: Float64Array.of(0.2, Number.NaN),
      seBeta: Float64Array.of(0.05, Number.NaN),
      cov: Float64Array.of(-0.009, Number.NaN),
      r2: Float64Array.of(0.99, 0.98),
      n: Float64Array.of(8, 7),
      minSize: Float64Array.of(100, 100),
      maxSize: Float64Array.of(900, 700),
      volume: Float64Array.of(12000, 9000),
      status: ["ok", "few-snapshots"],
      convention: "total",
      notes: { convention: "total", currency: "USD" },
    });
    expect(rejected).toEqual([]);
  });

  test("returns a danfo DataFrame of the same rows, doubles in full, labels as text", async () => {
    const { table } = await load(
      GOOD.replace("09:30", "2015-05-01T00:00:00Z").replace("09:31", "2015-05-01T00:01:00Z"),
    );
    expect(table.shape).toEqual([2, 13]);
    expect(table.column("alpha").values).toEqual([0.1, 0.30000000000000004]);
    expect(table.column("bin").values).toEqual(["2015-05-01T00:00:00Z", "2015-05-01T00:01:00Z"]);
    expect(table.dtypes.slice(0, 4)).toEqual(["string", "string", "float32", "float32"]);
    expect(table.query(table.column("beta").gt(1.3)).column("bin").values).toEqual(["2015-05-01T00:00:00Z"]);
  });

  test("converts a per-share table: the cost of slippage c x^d a share is c x^(1 + d)", async () => {
    const text =
      "# convention: " +
      "per-share\nbin,alpha,beta,se_beta,se_log_alpha,cov\n09:30,0.01,0.5,0.1,0.2,0.01\n09:31,0.02,-0.25,,,\n";
    const { model, table } = await load(text);
    expect(model.alpha).toEqual(Float64Array.of(0.01, 0.02));
    expect(model.beta).toEqual(Float64Array.of(1.5, 0.75));
    expect(model.seBeta[0]).toBe(0.1);
    expect(model.convention).toBe("total");
    expect(table.column("beta").values).toEqual([1.5, 0.75]);
    const slippage = 0.01 * 400 ** 0.5;
    expect(model.alpha[0] * 400 ** model.beta[0]).toBeCloseTo(400 * slippage, 12);
  });

  test("takes the convention from a note, a column or the option, and refuses a table that has none", async () => {
    const bare = "bin,alpha,beta\n09:30,1,0.5\n";
    expect((await load(bare, { convention: "per-share" })).model.beta[0]).toBe(1.5);
    expect((await load(bare, { convention: "total" })).model.beta[0]).toBe(0.5);
    expect((await load("bin,alpha,beta,convention\n09:30,1,0.5,per-share\n")).model.beta[0]).toBe(1.5);
    expect((await load(`#convention=per-share\n${bare}`)).model.beta[0]).toBe(1.5);
    const text = await message(bare);
    for (const part of ["total", "per-share", "alpha * x^(1 + beta)", "# convention: total", "option convention"])
      expect(text).toContain(part);
    expect(await message(`# convention: gross\n${bare}`)).toContain("convention must be total");
    expect(await message(`# convention: total\n${bare}`, { convention: "per-share" })).toContain("must not contradict");
    expect(await message("bin,alpha,beta,convention\n09:30,1,0.5,total\n09:31,1,0.5,per-share\n")).toContain(
      'row 2 (line 3), column "convention" must be the same in every row',
    );
  });

  test.each([
    ["gzip", gzipSync(GOOD)],
    ["a byte order mark", `\uFEFF${GOOD}`],
    ["CRLF", GOOD.replaceAll("\n", "\r\n")],
    ["no last line feed", GOOD.trimEnd()],
    ["blank lines", GOOD.replaceAll("\n", "\n\n")],
    ["quotes", GOOD.replaceAll("buy", '"buy"')],
  ])("reads the same with %s", async (_, text) => {
    expect((await load(text)).model).toEqual((await load(GOOD)).model);
  });

  test("reads columns in any order, and keeps those it does not know in the DataFrame", async () => {
    const { model, table } = await load(
      "# convention: total\nvenue,beta,alpha,bin\nX,1.5,0.1,09:30\nY,1.25,0.2,09:31\n",
    );
    expect([...model.alpha, ...model.beta]).toEqual([0.1, 0.2, 1.5, 1.25]);
    expect(table.columns).toEqual(["venue", "beta", "alpha", "bin"]);
    expect(table.column("venue").values).toEqual(["X", "Y"]);
    expect(model.volume).toEqual(Float64Array.of(Number.NaN, Number.NaN));
  });

  test("reads labels that hold commas, quotes and line feeds", async () => {
    const { model } = await load('# convention: total\nbin,alpha,beta\n"open, ""first""\nhalf",1,1.5\nclose,1,1.5\n');
    expect(model.bin).toEqual(['open, "first"\nhalf', "close"]);
  });

  test("reads 100,000 rows", async () => {
    const rows = Array.from({ length: 100_000 }, (_, i) => `b${i},${(i + 1) / 7},${1 + (i % 90) / 100 + 0.01}`);
    const { model, table } = await load(`# convention: total\nbin,alpha,beta\n${rows.join("\n")}\n`);
    expect(model.alpha.length).toBe(100_000);
    expect(model.alpha[99_999]).toBe(100_000 / 7);
    expect(table.shape).toEqual([100_000, 3]);
  });

  test("reads Parquet, with the convention in its metadata or given", async () => {
    const columnData = [
      { name: "beta", data: [1.5, 1.25], type: "DOUBLE" as const },
      { name: "bin", data: ["09:30", "09:31"], type: "STRING" as const },
      { name: "alpha", data: [0.1, 0.30000000000000004], type: "DOUBLE" as const },
      { name: "n", data: [8, 9], type: "INT32" as const },
    ];
    const stated = Buffer.from(parquetWriteBuffer({ columnData, kvMetadata: [{ key: "convention", value: "total" }] }));
    const { model } = await load(stated);
    expect([model.bin, [...model.alpha], [...model.beta], [...model.n]]).toEqual([
      ["09:30", "09:31"],
      [0.1, 0.30000000000000004],
      [1.5, 1.25],
      [8, 9],
    ]);
    const bare = Buffer.from(parquetWriteBuffer({ columnData }));
    expect((await load(bare, { convention: "per-share" })).model.beta[0]).toBe(2.5);
    expect(await message(bare)).toContain("must state the convention");
    expect(await message(stated.subarray(0, 60))).toContain("must be a sound Parquet file");
  });

  test("keeps one side of several: the option says which", async () => {
    const mixed = GOOD + ROW_1.replace("buy", "sell").replace("0.1", "7");
    expect(await message(mixed)).toContain(
      'must be of one side, or the option side (--side) must choose one, got "buy, sell"',
    );
    expect([...(await load(mixed, { side: "sell" })).model.alpha]).toEqual([7]);
    expect((await load(mixed, { side: "sell" })).table.shape[0]).toBe(1);
    expect((await load(mixed, { side: "all" })).model.side).toEqual(["buy", "buy", "sell"]);
    expect(await message(mixed, { side: "round-trip" })).toContain("side must be one that");
  });
});

const change = (row: string, from: string, to: string): string => GOOD.replace(row, row.replace(from, to));

describe("loadEstimates refuses with one sentence", () => {
  test.each([
    ["an empty file", "", 'must hold an estimates table, got "an empty file"'],
    ["notes only", "# convention: total\n", "must hold an estimates table"],
    ["a header only", `# convention: total\n${HEADER}\n`, 'must hold at least one bin, got "a header only"'],
    ["a column that is missing", GOOD.replace("beta", "bta"), 'must have a column "beta" (did you mean it by "bta"?)'],
    [
      "a column in capitals beside one without",
      GOOD.replace("r2", "Alpha"),
      'must name the column "alpha" once, got "alpha, Alpha"',
    ],
    [
      "a column under another name",
      GOOD.replace("bin", "minute"),
      'must have a column "bin", or the option columns (--columns) must say which of its ' +
        "columns that is (minute, side, alpha",
    ],
    ["a column named twice", GOOD.replace("r2", "beta"), 'must name each column once, got "beta"'],
    ["NaN", change(ROW_1, "0.1,", "NaN,"), 'row 1 (line 4), column "alpha" must be positive and finite, got "NaN"'],
    [
      "a negative parameter",
      change(ROW_2, "1.25", "-1.25"),
      'row 2 (line 5), column "beta" must be above 0 and finite, got "-1.25"',
    ],
    [
      "zero",
      change(ROW_2, "0.30000000000000004", "0"),
      'row 2 (line 5), column "alpha" must be positive and finite, got "0"',
    ],
    [
      "infinity",
      change(ROW_1, "1.5", "1e999"),
      'row 1 (line 4), column "beta" must be above 0 and finite, got "1e999"',
    ],
    [
      "an empty parameter",
      change(ROW_1, "1.5", ""),
      'row 1 (line 4), column "beta" must be above 0 and finite, got ""',
    ],
    [
      "text",
      change(ROW_1, "0.1,", "cheap,"),
      'row 1 (line 4), column "alpha" must be a number, with a decimal point, got "cheap"',
    ],
    [
      "a bin without a fit",
      change(ROW_2, "0.30000000000000004,1.25", ",").replace("few-snapshots", "too-few-sizes"),
      "the bin's status is too-few-sizes: leave such bins out, or fill them from their neighbours",
    ],
    ["a bin twice", change(ROW_2, "09:31", "09:30"), 'row 2 (line 5), column "bin" must be there once, got "09:30"'],
    [
      "bins out of order",
      change(ROW_2, "09:31", "09:29"),
      'row 2 (line 5), column "bin" must come after the one before, 09:30, got "09:29"',
    ],
    ["an empty label", change(ROW_2, "09:31", ""), 'row 2 (line 5), column "bin" must not be empty, got ""'],
    ["an unknown side", change(ROW_1, "buy", "bid"), "must be of one side"],
    ["a status that is none", change(ROW_1, ",ok", ",fine"), 'column "status" must be one of ok, few-snapshots'],
    ["a negative error", change(ROW_1, "0.05", "-0.05"), 'column "se_beta" must not be negative, got "-0.05"'],
    [
      "a covariance no errors can have",
      change(ROW_1, "-0.009", "-0.9"),
      'column "cov" must be at most se_log_alpha * se_beta in size, got "-0.9"',
    ],
    [
      "a largest size below the smallest",
      change(ROW_1, "900", "90"),
      'column "max_size" must be positive and at least min_size, got "90"',
    ],
    [
      "semicolons",
      GOOD.replaceAll(",", ";"),
      "must be a table of commas, and looks like a table separated by semicolons where commas are needed",
    ],
    ["tabs", GOOD.replaceAll(",", "\t"), "looks like a table separated by tabs"],
    [
      "a decimal comma",
      change(ROW_1, "0.1,", "0,1,"),
      "row 1 (line 4) must have 13 cells, as the header has (a decimal comma?), got 14",
    ],
    [
      "a quoted decimal comma",
      change(ROW_1, "0.1,", '"0,1",'),
      'column "alpha" must be a number, with a decimal point, got "0,1"',
    ],
    ["a row cut short", change(ROW_1, ",12000,ok", ""), "row 1 (line 4) must have 13 cells, as the header has, got 11"],
    ["a stray byte order mark", change(ROW_2, "0.3", "\uFEFF0.3x"), 'row 2 (line 5), column "alpha" must be a number'],
    ["quotes that stay open", GOOD.replace("09:31", '"09:31'), "must close its quotes"],
    ["UTF-16", Buffer.from(GOOD, "utf16le"), "it looks like a binary file"],
    ["a damaged gzip", gzipSync(GOOD).subarray(0, 40), "must be a sound gzip file"],
    ["a zip", Buffer.from([0x50, 0x4b, 3, 4, 0]), "it looks like a zip archive"],
  ])("%s", async (_, text, wanted) => {
    const said = await message(text);
    expect(said).toContain(wanted);
    expect(said).toMatch(/^table-\d+\.csv/);
    expect(said).not.toContain("\n");
  });

  test("an option that is none", async () => {
    expect(await message(GOOD, { badRows: "ignore" })).toContain(
      'options.badRows must be throw or reject, got "ignore"',
    );
  });

  test("a file that is not there, and a folder", async () => {
    await expect(loadEstimates(`${folder.path}/none.csv`)).rejects.toThrow(
      'none.csv must be a file that exists, got "no such file"',
    );
    await expect(loadEstimates(folder.path)).rejects.toThrow('must be a file (a folder of days ends in "/": ');
  });

  test("only the row it should: each refused table loads once its one fault is mended", async () => {
    expect((await load(GOOD)).model.bin.length).toBe(2);
  });
});

test('loadEstimates(path, { badRows: "reject" }) keeps the good rows and says why the others went', async () => {
  const bad = [
    ROW_1.replace("09:30", "09:32").replace("0.1,", "-1,"),
    ROW_1.replace("09:30", "09:31"),
    ROW_1.replace("09:30", "09:33"),
  ];
  const { model, table, rejected } = await load(`${GOOD}${bad.join("\n")}\n`, { badRows: "reject" });
  expect(model.bin).toEqual(["09:30", "09:31", "09:33"]);
  expect(table.column("bin").values).toEqual(["09:30", "09:31", "09:33"]);
  expect(rejected.map(({ row, bin }) => [row, bin])).toEqual([
    [3, "09:32"],
    [4, "09:31"],
  ]);
  expect(rejected[0].reason).toContain('row 3 (line 6), column "alpha" must be positive and finite, got "-1"');
  expect(rejected[1].reason).toContain('column "bin" must be there once');
  expect(await message(`# convention: total\nbin,alpha,beta\nx,-1,1\n`, { badRows: "reject" })).toContain(
    "must hold at least one good row",
  );
});

test("danfo's own reader would spoil the table: dates for labels, text for large numbers", async () => {
  const { readCSV } = await import("danfojs-node");
  const path = folder.file("danfo.csv", "bin,alpha,beta\n2015-05-01T00:00:00Z,1e300,1.5\n2015-05-01T00:01:00Z,2,1.5\n");
  const frame = await readCSV(path);
  expect(frame.column("bin").values[0]).toBeInstanceOf(Date);
  expect(frame.column("alpha").values[0]).toBe("1e300");
  const { model, table } = await loadEstimates(path, { convention: "total" });
  expect([model.bin[0], model.alpha[0], table.column("alpha").values[0]]).toEqual([
    "2015-05-01T00:00:00Z",
    1e300,
    1e300,
  ]);
  expect(readFileSync(path, "utf8")).toContain("1e300");
});
