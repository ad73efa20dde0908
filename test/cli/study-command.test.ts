import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { expect, test } from "vitest";

import { loadEstimates } from "../../src/estimates/load-estimates";
import { allocate } from "../../src/solver/allocate";

import { run } from "../support/command";
import { temporaryFolder } from "../support/temporary-folder";

const DAY = resolve(__dirname, "../../data/synthetic-equity-day.csv");
const folder = temporaryFolder().path;
const impactlab = (...argv: string[]) => run(["study", ...argv]);

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
])("impactlab study of kind %s prints what came of it and writes tables and JSON", async (name, text, says, files) => {
  const { code, stdout } = await impactlab(study(name, text), "--workers", "1", "-o", join(folder, `out-${name}`));
  expect(code).toBe(0);
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

test("impactlab study of several days resamples the days", async () => {
  const path = join(folder, "days.yaml");
  const other = join(folder, "other.csv");
  expect((await run(["generate", "day", "--seed", "2", "-o", other])).code).toBe(0);
  writeFileSync(path, `study: montecarlo\nestimates: [${DAY}, other.csv]\nsize: 1e5\ndraws: 20\n`);
  const { code, stdout } = await impactlab(path, "--workers", "1");
  expect(code).toBe(0);
  expect(stdout).toContain("shrunk, averaged");
  expect(stdout).toMatch(/│ plain .* │ [\d.]+ ± [\d.]+ │/);
  expect(
    (JSON.parse(readFileSync(join(folder, "days.json"), "utf8")) as { study: { estimates: unknown[] } }).study.estimates
      .length,
  ).toBe(2);
});

test("impactlab study keeps what is done on Ctrl-C, and --resume gives the same bytes as one run", async () => {
  const small = `study: sobol\nbase-points: 512\n${VARY}`;
  const path = study("long", small);
  const whole = join(folder, "whole");
  expect((await impactlab(path, "--workers", "1", "-o", whole)).code).toBe(0);
  const parts = join(folder, "parts");
  const argv = ["study", path, "--workers", "1", "-o", parts];
  const { code, stderr } = await run(argv, { interruptAfter: "10 % of 2048 points" });
  expect(code).toBe(130);
  expect(stderr).toMatch(
    /\d+ of 2048 points are kept in .*long\.json\.progress: the same command with --resume goes on\n$/,
  );
  expect(existsSync(join(parts, "long.json"))).toBe(false);
  const other = study("long", `study: sobol\nbase-points: 64\n${VARY}`);
  expect((await impactlab(other, "--resume", "-o", parts)).stderr).toContain("--resume must go on with the same");
  const resumed = await impactlab(study("long", small), "--workers", "2", "--resume", "-o", parts);
  expect(resumed.code).toBe(0);
  expect(resumed.stderr).toMatch(/^[2-9]0 % of 2048 points\n/);
  for (const file of readdirSync(whole))
    expect(readFileSync(join(parts, file)).equals(readFileSync(join(whole, file))), file).toBe(true);
  expect(readdirSync(parts).sort()).toEqual(readdirSync(whole).sort());
});

test.each([
  ["table", "table.csv"],
  ["day", "day-draws.csv"],
])("impactlab study %s.yaml does not write its results over %s, which it reads", async (name, own) => {
  const into = join(folder, "own");
  mkdirSync(into, { recursive: true });
  const table = readFileSync(DAY, "utf8");
  writeFileSync(join(into, own), table);
  const path = join(into, `${name}.yaml`);
  writeFileSync(path, `study: montecarlo\nestimates: ${own}\nsize: 1e5\ndraws: 8\n`);
  const { code, stderr } = await impactlab(path, "--workers", "1");
  expect(code).toBe(2);
  expect(stderr).toContain(`${name}.yaml: what it writes must not be a file that is read`);
  expect(readFileSync(join(into, own), "utf8")).toBe(table);
  expect(existsSync(join(into, `${name}.json`))).toBe(false);
  // The control: elsewhere there is nothing to write over.
  expect((await impactlab(path, "--workers", "1", "-o", join(into, "out"))).code).toBe(0);
  expect(readFileSync(join(into, own), "utf8")).toBe(table);
});

test("impactlab study - reads standard input, and --json prints what study.json has", async () => {
  const stdin = `estimates: ${DAY}\nsize: 100k\nstudy: local\n${VARY}`;
  const out = join(folder, "stdin");
  const { code, stdout, stderr } = await run(["study", "-", "--json", "-o", out], { stdin });
  expect(code).toBe(0);
  expect(stderr).toContain(`${join(out, "study.html")}\n`);
  expect(readFileSync(join(out, "study.json"), "utf8")).toBe(stdout);
  expect((JSON.parse(stdout) as { study: { size: number } }).study.size).toBe(1e5);
  expect((await run(["study", "-"], { stdin: "study: lokal\n" })).stderr).toBe(
    'impactlab: study.yaml: study must be one of local, sobol, morris, montecarlo, walk-forward, got "lokal"\n',
  );
});

test.each([
  [
    "study: sobol\nbase-points: 100\nvary: { level: { sd: 0.1 } }\n",
    "bad.yaml: base-points must be a power of two from 2 to 16777216, got 100",
  ],
  ["study: sobol\nvry: {}\n", "vry must be a field that is known"],
])("impactlab study of %j exits with 2 and one sentence", async (text, sentence) => {
  const { code, stderr } = await impactlab(study("bad", text));
  expect(code).toBe(2);
  expect(stderr).toContain(sentence);
  expect(stderr.trim().split("\n").length).toBe(1);
});

test("impactlab study refuses a table that states no convention, and takes the field that says it", async () => {
  const table = join(folder, "silent.csv");
  writeFileSync(table, "when,c,d,min_size\n09:30,0.1,0.5,100\n09:31,0.2,0.5,100\n09:32,,,\n");
  const path = join(folder, "own.yaml");
  const names = "columns: { alpha: c, beta: d }\n";
  const local = `estimates: ${table}\nsize: 20\nstudy: local\nvary: { level: { sd: 0.1 } }\n${names}`;
  writeFileSync(path, local);
  const silent = await impactlab(path);
  expect(silent.code).toBe(2);
  expect(silent.stderr).toMatch(/must state the convention .*convention in a study file/);
  writeFileSync(path, `${local}convention: per-share\ncurrency: EUR\n`);
  const { code, stdout } = await impactlab(path);
  expect(code).toBe(0);
  // Marginal costs 1.5 c x^0.5: 16 and 4 shares cost 0.1 * 16^1.5 + 0.2 * 4^1.5 = 8; at 100 shares' slippage of
  // 0.1 * 10 and 0.2 * 10 a share they cost 16 + 8 = 24.
  expect(stdout).toContain("cost is 8 as estimated");
  expect(stdout).toContain(
    "Of the plan, 100 % of the order, in 2 bins, trades below the smallest size that the fits saw (min_size): it " +
      "costs up to 24 EUR, not 8.\n",
  );
  expect(stdout).toContain("silent.csv: 1 of 3 bins have no curve (1 no curve) and are left out");
  const { result } = JSON.parse(readFileSync(join(folder, "own.json"), "utf8")) as {
    result: { extrapolation: { ceiling: number; below: { share: number } } };
  };
  expect(result.extrapolation.ceiling).toBeCloseTo(24, 12);
  expect(result.extrapolation.below.share).toBe(1);
  expect(readFileSync(join(folder, "own-bins.csv"), "utf8")).toContain("below min_size");
  writeFileSync(
    path,
    `${local}convention: per-share\ncolumns: { alpha: x }\n`.replace("columns: { alpha: c, beta: d }\n", ""),
  );
  expect((await impactlab(path)).stderr).toMatch(
    /own\.yaml: columns\.alpha must be a column of .* \(when, c, d, min_size\)/,
  );
});

test("impactlab study of several days leaves out what one of them lacks, bin by bin", async () => {
  const day = (name: string, lacks: number, level: number): string => {
    const rows = [0, 1, 2, 3, 4, 5].map(
      (i) => `0${9 + i}:00,`.slice(-6) + (i === lacks ? "," : `${level * (i + 1)},1.5`),
    );
    writeFileSync(join(folder, name), `# convention: total\nbin,alpha,beta\n${rows.join("\n")}\n`);
    return name;
  };
  const path = join(folder, "lacking.yaml");
  const names = [day("mon.csv", 1, 0.1), day("tue.csv", 2, 0.2)];
  writeFileSync(path, `study: montecarlo\nestimates: [${names.join(", ")}]\nsize: 100\ndraws: 1\n`);
  const { code, stdout, stderr } = await impactlab(path);
  expect(stderr).not.toContain("impactlab:");
  expect(code).toBe(0);
  expect(stdout).toContain("2 of 6 bins lack a curve on some day and are left out of every one.");
  // Of bins 1, 4, 5, 6 alpha is the mean sqrt(0.1 * 0.2) times these; at beta = 1.5 C = S^1.5 / sqrt(sum alpha^-2).
  const promised = 1000 * Math.sqrt(0.02 / (1 + 1 / 16 + 1 / 25 + 1 / 36));
  const [head, plain] = readFileSync(join(folder, "lacking.csv"), "utf8").split("\n");
  expect(Number(plain.split(",")[head.split(",").indexOf("promised_cost")])).toBeCloseTo(promised, 9);
  expect(stdout).not.toContain("NaN"); // one draw has no standard error
  expect(stdout).toContain("under 1 draw of the parameters");
});

test.each(["cap: 700", "participation: 6%", "participation: 0.06", "cap: max_size", "lot: 100"])(
  "impactlab study with %s: every allocation keeps to it",
  async (constraint) => {
    const name = `constrained-${constraint.replace(/\W/g, "")}`;
    const path = study(name, `study: montecarlo\ndraws: 20\n${constraint}\n`);
    const { code, stderr } = await impactlab(path, "--workers", "1");
    expect({ code, stderr: stderr.replace(/.*(html|json|csv)\n/g, "") }).toEqual({ code: 0, stderr: "" });
    const { study: asked, result } = JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8")) as {
      study: object;
      result: { strategies: { name: string; promised: number; regretSpread: { quantiles: number[] } }[] };
    };
    const [field, value] = constraint.split(": ");
    expect(asked).toMatchObject({ [field]: value === "6%" ? 0.06 : Number(value) || value });
    const { model } = await loadEstimates(DAY);
    const [plain] = result.strategies;
    const constraints = { [field]: value === "max_size" ? model.maxSize : value === "6%" ? 0.06 : Number(value) };
    expect(plain.promised).toBe(allocate(model, 1e5, constraints).cost);
    expect(plain.promised).toBeGreaterThan(allocate(model, 1e5).cost);
    // Caps at the fitted sizes are those of the plain plan then: one row tells of both.
    expect(result.strategies.some(({ name }) => name === "capped")).toBe(value !== "max_size");
    for (const { regretSpread } of result.strategies) expect(regretSpread.quantiles[0]).toBeGreaterThan(-1e-9);
  },
);

test("impactlab study montecarlo has no capped plan where the fitted sizes leave no room in whole lots", async () => {
  const table = join(folder, "small-fits.csv");
  const rows = ["a", "b", "c", "d"].map((bin, i) => `${bin},0.${i + 1},1.5,0.1,0.05,0,150`);
  writeFileSync(table, `# convention: total\nbin,alpha,beta,se_log_alpha,se_beta,cov,max_size\n${rows.join("\n")}\n`);
  const path = join(folder, "whole-lots.yaml");
  writeFileSync(path, "study: montecarlo\nestimates: small-fits.csv\nsize: 500\nlot: 100\ndraws: 20\n");
  const { code, stdout } = await impactlab(path, "--workers", "1");
  expect(code).toBe(0);
  expect(stdout).not.toContain("capped");
  writeFileSync(path, "study: montecarlo\nestimates: small-fits.csv\nsize: 400\nlot: 100\ndraws: 20\n");
  expect((await impactlab(path, "--workers", "1")).stdout).toContain("│ capped ");
});

test("impactlab study montecarlo goes through where TWAP has no room for all of the order, and says so", async () => {
  const table = join(folder, "tight.csv");
  const rows = ["a,0.88,1.85", "b,0.38,1.58", "c,1,1.5", "d,1,1.5"].map((row) => `${row},0.1,0.05,0,1,10`);
  writeFileSync(
    table,
    `# convention: total\nbin,alpha,beta,se_log_alpha,se_beta,cov,min_size,max_size\n${rows.join("\n")}\n`,
  );
  const path = join(folder, "no-room.yaml");
  const rules = "cap: [2, 8, 1, 1]\nmin-trade: 2\nlot: 1\n";
  writeFileSync(path, `study: montecarlo\nestimates: tight.csv\nsize: 3\ndraws: 20\n${rules}`);
  const { code, stdout, stderr } = await impactlab(path, "--workers", "1");
  expect({ code, stderr: stderr.replace(/.*(html|json|csv)\n/g, "") }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toContain("Without room for all of the order under the constraints: TWAP.\n");
  expect(stdout).toContain("\nAveraging over draws takes no smallest trade: what averages is left out.\n");
  expect(stdout).not.toContain("NaN");
  const twap = readFileSync(join(folder, "no-room.csv"), "utf8").split("\n")[2];
  expect(twap).toMatch(/^TWAP(,NaN){15}$/);
});

test("impactlab study: constraints without room, and those of another form, are refused by their field", async () => {
  const sobol = `study: sobol\n${VARY}`;
  const refused = async (name: string, text: string) => (await impactlab(study(name, text))).stderr;
  expect(await refused("tight", `${sobol}participation: 1%\n`)).toMatch(
    /tight\.yaml: participation must leave room for the size: all bins together may trade 50011 shares, got 100000\n$/,
  );
  expect(await refused("odd", `${sobol}cap: [1, a]\n`)).toContain(
    "cap must be a number of shares, a list of one a bin, or max_size",
  );
  expect(await refused("beyond", `${sobol}participation: 5\n`)).toContain(
    "participation must be a share of each bin's",
  );
});
