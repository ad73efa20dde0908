/** Tables as other programs write them, each with the values that its text or its writer states. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { DataFrame } from "danfojs-node";
import { parquetWriteBuffer } from "hyparquet-writer";
import { describe, expect, test } from "vitest";

import { loadEstimates } from "../../src/estimates/load-estimates";
import { readModel } from "../../src/estimates/read-model";
import { modelFrom } from "../../src/estimates/model-from";
import { saveEstimates } from "../../src/estimates/table/save-estimates";
import { syntheticEquityDay } from "../../src/estimates/synthetic/synthetic-equity-day";
import { temporaryFolder } from "../support/temporary-folder";

const folder = temporaryFolder();
let count = 0;
const load = (text: string, options = {}) => loadEstimates(folder.file(`own-${count++}.csv`, text), options);
const fixture = (name: string): string => join(__dirname, "../fixtures/tables", name);

describe("columns under other names", () => {
  const text = "time,slippage_coef,slippage_exp,venue\n09:30,0.01,0.5,X\n09:31,0.02,0.25,X\n";
  const columns = { bin: "time", alpha: "slippage_coef", beta: "slippage_exp" };

  test("are read as the option says, with convention, currency and unit", async () => {
    const options = { columns, convention: "per-share", currency: "USD", sizeUnit: "lots" } as const;
    const { model, table } = await load(text, options);
    expect([model.bin, [...model.alpha], [...model.beta]]).toEqual([
      ["09:30", "09:31"],
      [0.01, 0.02],
      [1.5, 1.25],
    ]);
    expect(model.notes).toEqual({ currency: "USD", size_unit: "lots" });
    expect(table.columns).toEqual(["time", "slippage_coef", "slippage_exp", "venue"]);
    expect(table.column("slippage_exp").values).toEqual([1.5, 1.25]); // of total cost, as the model's
  });

  test("a column called alpha is another one then", async () => {
    const { model } = await load("bin,alpha,c,beta\nx,9,0.5,1.5\n", { convention: "total", columns: { alpha: "c" } });
    expect(model.alpha[0]).toBe(0.5);
  });

  test.each([
    [{ alpha: "coef" }, "options.columns.alpha must be a column of", "(time, slippage_coef, slippage_exp, venue)"],
    [
      { gamma: "time" },
      "options.columns must give names for columns that a table may have (bin, side, alpha",
      '"gamma"',
    ],
    [{ alpha: "venue", beta: "venue" }, "options.columns.beta must not be given for two", '"venue"'],
    [{ alpha: 1 }, "options.columns.alpha must be the name of a column", "got 1"],
    [["alpha"], "options.columns must be an object such as", "Array"],
  ])("%j is refused", async (wrong, rule, shown) => {
    const error = await load(text, { convention: "total", columns: wrong }).catch((e: Error) => e.message);
    expect(error).toContain(rule);
    expect(error).toContain(shown);
  });

  test("an error lists the columns that the file has, and none that it has not", async () => {
    const error = await load(text, { convention: "total" }).catch((e: Error) => e.message);
    expect(error).toContain(
      'must have a column "alpha", or the option columns (--columns) must say which of its columns that is',
    );
    expect(error).toContain("(time, slippage_coef, slippage_exp, venue)");
    const bad = await load("when,c,d\nx,1,-3\n", {
      convention: "total",
      columns: { bin: "when", alpha: "c", beta: "d" },
    }).catch((e: Error) => e.message);
    expect(bad).toContain('row 1 (line 2), column "d" must be above 0 and finite, got "-3"'); // by its name there
  });
});

describe("labels", () => {
  test.each(["timestamp", "ts_event", "time", "datetime", "Timestamp"])("an ISO column %s is them", async (name) => {
    const text = `# convention: total\nalpha,beta,${name}\n1,1.5,2015-05-01T00:00:00Z\n2,1.5,2015-05-01T00:01:00Z\n`;
    expect((await load(text)).model.bin).toEqual(["2015-05-01T00:00:00Z", "2015-05-01T00:01:00Z"]);
  });

  test("a column bin goes before one of times", async () => {
    expect((await load("# convention: total\ntime,bin,alpha,beta\nt,b,1,1.5\n")).model.bin).toEqual(["b"]);
  });

  const day = (...bins: string[]): string =>
    `# convention: total\nbin,alpha,beta\n${bins.map((bin) => `${bin},1,1.5\n`).join("")}`;

  test("a session may pass midnight, once", async () => {
    const night = ["22:00", "23:00", "00:00", "01:00", "9:30"];
    expect((await load(day(...night))).model.bin).toEqual(night);
    expect((await load(day("11:00 PM", "12:30 AM"))).model.bin).toEqual(["11:00 PM", "12:30 AM"]);
    expect((await load(day("9:30", "10:00", "15:59"))).model.bin).toEqual(["9:30", "10:00", "15:59"]);
  });

  test.each([
    ["twice", ["22:00", "01:00", "00:30"]],
    ["to where it began", ["22:00", "01:00", "22:00:30"]],
    ["over more than half a day: two rows that changed places", ["10:00", "09:00"]],
    ["in reverse", ["16:00", "15:59", "15:58"]],
    ["with a swap", ["9:30", "9:32", "9:31", "9:33"]],
  ])("and not %s", async (_, bins) => {
    await expect(load(day(...bins))).rejects.toThrow(/must come after the one before/);
  });

  test("a row commented out is no bin", async () => {
    await expect(load(day("09:30", "#09:31", "09:32"))).rejects.toThrow(
      'line 4 must not be a row behind a #: delete it, or put its label in quotes, got "#09:31,1,1.5"',
    );
    expect((await load(day("A", '"#1"'))).model.bin).toEqual(["A", "#1"]);
  });
});

describe("CSV as other programs write it", () => {
  const plain = "# convention: total\n# currency: USD\nbin,alpha,beta,status\n09:30,0.1,1.5,ok\n09:31,0.2,1.25,ok\n";
  const rows = plain.split("\n");

  test.each([
    ["padding commas everywhere", rows.map((row) => (row === "" ? "" : `${row}${",".repeat(row[0] === "#" ? 6 : 3)}`))],
    ["blank rows of commas", [rows[0], ",,,", ...rows.slice(1, 4), ",,,", ...rows.slice(4)]],
    ["CRLF mixed with LF", rows.map((row, at) => (at % 2 === 0 ? `${row}\r` : row))],
    ["the LF first", rows.map((row, at) => (at % 2 === 1 ? `${row}\r` : row))],
    ["quoted notes", rows.map((row) => (row.startsWith("#") ? `"${row}",,,` : row))],
    ["quoted cells", rows.map((row) => (/^\d/.test(row) ? row.replace(/[^,]+/g, '"$&"') : row))],
    ["notes below the table", [...rows.slice(2, 5), ...rows.slice(0, 2), ""]],
    ["a remark without a value", ["# made by hand", ...rows]],
    ["a header behind a #", [...rows.slice(0, 2), `# ${rows[2]}`, ...rows.slice(3)]],
    ["a line that names the separator", ["sep=,", ...rows]],
    ["a byte order mark", [`\uFEFF${rows[0]}`, ...rows.slice(1)]],
  ])("%s", async (_, lines) => {
    const { model } = await load(lines.join("\n"));
    expect(model.notes).toEqual({ convention: "total", currency: "USD" });
    expect([model.bin, [...model.alpha], [...model.beta], model.status]).toEqual([
      ["09:30", "09:31"],
      [0.1, 0.2],
      [1.5, 1.25],
      ["ok", "ok"],
    ]);
  });

  test("old line ends", async () => {
    expect((await load(plain.replaceAll("\n", "\r"))).model.bin).toEqual(["09:30", "09:31"]);
  });

  test("line ends within quotes stay, whatever they are", async () => {
    const { model } = await load('# convention: total\r\nbin,alpha,beta\r\n"a\r\nb",1,1.5\r\n"c,""\r""",2,1.5\r\n');
    expect(model.bin).toEqual(["a\r\nb", 'c,"\r"']);
  });

  test("an error names the line that an editor shows, below cells of several lines", async () => {
    await expect(load('# convention: total\n\nbin,alpha,beta\n"a\nb",1,1.5\nc,x,1.5\n')).rejects.toThrow(
      "row 2 (line 6)",
    );
  });

  test("polars: times to the microsecond, numbers as 1e-7, quotes in quotes", async () => {
    const { model, table } = await loadEstimates(fixture("polars.csv"));
    expect(model.bin).toEqual(["2015-05-01T13:30:00.000000", "2015-05-01T13:31:00.000000"]);
    expect([[...model.alpha], [...model.beta]]).toEqual([
      [0.1, 1e-7],
      [1.5, 1.6],
    ]);
    expect(table.column("q").values).toEqual(['a "b", c', ""]);
  });

  test("LibreOffice: rows padded to the widest, numbers to ten decimals", async () => {
    const { model } = await loadEstimates(fixture("libreoffice.csv"));
    expect(model.notes).toMatchObject({
      currency: "USD",
      source: "synthetic, seed 1",
      cost: "alpha * q^beta, USD: of buying q shares within the minute, over the mid price",
    });
    // By eye, from the file.
    expect([...model.alpha.slice(0, 2)]).toEqual([0.0074049164, 0.0072584204]);
    const own = syntheticEquityDay(1);
    expect(model.bin).toEqual(own.bin.slice(0, 5));
    model.alpha.forEach((alpha, i) => expect(Math.abs(alpha - own.alpha[i])).toBeLessThan(1e-10));
  });

  test("the product's own table, opened and saved by a spreadsheet's engine, is the same day", async () => {
    const { read, utils } = await import("xlsx");
    const path = `${folder.path}/day.csv`;
    const own = syntheticEquityDay(4);
    await saveEstimates(path, own);
    const book = read(readFileSync(path, "utf8"), { type: "string" });
    const { model } = await load(utils.sheet_to_csv(book.Sheets[book.SheetNames[0]]));
    expect(model.bin.length).toBe(390);
    expect([model.bin[0], model.bin[389]]).toEqual(["09:30", "15:59"]);
    expect(model.notes.currency).toBe("USD");
    expect([...model.beta]).toEqual([...own.beta]);
  });

  test("notes of the product's own survive whatever is in them", async () => {
    const day = syntheticEquityDay(1);
    const notes = { a: 'x,"y"', b: "ends in commas,,", c: '"q"', d: "k: v = w", currency: "USD", convention: "total" };
    await saveEstimates(`${folder.path}/notes.csv`, { ...day, notes });
    expect((await loadEstimates(`${folder.path}/notes.csv`)).model.notes).toEqual(notes);
  });
});

describe("Parquet as other programs write it", () => {
  test.each(["zstd", "gzip", "brotli", "lz4"])("%s", async (codec) => {
    const { model } = await loadEstimates(fixture(`${codec}.parquet`));
    expect([model.bin, [...model.alpha], [...model.beta], [...model.n]]).toEqual([
      ["09:30", "09:31", "09:32"],
      [0.1, 0.30000000000000004, 1e-5],
      [1.5, 1.25, 1.75],
      [8, 9, NaN],
    ]);
    expect(model.notes).toEqual({ convention: "total", currency: "USD" });
  });

  test("nanoseconds, local clocks, times of day, durations, dates, decimals, a struct with a child alpha", async () => {
    const { model, table } = await loadEstimates(fixture("types.parquet"));
    expect(model.bin).toEqual(["2015-05-01T13:30:00.000000001Z", "2015-05-01T13:31:00Z", "2015-05-01T13:32:00.5Z"]);
    expect([...model.alpha]).toEqual([0.1234, 0.0003, 1.7001]); // and not the struct's 9
    expect([...model.beta]).toEqual([1.5, 1.25, 1.75]);
    expect([[...model.volume], [...model.minSize]]).toEqual([
      [1, 2, 3],
      [100, 100, NaN],
    ]);
    const column = (name: string) => table.column(name).values;
    expect(column("local")).toEqual(["2015-05-01T13:30:00", "2015-05-01T13:31:00", "2015-05-01T13:32:00"]);
    expect(column("clock")).toEqual(["09:30:00", "09:31:00", "09:32:00.5"]);
    expect(column("length")).toEqual(["00:01:00", "00:01:00", "00:01:00"]);
    expect(column("day")[0]).toBe("2015-05-01");
    expect(column("fit")[0]).toBe('{"alpha":9,"n":"1"}');
  });

  test.each(["pandas", "polars"])(
    "%s: bins as lengths of time, the convention in attrs or a column",
    async (writer) => {
      const { model } = await loadEstimates(fixture(`${writer}.parquet`));
      expect([model.bin, [...model.beta]]).toEqual([
        ["09:30:00", "09:31:00"],
        [1.5, 1.6],
      ]);
    },
  );
});

test("Parquet whose decoder would never end is refused, by one sentence", async () => {
  const sound = Buffer.from(
    parquetWriteBuffer({
      columnData: [
        { name: "alpha", data: Array.from({ length: 9 }, (_, i) => i + 0.5), type: "DOUBLE" as const },
        { name: "beta", data: Array.from({ length: 9 }, () => 1.5), type: "DOUBLE" as const },
      ],
      kvMetadata: [{ key: "convention", value: "total" }],
    }),
  );
  const path = folder.file("bits.parquet", sound);
  expect([...(await readModel(path)).model.alpha].length).toBe(9);
  // Every bit of the first page's header and levels: some make runs of no length.
  let refused = 0;
  const before = process.cpuUsage();
  for (let at = 4; at < 40; at += 3) {
    const damaged = Buffer.from(sound);
    damaged[at] ^= 0x40;
    folder.file("bits.parquet", damaged);
    await readModel(path).catch((error: Error) => {
      refused++;
      expect(error.message).toMatch(/bits\.parquet.* must .*, got /);
    });
  }
  expect(refused).toBeGreaterThan(0);
  expect(process.cpuUsage(before).user / 1e6).toBeLessThan(12);
});

describe("JSON", () => {
  const json = (content: unknown, options = {}) =>
    loadEstimates(folder.file(`own-${count++}.json`, JSON.stringify(content)), options);

  test("columns, rows, and numbers that are not there", async () => {
    const wanted = { bin: ["a", "b"], alpha: [1, 2], beta: [1.5, 1.25], n: [7, null] };
    const rows = wanted.bin.map((bin, i) => ({ bin, alpha: wanted.alpha[i], beta: wanted.beta[i], n: wanted.n[i] }));
    for (const content of [
      { convention: "total", ...wanted },
      { meta: { Convention: "Total" }, ...wanted },
    ]) {
      const { model } = await json(content);
      expect([model.bin, [...model.alpha], [...model.n]]).toEqual([wanted.bin, [1, 2], [7, NaN]]);
    }
    expect([...(await json(rows, { convention: "per-share" })).model.beta]).toEqual([2.5, 2.25]);
  });

  test.each([
    [{ convention: "total", alpha: [1, 2], beta: [1] }, "beta must have one value a bin, as alpha has (2)"],
    [{ convention: "total", bin: ["a"], alpha: ["1"], beta: [1] }, 'row 1, column "alpha" must be a number, got "1"'],
    [{ convention: "total", bin: ["a"], alpha: [true], beta: [1] }, 'column "alpha" must be a number, got true'],
    [[1, 2], "must hold an object"],
    [{ x: 1 }, "must hold an object"],
  ])("%j is refused", async (content, rule) => {
    await expect(json(content)).rejects.toThrow(rule);
  });
});

describe("modelFrom(table, options)", () => {
  const options = { columns: { alpha: "c", beta: "d", bin: "time" }, convention: "per-share" } as const;

  test("takes a danfo DataFrame, doubles in full", () => {
    const frame = new DataFrame({ time: ["09:30", "09:31"], c: [0.1, 0.30000000000000004], d: [0.5, 0.25] });
    const model = modelFrom(frame, { ...options, currency: "EUR" });
    expect([model.bin, [...model.alpha], [...model.beta], model.notes]).toEqual([
      ["09:30", "09:31"],
      [0.1, 0.30000000000000004],
      [1.5, 1.25],
      { currency: "EUR" },
    ]);
  });

  test("takes columns by name, and numbers bins that have none", () => {
    const model = modelFrom({ convention: "total", alpha: Float64Array.of(1, 2), beta: [1.5, 1.5] });
    expect([model.bin, [...model.alpha]]).toEqual([
      ["0", "1"],
      [1, 2],
    ]);
  });

  test("takes what loadEstimates gave as a table", async () => {
    const { table, model } = await load("# convention: per-share\nbin,alpha,beta\nx,0.1,0.5\n");
    expect([...modelFrom(table, { convention: "total" }).beta]).toEqual([...model.beta]);
  });

  test("refuses a frame without a word on its convention, and what is no table", () => {
    const frame = new DataFrame({ alpha: [0.1], beta: [0.5] });
    expect(() => modelFrom(frame)).toThrow("table must state the convention");
    expect(() => modelFrom(new DataFrame({ a: [1], beta: [1] }), { convention: "total" })).toThrow(/\(a, beta\)/);
    for (const wrong of [undefined, null, 1, Promise.resolve(frame), {}])
      expect(() => modelFrom(wrong as never)).toThrow(/^table must/);
  });
});

describe("bins without a curve", () => {
  const rows = ["09:30,0.1,1.5,ok", "09:31,,,too-few-sizes", "09:32,NaN,nan,", "09:33,0.4,1.7,ok"];
  const text = `# convention: total\nbin,alpha,beta,status\n${rows.join("\n")}\n`;

  test("are refused by a sentence that names the ways on", async () => {
    await expect(load(text)).rejects.toThrow(
      /row 2 \(line 4\), column "alpha" must be positive and finite; the bin's status is too-few-sizes: .* or "fill"/,
    );
  });

  test("are left out, and told", async () => {
    const { model, rejected } = await load(text, { unfitted: "leave-out" });
    expect(model.bin).toEqual(["09:30", "09:33"]);
    expect(rejected.map(({ row, bin }) => [row, bin])).toEqual([
      [2, "09:31"],
      [3, "09:32"],
    ]);
  });

  test("are filled from their neighbours, and marked", async () => {
    const { model } = await load(text, { unfitted: "fill" });
    expect(model.status).toEqual(["ok", "filled", "filled", "ok"]);
    // At a third of the way: log alpha and beta between the two.
    expect(model.beta[1]).toBeCloseTo((2 * 1.5 + 1.7) / 3, 12);
    expect(model.alpha[1]).toBeCloseTo(0.1 ** (2 / 3) * 0.4 ** (1 / 3), 12);
  });

  test.each([
    ["half a curve", "09:34,0.1,,too-few-sizes", 'column "beta" must be above 0'],
    [
      "a curve that the status denies",
      "09:34,0.1,1.5,no-data",
      'column "status" must not say that the bin has no curve',
    ],
    ["none where the status is ok", "09:34,,,ok", 'column "alpha" must be positive and finite, got ""'],
  ])("but not %s", async (_, row, rule) => {
    await expect(load(`${text}${row}\n`, { unfitted: "leave-out" })).rejects.toThrow(rule);
  });
});
