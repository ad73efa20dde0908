import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import { describe, expect, test } from "vitest";

import { loadEstimates } from "../../src/estimates/load-estimates";
import { run } from "../support/command";
import { temporaryFolder } from "../support/temporary-folder";

const root = join(__dirname, "../..");
const folder = temporaryFolder();
const book = join(root, "data/synthetic-book-mbp10.csv");

const impactlab = (...argv: string[]) => run(argv);

test("impactlab estimate BOOK writes a table that loads, with its recipe, and says what it holds", async () => {
  const out = join(folder.path, "estimates.csv");
  const { code, stdout, stderr } = await impactlab(
    "estimate",
    book,
    "--format",
    "mbp10",
    "--side",
    "both",
    "--bin",
    "5m",
    "--currency",
    "USD",
    "-o",
    out,
  );
  expect([code, stdout]).toEqual([0, ""]);
  expect(stderr).toContain("round-trip");
  const { model } = await loadEstimates(out, { side: "sell" });
  expect(model.bin).toEqual([
    "2024-01-02T14:30:00Z",
    "2024-01-02T14:35:00Z",
    "2024-01-02T14:40:00Z",
    "2024-01-02T14:45:00Z",
  ]);
  expect(JSON.parse(model.notes.recipe)).toMatchObject({
    format: "mbp10",
    side: "both",
    bin: "300s",
    sizes: "auto",
    fillable: 0.9,
  });
});

test("impactlab estimate --sizes ... -o table.parquet fits the sizes it was given", async () => {
  const out = join(folder.path, "estimates.parquet");
  expect(
    (await impactlab("estimate", book, "--format", "mbp10", "--sizes", "200,400,800,1e9", "--method", "nls", "-o", out))
      .code,
  ).toBe(0);
  const { model } = await loadEstimates(out);
  expect([model.minSize[3], model.maxSize[3], model.n[3], model.status[3]]).toEqual([200, 800, 3, "extrapolated"]);
});

test("impactlab estimate - reads the book from standard input, plain or gzip, to the same table", async () => {
  const table = async (name: string, from: string, stdin?: Uint8Array): Promise<string> => {
    const out = join(folder.path, name);
    const ran = await run(["estimate", from, "--format", "mbp10", "--bin", "10m", "-o", out], { stdin });
    expect(ran.code).toBe(0);
    return readFileSync(out, "utf8");
  };
  const expected = await table("file.csv", book);
  expect(await table("stdin.csv", "-", readFileSync(book))).toBe(expected);
  expect(await table("gzip.csv", "-", gzipSync(readFileSync(book)))).toBe(expected);
  const { code, stderr } = await run(["estimate", "-", "-o", join(folder.path, "x.csv")], { stdin: "a,b\n1,2\n" });
  expect(code).toBe(2);
  expect(stderr).toMatch(/^impactlab: standard input must /);
});

describe("impactlab estimate says what is wrong in one sentence and exits 2", () => {
  test.each([
    [
      ["estimate", join(root, "data/synthetic-equity-day.csv"), "-o", "x.csv"],
      "must be plain snapshots with a column timestamp_ns or",
    ],
    [["estimate", "none.csv", "-o", "x.csv"], 'none.csv must be a file that exists, got "no such file"'],
    [["estimate", ".", "-o", "x.csv"], '. must be a file, got "a directory"'],
    [
      ["estimate", book, "--format", "mbp10", "-o", "x.xlsx"],
      '--out must end in .csv, .csv.gz or .parquet, got "x.xlsx"',
    ],
    [["estimate", book, "--format", "mbp10", "--bin", "7s", "-o", "x.csv"], "divide a day"],
    [
      ["estimate", book, "--format", "mbp10", "--sizes", "1,two,3", "-o", "x.csv"],
      '--sizes[1] must be a number, got "two"',
    ],
    [["estimate", book, "--format", "itch", "-o", "x.csv"], 'format must be snapshots or mbp10 or lobster, got "itch"'],
    [["estimate", book, "--format", "mbp10", "-o", book], "--out must not be a file that is read"],
    [["estimate", book], "required option '-o, --out <table>' not specified"],
    [["estimate", book, "--format", "mbp10", "-o", "no/such/folder/x.csv"], "its folder does not exist"],
  ])("impactlab %j", async (argv, message) => {
    const { code, stderr } = await impactlab(...argv);
    expect(stderr).toContain(message);
    expect(stderr.trimEnd().split("\n").length).toBe(1);
    expect(code).toBe(2);
    expect(existsSync("x.csv")).toBe(false);
  });
});
