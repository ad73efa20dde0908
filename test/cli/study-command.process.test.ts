import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { afterAll, expect, test } from "vitest";

const BIN = resolve(__dirname, "../../src/impactlab.js");
const DAY = resolve(__dirname, "../../data/synthetic-equity-day.csv");
const folder = mkdtempSync(join(tmpdir(), "impactlab-cli-study-"));
afterAll(() => rmSync(folder, { recursive: true }));

function run(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [BIN, "study", ...args], { encoding: "utf8" });
}

function study(name: string, text: string): string {
  const path = join(folder, `${name}.yaml`);
  writeFileSync(path, `estimates: ${DAY}\nsize: 1e5\n${text}`);
  return path;
}

const VARY = "vary:\n  level: { sd: 0.2 }\n  exponent: { low: -0.05, high: 0.05 }\n";

test.each([
  ["local", `study: local\n${VARY}`, "derivative: low", ["local-bins.csv", "local.csv", "local.html", "local.json"]],
  [
    "sobol",
    `study: sobol\nbase-points: 64\nsecond-order: true\n${VARY}`,
    "level x exponent",
    ["sobol-convergence.csv", "sobol.csv", "sobol.html", "sobol.json"],
  ],
  [
    "morris",
    `study: morris\ntrajectories: 5\n${VARY}`,
    "5 paths over 4 levels, 15 evaluations",
    ["morris.csv", "morris.html", "morris.json"],
  ],
  [
    "montecarlo",
    "study: montecarlo\ndraws: 20\n",
    "optimizer's curse",
    ["montecarlo-draws.csv", "montecarlo.csv", "montecarlo.html", "montecarlo.json"],
  ],
])("impactlab study of kind %s prints what came of it and writes tables and JSON", (name, text, says, files) => {
  const { status, stdout } = run(study(name, text), "--workers", "1", "-o", join(folder, `out-${name}`));
  expect(status).toBe(0);
  expect(stdout).toContain(says);
  expect(readdirSync(join(folder, `out-${name}`)).sort()).toEqual(files);
  const html = readFileSync(join(folder, `out-${name}`, `${name}.html`), "utf8");
  expect(html).toContain('<script type="application/json" data-figure-data=');
  expect(html).toContain("Content-Security-Policy");
  const { study: stated, result } = JSON.parse(readFileSync(join(folder, `out-${name}`, `${name}.json`), "utf8")) as {
    study: { size: number; estimates: { sha256: string }[] };
    result: object;
  };
  expect(stated.size).toBe(1e5);
  expect(stated.estimates[0].sha256).toMatch(/^[0-9a-f]{64}$/);
  expect(Object.keys(result).length).toBeGreaterThan(3);
});

test("impactlab study of several days resamples the days", () => {
  const path = join(folder, "days.yaml");
  const other = join(folder, "other.csv");
  spawnSync(process.execPath, [BIN, "generate", "day", "--seed", "2", "-o", other]);
  writeFileSync(path, `study: montecarlo\nestimates: [${DAY}, other.csv]\nsize: 1e5\ndraws: 20\n`);
  const { status, stdout } = run(path, "--workers", "1");
  expect(status).toBe(0);
  expect(stdout).toContain("shrunk, averaged");
  expect(
    (JSON.parse(readFileSync(join(folder, "days.json"), "utf8")) as { study: { estimates: unknown[] } }).study.estimates
      .length,
  ).toBe(2);
});

test(
  "impactlab study keeps what is done on Ctrl-C, and --resume gives the same bytes as one run",
  { timeout: 240_000 },
  async () => {
    const path = study("long", `study: sobol\nbase-points: 8192\n${VARY}`);
    const whole = join(folder, "whole");
    expect(run(path, "--workers", "1", "-o", whole).status).toBe(0);
    const parts = join(folder, "parts");
    const child = spawn(process.execPath, [BIN, "study", path, "--workers", "2", "-o", parts]);
    let stderr = "";
    let interrupted = false;
    child.stderr.on("data", (chunk: Buffer) => {
      stderr += chunk.toString();
      if (!interrupted && stderr.includes("10 % of 32768 points")) interrupted = child.kill("SIGINT");
    });
    const status = await new Promise((done) => child.on("close", done));
    expect(status).toBe(130);
    expect(stderr).toMatch(
      /\d+ of 32768 points are kept in .*long\.json\.progress: the same command with --resume goes on\n$/,
    );
    expect(existsSync(join(parts, "long.json"))).toBe(false);
    const other = study("long", `study: sobol\nbase-points: 64\n${VARY}`);
    expect(run(other, "--resume", "-o", parts).stderr).toContain(
      "--resume must go on with the same model, grids and options as before",
    );
    const resumed = run(study("long", `study: sobol\nbase-points: 8192\n${VARY}`), "--resume", "-o", parts);
    expect(resumed.status).toBe(0);
    expect(resumed.stderr).not.toContain("\n10 % of 32768");
    for (const file of readdirSync(whole))
      expect(readFileSync(join(parts, file)).equals(readFileSync(join(whole, file))), file).toBe(true);
    expect(readdirSync(parts).sort()).toEqual(readdirSync(whole).sort());
  },
);

test.each([
  [
    "study: sobol\nbase-points: 100\nvary: { level: { sd: 0.1 } }\n",
    ": base-points must be a power of two from 2 to 16777216, got 100",
  ],
  ["study: sobol\nvry: {}\n", "vry must be a field that is known"],
])("impactlab study of %j exits with 2 and one sentence", (text, sentence) => {
  const { status, stderr } = run(study("bad", text));
  expect(status).toBe(2);
  expect(stderr).toContain(sentence);
  expect(stderr.trim().split("\n").length).toBe(1);
});
