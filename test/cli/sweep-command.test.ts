import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { run } from "../support/command";
import { temporaryFolder } from "../support/temporary-folder";

const folder = temporaryFolder().path;
const model = join(folder, "model.json");
const bins = Array.from({ length: 60 }, (_, i) => i);
writeFileSync(
  model,
  JSON.stringify({
    alpha: bins.map((i) => 0.01 + 0.001 * i),
    beta: bins.map((i) => 1.2 + 0.01 * i),
    convention: "total",
  }),
);

const sweep = (...argv: string[]) => run(["sweep", "--estimates", model, ...argv]);

const GRID = ["--sizes", "logspace(2, 5, 10)", "--betas", "range(0.5, 2.5, 0.05)"];

test("impactlab sweep writes the table and nothing else", async () => {
  const out = join(folder, "small.csv");
  const { code, stdout, stderr } = await sweep(
    "--sizes",
    "logspace(2, 4, 3)",
    "--betas",
    "range(0.9, 1.1, 0.1)",
    "--pivot",
    "100",
    "--twap",
    "-o",
    out,
  );
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: "", stderr: `${out}: 9 points\n` });
  const [, title, , header, ...rows] = readFileSync(out, "utf8").trim().split("\n");
  expect(title).toBe("# common_beta: common beta (cost kept at 100 shares a bin)");
  expect(header).toBe(
    "size,common_beta,cost,cost_per_share,lambda,regime,active_bin,effective_bins,status,reason,twap_cost",
  );
  expect(rows.map((row) => row.split(",").slice(0, 2).join())).toEqual(
    ["0.9", "1", "1.1"].flatMap((beta) => ["100", "1000", "10000"].map((size) => `${size},${beta}`)),
  );
  expect(rows.map((row) => row.split(",")[5])).toEqual(
    ["concave", "linear", "convex"].flatMap((regime) => [regime, regime, regime]),
  );
});

test("impactlab sweep says at how many points the constraints leave TWAP no way to trade", async () => {
  const two = join(folder, "two.json");
  writeFileSync(two, JSON.stringify({ alpha: [0.9, 0.4], beta: [1.85, 1.58], convention: "total" }));
  const out = join(folder, "two.csv");
  const flags = ["--sizes", "3,4", "--cap", "2,8", "--min-trade", "2", "--lot", "1", "--twap", "-o", out];
  const { code, stderr } = await run(["sweep", "--estimates", two, ...flags]);
  expect(code).toBe(0);
  expect(stderr).toBe(`${out}: 2 points\nat 1 of 2 points the constraints leave TWAP no way to trade\n`);
});

test("impactlab sweep keeps what is done on Ctrl-C, and --resume gives the same bytes as one run", async () => {
  const whole = join(folder, "whole.csv");
  expect((await sweep(...GRID, "--workers", "1", "-o", whole)).code).toBe(0);
  const out = join(folder, "parts.csv");
  const argv = ["sweep", "--estimates", model, ...GRID, "--workers", "1", "-o", out];
  const { code, stderr } = await run(argv, { interruptAfter: "20 % of 410 points" });
  expect(code).toBe(130);
  expect(stderr).toMatch(
    /\d+ of 410 points are kept in .*parts\.csv\.progress: the same command with --resume goes on\n$/,
  );
  expect(existsSync(out)).toBe(false);
  const rows = readFileSync(`${out}.progress`, "utf8").trim().split("\n").length - 1;
  expect(rows).toBeGreaterThanOrEqual(8);
  expect(rows).toBeLessThan(41);
  // Another sweep must not go on from there; and a row that was cut off is done again.
  expect((await sweep("--sizes", "[10]", "--resume", "-o", out)).stderr).toContain("--resume must go on with the same");
  writeFileSync(`${out}.progress`, readFileSync(`${out}.progress`, "utf8").slice(0, -40));
  const resumed = await sweep(...GRID, "--workers", "2", "--resume", "-o", out);
  expect(resumed.code).toBe(0);
  expect(resumed.stderr).toMatch(/^[23]0 % of 410 points\n/); // not from 10 % again
  expect(readFileSync(out).equals(readFileSync(whole))).toBe(true);
  expect(readdirSync(folder).filter((name) => name.startsWith("parts"))).toEqual(["parts.csv"]);
});

test("impactlab sweep --estimates - reads standard input, and sizes may be written 10k", async () => {
  const table = async (estimates: string, sizes: string, name: string): Promise<string> => {
    const out = join(folder, name);
    const argv = ["sweep", "--estimates", estimates, "--sizes", sizes, "-o", out];
    expect((await run(argv, { stdin: readFileSync(model) })).code).toBe(0);
    return readFileSync(out, "utf8");
  };
  expect(await table("-", "[1k, 0.01M]", "stdin.csv")).toBe(await table(model, "[1e3, 1e4]", "file.csv"));
});

test.each([
  [["--sizes", "logspace(2,", "-o", "x.csv"], "--sizes must be an expression"],
  [["--sizes", "[3, 2]", "-o", "x.csv"], "sizes[1] must rise from 3, got 2"],
  [["--sizes", "[3]", "-o", "x.txt"], "--out must end in .csv, .csv.gz or .parquet"],
  [
    ["--sizes", "[3]", "--betas", "[1]", "--transform", "twist", "-o", "x.csv"],
    "--transform must be common, shift or stretch",
  ],
  [["--sizes", "[3]", "--workers", "0", "-o", "x.csv"], 'workers must be "auto" or a whole number'],
  [["--sizes", "[3]"], "required option '-o, --out <table>' not specified"],
])("impactlab sweep %j exits with 2 and one sentence", async (args, sentence) => {
  const { code, stderr } = await sweep(...args);
  expect(code).toBe(2);
  expect(stderr).toContain(sentence);
  expect(stderr.trim().split("\n").length).toBe(1);
});

test("impactlab sweep says at every point what the promise rests on, and wants a convention", async () => {
  const table = join(folder, "ranges.csv");
  const text = "bin,alpha,beta,min_size,max_size\n09:30,0.01,2,100,1000\n09:31,0.01,2,100,1000\n";
  writeFileSync(table, text);
  const out = join(folder, "ranges-out.csv");
  const argv = ["sweep", "--estimates", table, "--sizes", "[20, 400, 4000]", "-o", out];
  const silent = await run(argv);
  expect(silent.code).toBe(2);
  expect(silent.stderr).toMatch(/must state the convention .*--convention/);
  const { code, stderr } = await run([...argv, "--convention", "total"]);
  expect(code).toBe(0);
  // 10 shares a bin: 0.01 * 10^2 = 1 each by the curve, 10 of the 100 shares that cost 100: 10 each at most.
  expect(stderr).toBe(
    `${out}: 3 points\n` +
      "at 1 of 3 points up to 100 % of the order trades below the smallest size that the fits saw (min_size): it " +
      "costs up to 10 times what the curves say (cost_ceiling)\n" +
      "at 1 of 3 points up to 100 % of the order trades above the largest size that the fits saw (max_size): the " +
      "curves are a guess there\n",
  );
  const [header, ...rows] = readFileSync(out, "utf8")
    .trim()
    .split("\n")
    .filter((line) => !line.startsWith("#"))
    .map((line) => line.split(","));
  const column = (name: string): number[] => rows.map((row) => Number(row[header.indexOf(name)]));
  expect(column("share_below_min_size")).toEqual([1, 0, 0]);
  expect(column("share_above_max_size")).toEqual([0, 0, 1]);
  expect(column("share_filled")).toEqual([0, 0, 0]);
  expect(column("cost_ceiling")[0]).toBeCloseTo(20, 9);
  expect(column("cost_ceiling").slice(1)).toEqual(column("cost").slice(1));
});

test.each([
  [["--sizes", "geomspace(1, 1M, 1M)", "--betas", "range(0.6, 2, 0.001)"], "1000000 sizes x 1401 betas"],
  [["--sizes", "[1, 2]", "--betas", "linspace(0.6, 2, 1M)"], "1000000 x 60 bins"],
  [["--sizes", "geomspace(1, 1k, 1M)", "--allocations"], "1000000 sizes x 1 betas x 60 bins"],
])("impactlab sweep %j is refused before anything is made of it", async (grid, says) => {
  const { code, stderr } = await sweep(...grid, "-o", join(folder, "large.csv"));
  expect(code).toBe(2);
  expect(stderr).toContain(says);
  expect(stderr).toMatch(/^impactlab: --(sizes|betas|allocations) must (make|keep) at most/);
});

test("impactlab sweep --participation --cap: every point keeps to them, one without room fails alone", async () => {
  const day = join(folder, "volumes.csv");
  writeFileSync(day, "# convention: total\nbin,alpha,beta,volume\na,0.1,1.5,1000\nb,0.2,1.4,2000\n");
  const out = join(folder, "capped.csv");
  const argv = ["sweep", "--estimates", day, "--sizes", "[10, 100, 200]", "--twap", "-o", out];
  const { code, stderr } = await run([...argv, "--participation", "5%", "--cap", "80"]);
  expect({ code, stderr }).toEqual({
    code: 0,
    stderr:
      `${out}: 3 points; 1 failed, the first as options.cap and options.participation must leave room for the ` +
      "size: all bins together may trade 130 shares, got 200\n",
  });
  const rows = readFileSync(out, "utf8").trim().split("\n");
  const header = rows.findIndex((row) => row.startsWith("size,"));
  expect(rows[header].endsWith(",twap_cost,bins_at_cap,gap")).toBe(true);
  expect(rows.slice(header + 1).map((row) => row.split(",").slice(-2)[0])).toEqual(["0", "1", "0"]);
  expect((await run([...argv, "--participation", "200%"])).stderr).toContain("--participation must be a share");
});
