import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, describe, expect, test } from "vitest";

import { readStudyFile } from "../../../src/sensitivity/study/study-file";

const folder = mkdtempSync(join(tmpdir(), "impactlab-study-"));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, "s.yaml");

function read(text: string): ReturnType<typeof readStudyFile> {
  writeFileSync(path, text);
  return readStudyFile(path);
}

const BASE = "study: sobol\nestimates: day.csv\nsize: 100\nvary:\n  level: { sd: 0.1 }\n";

describe("readStudyFile(path)", () => {
  test("fills in defaults, resolves the estimates beside the file, works out the size", () => {
    const spec = read(
      "study: sobol\nestimates: data/day.csv\nsize: 0.05 * 2e4\nvary:\n  level: { sd: 0.1 }\n" +
        "  open: { varies: exponent, bin-range: [0, 30], low: -0.1, high: 0.1 }\n" +
        "  size: { low: 10, high: 1000, scale: log }\n",
    );
    expect(spec).toMatchObject({
      study: "sobol",
      estimates: [join(folder, "data/day.csv")],
      size: 1000,
      output: "cost",
      basePoints: 1024,
      replicates: 16,
      secondOrder: false,
      seed: 0,
      workers: "auto",
    });
    expect(spec.inputs).toEqual([
      { name: "level", varies: "level", mean: 0, sd: 0.1 },
      { name: "open", varies: "exponent", binRange: [0, 30], low: -0.1, high: 0.1 },
      { name: "size", varies: "size", low: 10, high: 1000, scale: "log" },
    ]);
    expect(read("study: montecarlo\nestimates: day.csv\nsize: 5\ndraws: 10\nseed: 0\n")).toMatchObject({
      draws: 10,
      seed: 0,
      inputs: [],
      truth: "estimates",
    });
    expect(read("study: montecarlo\nestimates: [a.csv, b.csv]\nsize: 5\ntruth: shrunk\n")).toMatchObject({
      estimates: [join(folder, "a.csv"), join(folder, "b.csv")],
      truth: "shrunk",
    });
  });

  test.each([
    ["study: sobl\n", ': study must be one of local, sobol, morris, montecarlo, walk-forward, got "sobl"'],
    [`${BASE}base-point: 64\n`, ": base-point must be a field that is known (study, estimates, "],
    [`${BASE}base-point: 64\n`, "; did you mean base-points?, got 64"],
    [`${BASE}draws: 64\n`, ": draws must be a field that is known"],
    [BASE.replace("size: 100", ""), ": size must be given, got undefined"],
    [
      BASE.replace("size: 100", "size: [1]"),
      ": size must be a number of shares, or an expression for one, got Array of length 1",
    ],
    [BASE.replace("size: 100", "size: 2020-01-01"), ": size must be a number or an expression, and reads as a date"],
    [BASE.replace("size: 100", "size: 3 *"), ": size must be a number or an expression"],
    [
      BASE.replace("day.csv", "[a.csv, b.csv]"),
      ": estimates must be the path of one estimates table, got Array of length 2",
    ],
    [
      "study: montecarlo\nestimates: []\nsize: 5\n",
      ": estimates must be the path of an estimates table, or a list of them, one a day, got Array of length 0",
    ],
    [
      "study: montecarlo\nestimates: [1]\nsize: 5\n",
      ": estimates must be the path of an estimates table, or a list of them, one a day, got Array of length 1",
    ],
    [`${BASE}pivot: 0\n`, ": pivot must be typical, none, or a number of shares above 0, got 0"],
    [
      `${BASE}output: costs\n`,
      ': output must be one of cost, cost-per-share, shadow-price, saving, regret, effective-bins, got "costs"',
    ],
    [`${BASE}base-points: 10.5\n`, ": base-points must be a whole number, got 10.5"],
    [`${BASE}side: up\n`, ': side must be buy, sell or round-trip, got "up"'],
    [
      BASE.replace("sd: 0.1", "sdd: 0.1"),
      "vary.level.sdd must be a field that is known (varies, bin-range, low, high, scale, mean, sd); " +
        "did you mean sd?, got 0.1",
    ],
    [
      BASE.replace("{ sd: 0.1 }", "0.1"),
      "vary.level must be a mapping such as { low: -0.1, high: 0.1 } or { mean: 0, sd: 0.1 }, got 0.1",
    ],
    [
      BASE.replace("{ sd: 0.1 }", "{ low: 0.1 }"),
      'vary.level must have either low and high, or sd (and mean), got "[low]"',
    ],
    [
      BASE.replace("level: {", "levels: {"),
      "vary.levels.varies must say what it varies (level, level-slope, exponent, exponent-slope, size); " +
        "did you mean level?, got undefined",
    ],
    [BASE.replace("level: {", "size: {"), "vary.size.mean must be given for a size"],
    ["a: [1\n", "must be YAML ("],
    ["- 1\n", "must be a mapping of fields such as study, estimates, size, got Array of length 1"],
  ])("%j is refused: %s", (text, message) => {
    expect(() => read(text)).toThrow(message);
  });

  test("a file that is not there is named, and one that the results would be written over", () => {
    expect(() => readStudyFile(join(folder, "study.json"))).toThrow("study file must end in .yaml or .yml, got ");
    expect(() => readStudyFile(join(folder, "none.yaml"))).toThrow(
      'none.yaml must be a study file that can be read, got "ENOENT"',
    );
  });
});
