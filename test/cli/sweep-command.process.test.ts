import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { afterAll, expect, test } from "vitest";

const BIN = resolve(__dirname, "../../src/impactlab.js");
const folder = mkdtempSync(join(tmpdir(), "impactlab-cli-sweep-"));
afterAll(() => rmSync(folder, { recursive: true }));

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

function run(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [BIN, "sweep", "--estimates", model, ...args], { encoding: "utf8" });
}

const GRID = ["--sizes", "logspace(2, 5, 250)", "--betas", "range(0.5, 2.5, 0.002)"];

test("impactlab sweep writes the table and nothing else", () => {
  const out = join(folder, "small.csv");
  const { status, stdout, stderr } = run(
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
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: "", stderr: `${out}: 9 points\n` });
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

test(
  "impactlab sweep keeps what is done on Ctrl-C, and --resume gives the same bytes as one run",
  { timeout: 120_000 },
  async () => {
    const whole = join(folder, "whole.csv");
    expect(run(...GRID, "--workers", "1", "-o", whole).status).toBe(0);
    const out = join(folder, "parts.csv");
    const child = spawn(process.execPath, [BIN, "sweep", "--estimates", model, ...GRID, "--workers", "2", "-o", out]);
    let stderr = "";
    let interrupted = false;
    child.stderr.on("data", (chunk: Buffer) => {
      stderr += chunk.toString();
      // Once: a second one would end it at once.
      if (!interrupted && stderr.includes("10 % of 1001 rows")) interrupted = child.kill("SIGINT");
    });
    const status = await new Promise((done) => child.on("close", done));
    expect(status).toBe(130);
    expect(stderr).toMatch(
      /\d+ of 1001 rows are kept in .*parts\.csv\.progress: the same command with --resume goes on\n$/,
    );
    expect(existsSync(out)).toBe(false);
    const rows = readFileSync(`${out}.progress`, "utf8").trim().split("\n").length - 1;
    expect(rows).toBeGreaterThanOrEqual(100);
    expect(rows).toBeLessThan(1001);
    // Another sweep must not go on from there; and a row that was cut off is done again.
    expect(run("--sizes", "[10]", "--resume", "-o", out).stderr).toContain(
      "--resume must go on with the same model, grids and options",
    );
    writeFileSync(`${out}.progress`, readFileSync(`${out}.progress`, "utf8").slice(0, -40));
    const resumed = run(...GRID, "--resume", "-o", out);
    expect(resumed.status).toBe(0);
    expect(resumed.stderr).not.toContain("\n10 % of 1001 rows");
    expect(readFileSync(out).equals(readFileSync(whole))).toBe(true);
    expect(readdirSync(folder).filter((name) => name.startsWith("parts"))).toEqual(["parts.csv"]);
  },
);

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
])("impactlab sweep %j exits with 2 and one sentence", (args, sentence) => {
  const { status, stderr } = run(...args);
  expect(status).toBe(2);
  expect(stderr).toContain(sentence);
  expect(stderr.trim().split("\n").length).toBe(1);
});
