import { readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";

import { describe, expect, test } from "vitest";

import { allocate as solve, type AllocateOptions } from "../../src/solver/allocate";
import { run } from "../support/command";
import { temporaryFolder } from "../support/temporary-folder";

const { file } = temporaryFolder();

interface Allocated {
  cost: number;
  x: number[];
  status: string;
  size: number;
  baselines?: { name: string; cost: number }[];
  atCaps?: { bin: number; cap: number; saves: number; label?: string }[];
}

const solved = (options: AllocateOptions) => {
  const { x } = solve({ alpha: [0.1, 0.2], beta: [1.5, 1.4] }, 1037, options);
  return { x: Array.from(x) };
};

const allocate = (...argv: string[]) => run(["allocate", ...argv]);

async function json(...argv: string[]): Promise<Allocated> {
  const { code, stdout } = await allocate(...argv, "--json");
  expect(code).toBe(0);
  return JSON.parse(stdout) as Allocated;
}

describe("impactlab allocate", () => {
  test("--alpha --beta --size prints a readable table", async () => {
    const { code, stdout, stderr } = await allocate("--alpha", "0.1,0.2", "--beta", "1.5,1.4", "--size", "1000");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("1000 shares over 2 bins, convex: optimal");
    expect(stdout).toContain("│ 0   │ 501.49663 │        50.15 % │");
  });

  test("--json gives every digit, and sizes may be expressions", async () => {
    const result = await json("--alpha", "1,1/2", "--beta", "2,2", "--size", "0.5 * 12");
    expect(result).toMatchObject({ status: "optimal", size: 6 });
    expect(result.x[0]).toBeCloseTo(2, 12);
    expect(result.cost).toBeCloseTo(12, 12); // S^2 / (1/1 + 1/0.5)
  });

  test("--model reads JSON, CSV, and CSV of per-share slippage", async () => {
    const flags = ["--size", "1000"];
    const expected = await json("--alpha", "0.1,0.2", "--beta", "1.5,1.4", ...flags);
    const models = [
      [file("model.json", '{"convention":"total","alpha":[0.1,0.2],"beta":[1.5,1.4]}')],
      [file("model.csv", "# convention: total\nalpha,beta\n0.1,1.5\n0.2,1.4\n")],
      [file("bare.csv", "alpha,beta\n0.1,1.5\n0.2,1.4\n"), "--convention", "total"],
      [file("slippage.csv", "# convention: per-share\nbeta,alpha\n0.5,0.1\n0.4,0.2\n")],
      [file("says-nothing.csv", "alpha,beta\n0.1,0.5\n0.2,0.4\n"), "--convention", "per-share"],
    ];
    for (const model of models) expect((await json("--model", ...model, ...flags)).x).toEqual(expected.x);
  });

  test("--model - reads standard input: JSON, CSV and gzip, told apart by their first bytes", async () => {
    const expected = (await json("--alpha", "0.1,0.2", "--beta", "1.5,1.4", "--size", "1k")).x;
    const csv = "# convention: total\nalpha,beta\n0.1,1.5\n0.2,1.4\n";
    for (const stdin of ['{"Convention":"total","alpha":[0.1,0.2],"beta":[1.5,1.4]}', csv, gzipSync(csv)]) {
      const { code, stdout, stderr } = await run(["allocate", "--model", "-", "--size", "1k", "--json"], { stdin });
      expect(code).toBe(0);
      expect((JSON.parse(stdout) as Allocated).x).toEqual(expected);
      expect(stderr).toBe("");
    }
    const wrong = await run(["allocate", "--model", "-", "--size", "1"], {
      stdin: '{"convention":"total","alpha":["1"],"beta":[2]}',
    });
    expect(wrong).toEqual({
      code: 2,
      stdout: "",
      stderr: 'impactlab: standard input, row 1, column "alpha" must be a number, got "1"\n',
    });
    expect((await run(["allocate", "--model", "-", "--size", "1"])).code).toBe(2);
  });

  test("a file that states no convention is refused by a sentence that names both and the flag", async () => {
    const silent = ["alpha,beta\n0.1,0.5\n", '{"alpha":[0.1],"beta":[0.5]}', '[{"alpha":0.1,"beta":0.5}]'];
    for (const text of silent) {
      const { code, stdout, stderr } = await run(["allocate", "--model", "-", "--size", "1000"], { stdin: text });
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      for (const part of ["standard input must state the convention", "alpha * x^beta", "alpha * x^(1 + beta)"])
        expect(stderr).toContain(part);
      expect(stderr).toContain("--convention");
    }
    // Slippage 0.1 x^0.5 a share: 1000 shares cost 1000 * 0.1 * 1000^0.5; taken for a total, 1000 times less.
    const flags = ["--model", file("silent.csv", silent[0]), "--size", "1000"];
    expect((await json(...flags, "--convention", "per-share")).cost).toBeCloseTo(3162.2776601683795, 9);
    expect((await json(...flags, "--convention", "total")).cost).toBeCloseTo(3.1622776601683795, 12);
  });

  test("--cap takes a number, a list or max_size, for the optimum and the baselines", async () => {
    const flags = ["--alpha", "0.1,0.2", "--beta", "1.5,1.4", "--size", "1000"];
    expect((await json(...flags, "--cap", "500")).x).toEqual([500, 500]);
    expect((await json(...flags, "--cap", "400,700")).x[0]).toBe(400);
    const table = file("caps.csv", "# convention: total\nalpha,beta,max_size\n0.1,1.5,300\n0.2,1.4,900\n");
    const capped = await json("--model", table, "--size", "1000", "--cap", "max_size", "--baselines");
    expect(capped.x[0]).toBe(300);
    expect(capped.baselines?.find(({ name }) => name === "TWAP")?.cost).toBeCloseTo(capped.cost, 9);
    const tight = await allocate(...flags, "--cap", "400");
    expect(tight).toEqual({
      ...tight,
      code: 2,
      stderr: "impactlab: --cap must leave room for the size: all bins together may trade 800 shares, got 1000\n",
    });
    expect((await allocate(...flags, "--cap", "max_size")).stderr).toBe(
      'impactlab: --cap max_size needs a table with a column max_size, got "none"\n',
    );
  });

  test("--participation caps bins at a share of their volume, lists those at it and what more room saves", async () => {
    const rows = "09:30,0.1,1.5,10000\n09:31,0.2,1.4,20000\n09:32,0.1,1.5,0\n";
    const table = file("volumes.csv", `# convention: total\n# currency: USD\nbin,alpha,beta,volume\n${rows}`);
    const flags = ["--model", table, "--size", "1000"];
    const result = await json(...flags, "--participation", "4%", "--baselines");
    expect(result.x.slice(0, 2)).toEqual([400, 600]);
    expect(result).toMatchObject(await json(...flags, "--participation", "0.04"));
    expect(result).toMatchObject(await json(...flags, "--cap", "400,800,0"));
    const saves = 0.2 * 1.4 * 600 ** 0.4 - 0.1 * 1.5 * 400 ** 0.5;
    expect(result.atCaps).toEqual([{ bin: 0, cap: 400, saves: expect.closeTo(saves, 12) as number, label: "09:30" }]);
    const { stdout } = await allocate(...flags, "--participation", "4%");
    expect(stdout).toContain("caps: 1 bin is at its cap");
    expect(stdout).toMatch(/│ 09:30 +│ +400 │ +0\.6\d+ │/);
    for (const [given, message] of [
      ["2%", "--participation must leave room for the size: all bins together may trade 600 shares, got 1000"],
      ["5", "--participation must be a share of each bin's volume, above 0 and at most 1 (0.05 is 5 %), got 5"],
      ["much", '--participation must be a number or an expression, got "much"'],
    ])
      expect(await allocate(...flags, "--participation", given)).toMatchObject({
        code: 2,
        stderr: `impactlab: ${message}\n`,
      });
    const typed = ["--alpha", "0.1", "--beta", "1.5", "--size", "10", "--participation", "5%"];
    expect((await allocate(...typed)).stderr).toBe(
      "impactlab: --participation must go with a model that has each bin's volume, got 0.05\n",
    );
  });

  test("--lot trades whole lots, says what they cost, and so do the baselines", async () => {
    const flags = ["--alpha", "0.1,0.2", "--beta", "1.5,1.4", "--size", "1037", "--lot", "100"];
    const result = await json(...flags, "--baselines");
    expect(result).toMatchObject({ lot: 100, status: "optimal", x: solved({ lot: 100 }).x });
    for (const { x } of result.baselines as { x?: number[] }[])
      expect((x ?? []).filter((xi) => xi % 100 !== 0).length).toBe(1);
    const { stdout } = await allocate(...flags);
    expect(stdout).toMatch(/lots of 100 shares: they cost [\d.]+ more, [\d.e-]+ %; the odd rest of 37 joins bin [01]/);
    const even = ["--alpha", "1,1", "--beta", "2,2", "--size", "200", "--lot", "100"];
    expect((await allocate(...even)).stdout).toContain("lots of 100 shares: they cost nothing more\n");
    const capped = ["--alpha", "1,1", "--beta", "2,2", "--size", "1000", "--cap", "300,900"];
    expect((await allocate(...capped)).stdout).toContain("one share more saves (currency)");
    expect((await allocate(...capped, "--lot", "100")).stdout).toContain("one lot more saves (currency a share)");
    expect((await allocate(...flags.slice(0, -1), "0")).stderr).toContain(
      "--lot must be a finite number of shares above",
    );
    expect((await allocate(...flags, "--cap", "480")).stderr).toMatch(/^impactlab: --\S+ must leave room for the size/);
  });

  test("-o writes the orders, as saveSchedule does, and --json says labels, units and side", async () => {
    const rows = "09:30,buy,0.1,1.5,10000\n09:31,buy,0.2,1.4,20000\n";
    const notes = "# convention: total\n# currency: USD\n# size_unit: shares\n";
    const table = file("day.csv", `${notes}bin,side,alpha,beta,volume\n${rows}`);
    const flags = ["--model", table, "--size", "1000"];
    const out = file("orders.csv", "");
    const written = await allocate(...flags, "--time-zone", "America/New_York", "-o", out);
    expect(written).toMatchObject({ code: 0, stderr: `${out}: 2 orders\n` });
    expect(readFileSync(out, "utf8")).toMatch(/\n09:30,America\/New_York,buy,501\.49/);
    expect(await json(...flags)).toMatchObject({
      bin: ["09:30", "09:31"],
      side: "buy",
      units: { currency: "USD", size: "shares" },
    });
    const typed = ["--alpha", "1,1", "--beta", "2,2", "--size", "10"];
    expect(await json(...typed)).toMatchObject({ side: null, units: { currency: null, size: "shares" } });
    expect((await allocate(...typed, "-o", out)).stderr).toBe(
      "impactlab: --side must say whether it is bought or sold, buy or sell: the estimates name no side, " +
        "got undefined\n",
    );
    expect((await allocate(...typed, "--side", "sell", "-o", out)).code).toBe(0);
    expect(readFileSync(out, "utf8")).toContain("\n0,,sell,5,5,25,10,");
    expect((await allocate(...typed, "-o", "o.xlsx")).stderr).toContain("--out must end in .csv");
    expect((await allocate(...typed, "--time-zone", "UTC")).stderr).toContain("--time-zone goes with --out");
  });

  test("--baselines says which strategy has no room for all of the order, and shows the others", async () => {
    const bins = ["--alpha", "0.88,0.38", "--beta", "1.85,1.58", "--size", "3", "--cap", "2,8", "--min-trade", "2"];
    const flags = [...bins, "--lot", "1", "--baselines"];
    const { code, stdout } = await allocate(...flags);
    expect(code).toBe(0);
    expect(stdout).toMatch(/│ TWAP +│ +│ +no room for all of it │\n│ single best bin +│ 2\.1559326 │ +0 % │/);
    const { baselines } = await json(...flags);
    expect(baselines?.map(({ cost }) => cost === null)).toEqual([false, false, true, false, false]);
  });

  test("--baselines compares, and none is cheaper", async () => {
    const result = await json("--alpha", "0.1,0.2,3", "--beta", "1.5,1.4,0.6", "--size", "1000", "--baselines");
    expect(result.baselines?.map(({ name }) => name)).toEqual([
      "bisection on lambda",
      "greedy, 1000 lots",
      "TWAP",
      "single best bin",
      "lowest alpha",
    ]);
    for (const { cost } of result.baselines ?? []) expect(cost).toBeGreaterThanOrEqual(result.cost * (1 - 1e-12));
  });
});

describe("impactlab allocate exits 2 with one sentence and no stack", () => {
  test.each<[string, string[], string]>([
    [
      "a list that is short",
      ["--alpha", "1,2", "--beta", "2", "--size", "1"],
      "impactlab: --beta must have one value a bin, as alpha has (2), got Array of length 1",
    ],
    [
      "a negative alpha",
      ["--alpha=-1,2", "--beta", "2,2", "--size", "1"],
      "impactlab: --alpha[0] must be a finite number above 0, got -1",
    ],
    ["a beta that is no number", ["--alpha", "1", "--beta", "x", "--size", "1"], '--beta[0] must be a number, got "x"'],
    ["a size that is none", ["--alpha", "1", "--beta", "2", "--size", "ten"], '--size must be a number, got "ten"'],
    [
      "a negative size",
      ["--alpha", "1", "--beta", "2", "--size=-5"],
      "impactlab: --size must be a finite number of shares, 0 or above, got -5",
    ],
    [
      "a size that is a number by accident",
      ["--alpha", "1", "--beta", "2", "--size", "5e"],
      "--size must be a number (5 e leaves out an operator: a product is written with *)",
    ],
    ["no model", ["--size", "1"], "--alpha and --beta must both be given, or --model"],
    ["two models", ["--alpha", "1", "--model", "m.json", "--size", "1"], "--model cannot go with --alpha and --beta"],
    ["no size", ["--alpha", "1", "--beta", "2"], "required option '-s, --size <shares>' not specified"],
    ["a missing file", ["--model", "nowhere.csv", "--size", "1"], "nowhere.csv must be a file that exists"],
    ["a missing JSON file", ["--model", "nowhere.json", "--size", "1"], "nowhere.json must be a file that exists"],
    ["broken JSON", ["--model", file("broken.json", '{"alpha": [1'), "--size", "1"], "broken.json must hold JSON"],
    [
      "strings in JSON",
      ["--model", file("text.json", '{"convention":"total","alpha":["1"],"beta":[2]}'), "--size", "1"],
      'text.json, row 1, column "alpha" must be a number, got "1"',
    ],
    [
      "a table without alpha",
      ["--model", file("no-alpha.csv", "a,beta\n1,2\n"), "--size", "1"],
      'must have a column "alpha"',
    ],
    ["an unknown option", ["--alpha", "1", "--beta", "2", "--size", "1", "--jsn"], "unknown option '--jsn'"],
  ])("%s", async (_, args, message) => {
    const { code, stdout, stderr } = await allocate(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/^impactlab: /);
    expect(stderr.trim().split("\n").length).toBeLessThanOrEqual(2); // commander may add a suggestion
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});

describe("impactlab allocate says what its promise rests on", () => {
  // Fitted from 100 to 1000 shares: alpha x^2 of 10 shares is 0.01 * 100 = 1, where 10 of 100 shares' cost is 10.
  const table = file(
    "ranges.csv",
    [
      "# convention: total\n# Currency: EUR\nbin,alpha,beta,min_size,max_size,status",
      "09:30,0.01,2,100,1000,ok\n09:31,0.01,2,100,1000,filled\n",
    ].join("\n"),
  );
  interface Told {
    bins: number;
    share: number;
  }
  const told = async (size: string) =>
    (await json("--model", table, "--size", size)) as Allocated & {
      bin: string[];
      extrapolation: { above: Told & { farthest: number }; below: Told; filled: Told; cost: number; ceiling: number };
    };

  test("below the smallest sizes: the share, and the ceiling of the cost", async () => {
    const { extrapolation, cost, bin } = await told("20");
    expect(bin).toEqual(["09:30", "09:31"]);
    expect(cost).toBeCloseTo(2, 12);
    expect(extrapolation).toMatchObject({ below: { bins: 2, share: 1 }, above: { bins: 0, share: 0 } });
    expect(extrapolation.ceiling).toBeCloseTo(20, 12);
    const { stdout } = await allocate("--model", table, "--size", "20");
    expect(stdout).toContain(
      "100 % of the order, in 2 bins, trades below the smallest size that the fits saw (min_size): it costs up to " +
        "20 EUR, not 2\n",
    );
    expect(stdout).toContain("│ 09:30 │     10 │           50 % │ below min_size         │");
    expect(stdout).toContain("│ 09:31 │     10 │           50 % │ filled, below min_size │");
    expect(stdout).toContain("cost 2 EUR");
  });

  test("above the largest: how far", async () => {
    expect((await told("4000")).extrapolation).toMatchObject({ above: { bins: 2, share: 1, farthest: 2 } });
    const { stdout } = await allocate("--model", table, "--size", "4000");
    expect(stdout).toContain("trades above the largest size that the fits saw (max_size), up to 2 times as much");
  });

  test("in filled bins: the share", async () => {
    expect((await told("400")).extrapolation).toMatchObject({
      above: { bins: 0 },
      below: { bins: 0 },
      filled: { bins: 1, share: 0.5 },
    });
    const { stdout } = await allocate("--model", table, "--size", "400");
    expect(stdout).toContain(
      "50 % of the order, in 1 bin, trades where there was no fit, by curves of neighbouring bins",
    );
  });

  test("and nothing where all is within, nothing is stated, or nothing is traded", async () => {
    for (const argv of [
      ["--model", file("within.csv", "# convention: total\nalpha,beta,min_size,max_size\n0.01,2,100,1000\n")],
      ["--alpha", "0.01", "--beta", "2"],
    ]) {
      const { stdout } = await allocate(...argv, "--size", "400");
      expect(stdout).not.toContain("% of the order, in");
      expect(stdout).not.toContain("outside the fit");
    }
    expect((await allocate("--model", table, "--size", "0")).code).toBe(0);
  });
});

describe("impactlab allocate on a table of its own names, and with bins that have no curve", () => {
  const own = file("own.csv", "when,c_t,d_t\n09:30,0.1,0.5\n09:31,0.2,0.4\n09:32,,\n");

  test("--columns, --convention, --currency, --size-unit read it; bins without a curve are told", async () => {
    const flags = ["--columns", "bin=when,alpha=c_t,beta=d_t", "--convention", "per-share", "--size", "1000"];
    const { code, stdout, stderr } = await allocate(
      "--model",
      own,
      ...flags,
      "--currency",
      "USD",
      "--size-unit",
      "lots",
    );
    expect(code).toBe(0);
    expect(stdout).toContain("1000 lots over 2 bins");
    expect(stdout).toContain("│ 09:30 │");
    expect(stderr).toContain(
      "1 of 3 bins have no curve (1 no curve) and are left out; the option unfitted (--unfitted) says otherwise",
    );
    const whole = await run(["allocate", "--model", own, ...flags, "--json"]);
    const left = JSON.parse(whole.stdout) as Allocated & { bin: string[]; leftOut: unknown };
    expect(left.bin).toEqual(["09:30", "09:31"]);
    expect(left.leftOut).toEqual([{ bin: "09:32", reason: "no curve" }]);
    expect((await json("--alpha", "0.1,0.2", "--beta", "1.5,1.4", "--size", "1000")).x).toEqual(left.x);
    const filled = await json("--model", own, ...flags, "--unfitted", "fill");
    expect(filled.x.length).toBe(3);
    expect((await allocate("--model", own, ...flags, "--unfitted", "refuse")).code).toBe(2);
  });

  test.each([
    [["--columns", "alpha"], "--columns must be names such as alpha=c_t,beta=d_t"],
    [["--columns", "alpha=x,beta=d_t"], "--columns.alpha must be a column of"],
    [["--unfitted", "omit"], "--unfitted must be refuse or leave-out or fill"],
    [["--symbol", "AAA"], "--symbol must be one that"],
    [["--convention", "gross"], "--convention must be total"],
  ])("%j is refused", async (flags, rule) => {
    const usual = { "--columns": "bin=when,alpha=c_t,beta=d_t", "--convention": "per-share", [flags[0]]: flags[1] };
    const all = Object.entries(usual).flat();
    const { code, stderr } = await allocate("--model", own, "--size", "1", ...all);
    expect([code, stderr.split("\n").length]).toEqual([2, 2]);
    expect(stderr).toContain(rule);
  });

  test("numbers that are typed are of total cost by definition", async () => {
    const typed = ["--alpha", "0.1", "--beta", "0.5", "--size", "1"];
    expect((await allocate(...typed, "--convention", "per-share")).stderr).toContain(
      "--convention must be total where --alpha and --beta are typed",
    );
    expect((await allocate(...typed, "--convention", "total")).code).toBe(0);
    expect((await allocate(...typed, "--symbol", "X")).stderr).toContain("--symbol is for a file, by --model");
    expect((await allocate(...typed, "--side", "hold")).stderr).toContain("--side must be buy or sell or round-trip");
  });
});

test("impactlab estimate, then allocate, goes through a day some of whose bins have too few sizes", async () => {
  const [book, table] = [file("book.csv", ""), file("estimates.csv", "")];
  expect((await run(["generate", "book", "-o", book, "--seed", "3", "--minutes", "6"])).code).toBe(0);
  // In the third and the fifth minute the book has its two best levels alone, as it happens at an opening.
  const [head, ...rows] = readFileSync(book, "utf8").trimEnd().split("\n");
  const deep = head.split(",").map((name) => /_0[2-9]$/.test(name));
  const thin = rows.map((row) =>
    /T14:3[24]:/.test(row)
      ? row
          .split(",")
          .map((cell, at) => (deep[at] ? "" : cell))
          .join(",")
      : row,
  );
  writeFileSync(book, [head, ...thin, ""].join("\n"));
  const flags = ["--format", "mbp10", "--sizes", "100,200,400,800", "--min-sizes", "3", "-o", table];
  expect((await run(["estimate", book, ...flags])).code).toBe(0);
  const { code, stdout, stderr } = await allocate("--model", table, "--side", "buy", "--size", "2k", "--json");
  expect(code).toBe(0);
  const { bin, leftOut, status } = JSON.parse(stdout) as {
    bin: string[];
    leftOut: { bin: string; reason: string }[];
    status: string;
  };
  expect([bin.length, leftOut.map((left) => left.bin), status]).toEqual([
    4,
    ["2024-01-02T14:32:00Z", "2024-01-02T14:34:00Z"],
    "optimal",
  ]);
  expect(new Set(leftOut.map(({ reason }) => reason))).toEqual(new Set(["too-few-sizes"]));
  expect(stderr).toContain("2 of 6 bins have no curve (2 too-few-sizes) and are left out");
});

describe("impactlab allocate refuses what it would lose", () => {
  const TABLE = "# convention: total\nbin,alpha,beta\n09:30,0.1,1.5\n09:31,0.2,1.4\n";

  test("-o that is the table itself, by another path or by a link; another file is written", async () => {
    const table = file("own.csv", TABLE);
    const [link, orders] = ["link.csv", "orders.csv"].map((name) => join(dirname(table), name));
    symlinkSync(table, link);
    const argv = ["-m", table, "--size", "100", "--side", "buy"];
    for (const out of [table, join(dirname(table), ".", "x", "..", "own.csv"), link]) {
      const { code, stderr } = await allocate(...argv, "-o", out);
      expect([code, stderr]).toEqual([2, expect.stringContaining("--out must not be a file that is read")]);
    }
    expect(readFileSync(table, "utf8")).toBe(TABLE);
    expect((await allocate(...argv, "-o", orders)).code).toBe(0);
    expect(readFileSync(orders, "utf8")).toContain("quantity");
  });

  test("a flag with two values; the same twice, and another flag of the same value, are fine", async () => {
    const argv = ["--alpha", "0.1", "--beta", "1.5"];
    const { code, stderr } = await allocate(...argv, "--alpha", "0.2", "--size", "100");
    expect([code, stderr]).toEqual([2, 'impactlab: --alpha must be given once, and is "0.1" before, got "0.2"\n']);
    expect((await allocate(...argv, "-s", "100", "--size", "200")).stderr).toContain("--size must be given once");
    expect((await json(...argv, "--size", "100", "--size", "100")).size).toBe(100);
  });

  test.each([
    ["--size", ["--size", "10%"]],
    ["--lot", ["--size", "100", "--lot", "1%"]],
    ["--min-trade", ["--size", "100", "--min-trade", "5 %"]],
    ["--cap", ["--size", "100", "--cap", "60%"]],
    ["--cap[1]", ["--size", "100", "--cap", "90,60%"]],
  ])("%s as a percentage of nothing", async (flag, argv) => {
    const { code, stderr } = await allocate("--alpha", "0.1,0.2", "--beta", "1.5,1.4", ...argv);
    expect([code, stderr]).toEqual([2, expect.stringContaining(`${flag} must be a number of shares, and % says`)]);
  });

  test("a side that a table without sides cannot have, with those it can", async () => {
    const { code, stderr } = await allocate("-m", file("unsaid.csv", TABLE), "--size", "100", "--side", "Buy");
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/--side must be buy, sell or round-trip \(.* names none\)/),
    ]);
  });

  test("but takes one of a number", async () => {
    expect((await json("--alpha", "0.1", "--beta", "1.5", "--size", "10% * 2k")).size).toBe(200);
  });
});
