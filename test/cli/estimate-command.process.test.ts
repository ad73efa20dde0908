/**
 * `impactlab estimate` and `impactlab generate` as their users run them.
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { loadEstimates } from "../../src/estimates/table/load-estimates";
import { temporaryFolder } from "../support/temporary-folder";

const root = join(__dirname, "../..");
const folder = temporaryFolder();
const book = join(root, "data/synthetic-book-mbp10.csv");

function impactlab(...argv: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [join(root, "src/impactlab.js"), ...argv], { encoding: "utf8" });
}

test("impactlab estimate BOOK writes a table that loads, with its recipe, and says what it holds", async () => {
  const out = join(folder.path, "estimates.csv");
  const { status, stdout, stderr } = impactlab(
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
  expect([status, stdout]).toEqual([0, ""]);
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
    impactlab("estimate", book, "--format", "mbp10", "--sizes", "200,400,800,1e9", "--method", "nls", "-o", out).status,
  ).toBe(0);
  const { model } = await loadEstimates(out);
  expect([model.minSize[3], model.maxSize[3], model.n[3], model.status[3]]).toEqual([200, 800, 3, "extrapolated"]);
});

describe("impactlab says what is wrong in one sentence and exits 2", () => {
  test.each([
    [["estimate", book, "-o", "x.csv"], "must be plain snapshots with a column timestamp_ns or"],
    [["estimate", "none.csv", "-o", "x.csv"], 'none.csv must be a file that exists, got "no such file"'],
    [["estimate", ".", "-o", "x.csv"], '. must be a file, got "a directory"'],
    [
      ["estimate", book, "--format", "mbp10", "-o", "x.xlsx"],
      '--out must end in .csv, .csv.gz or .parquet, got "x.xlsx"',
    ],
    [["estimate", book, "--format", "mbp10", "--bin", "7s", "-o", "x.csv"], "divide a day"],
    [
      ["estimate", book, "--format", "mbp10", "--sizes", "1,two,3", "-o", "x.csv"],
      '--sizes must be a number, got "two"',
    ],
    [
      ["estimate", book, "--format", "itch", "-o", "x.csv"],
      'format must be one of snapshots, mbp10, lobster, got "itch"',
    ],
    [["estimate", book, "--format", "mbp10", "-o", book], "--out must not be the book itself"],
    [["estimate", book], "required option '-o, --out <table>' not specified"],
    [["estimate", book, "--format", "mbp10", "-o", "no/such/folder/x.csv"], "its folder does not exist"],
    [["generate", "day", "--seed", "-1", "-o", "x.csv"], "seed must be a whole number from 0 to 2^53 - 1, got -1"],
    [["generate", "day", "--seed", "one", "-o", "x.csv"], '--seed must be a number, got "one"'],
    [["generate", "book", "--minutes", "0", "-o", "x.csv"], "minutes must be above 0 and at most 100,000, got 0"],
    [["generate", "book", "--rate", "0", "-o", "x.csv"], "rate must be positive, got 0"],
  ])("impactlab %j", (argv, message) => {
    const { status, stderr } = impactlab(...argv);
    expect(stderr).toContain(message);
    expect(stderr.trimEnd().split("\n").length).toBe(1);
    expect(status).toBe(2);
    expect(existsSync("x.csv")).toBe(false);
  });
});

test("impactlab generate is the same for the same seed and another for another", () => {
  const make = (name: string, ...argv: string[]): Buffer => {
    expect(impactlab("generate", ...argv, "-o", join(folder.path, name)).status).toBe(0);
    return readFileSync(join(folder.path, name));
  };
  expect(make("a.csv", "day", "--seed", "0").equals(make("b.csv", "day", "--seed", "0"))).toBe(true);
  expect(make("a.csv", "day", "--seed", "0").equals(make("b.csv", "day", "--seed", "2"))).toBe(false);
  expect(make("a.csv", "book", "--minutes", "1").equals(make("b.csv", "book", "--minutes", "1"))).toBe(true);
});

test("Ctrl-C ends impactlab generate with 130 and leaves no half file", async () => {
  const out = join(folder.path, "interrupted.csv");
  const child = spawn(process.execPath, [
    join(root, "src/impactlab.js"),
    "generate",
    "book",
    "--minutes",
    "20000",
    "-o",
    out,
  ]);
  const ended = new Promise<number | null>((resolve) => child.once("exit", (code) => resolve(code)));
  while (!readdirSync(folder.path).some((name) => name.includes("interrupted")))
    await new Promise((resolve) => setTimeout(resolve, 20));
  child.kill("SIGINT");
  expect(await ended).toBe(130);
  expect(readdirSync(folder.path).filter((name) => name.includes("interrupted"))).toEqual([]);
});
