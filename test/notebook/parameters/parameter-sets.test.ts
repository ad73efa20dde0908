import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { checkNames, givenParameters, parameterSets } from "../../../src/notebook/parameters/parameter-sets";
import { parseParameters } from "../../../src/notebook/parameters/parameters-cell";

const DECLARED = parseParameters(
  `/** @minimum 1 @maximum 1e6 @unit BTC */
const size: number = 250;
const side: "buy" | "sell" = "buy";
const live: boolean = false;
const name: string = "a";
const sizes: number[] = [1];
const levels: 1 | 2 | 3 = 1;`,
  "a.ipynb",
);

const sets = (...flags: string[]) => parameterSets(DECLARED, givenParameters(flags));

describe("parameterSets", () => {
  test.each([
    [[], [{}]],
    [["size=1e3"], [{ size: 1000 }]],
    [["size=0.1 * 2.5e3"], [{ size: 250 }]],
    [["size=1e3,1e4,max(1e5,2)"], [{ size: 1e3 }, { size: 1e4 }, { size: 1e5 }]],
    [
      ["side=sell", "size=1,2"],
      [
        { size: 1, side: "sell" },
        { size: 2, side: "sell" },
      ],
    ],
    [
      ["size=1,2", "side=buy,sell"],
      [
        { size: 1, side: "buy" },
        { size: 1, side: "sell" },
        { size: 2, side: "buy" },
        { size: 2, side: "sell" },
      ],
    ],
    [["live=true,false"], [{ live: true }, { live: false }]],
    [['name="a,b",c d'], [{ name: "a,b" }, { name: "c d" }]],
    [["name="], [{ name: "" }]],
    [["sizes=1,2,3"], [{ sizes: [1, 2, 3] }]],
    [["sizes=[1,2],[3],[]"], [{ sizes: [1, 2] }, { sizes: [3] }, { sizes: [] }]],
    [["levels=2"], [{ levels: 2 }]],
  ])("of -p %j are %j", (flags, expected) => {
    expect(sets(...flags)).toEqual(expected);
  });

  test.each([
    ["size", '-p must be name=value, got "size"'],
    ["size=", '-p size must come to a finite number, got ""'],
    ["size=abc", "-p size must be a number or an expression"],
    ["size=0", "-p size must be at least 1 BTC, got 0"],
    ["size=10,1e7", "-p size must be at most 1000000 BTC, got 10000000"],
    ["side=hold", '-p side must be "buy" or "sell", got "hold"'],
    ["live=yes", '-p live must be true or false, got "yes"'],
    ["size=5,5", "-p size must not have a value twice, each being a run, got 5"],
    ["sizes=[1,2],[1,2]", "-p sizes must not have a value twice"],
    ["levels=4", '-p levels must be 1, 2 or 3, got "4"'],
  ])("of -p %s is an error: %s", (flag, message) => {
    expect(() => sets(flag)).toThrow(message);
  });
});

test("givenParameters(flags) refuses a parameter that is given twice, and says how to give it two values", () => {
  expect(() => givenParameters(["size=5", "size=6"])).toThrow(
    "-p size must be given once; several values stand between commas: -p size=5,6",
  );
});

test("checkNames(given, declared) refuses a name that no notebook declares, with the one that is meant", () => {
  const names = DECLARED.map(({ name }) => name);
  expect(() => checkNames(givenParameters(["sizs=1"]), names)).toThrow("did you mean size?");
  expect(() => checkNames(givenParameters(["volatility=1"]), names)).toThrow(
    "there are size, side, live, name, sizes, levels",
  );
  expect(() => checkNames(givenParameters(["size=1"]), [])).toThrow("the notebook declares none");
  checkNames(givenParameters(["size=1"]), names);
});

describe("givenParameters(flags, file)", () => {
  let folder: string;
  beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "impactlab-params-"))));
  afterAll(() => rmSync(folder, { recursive: true }));

  const fromFile = (name: string, text: string, ...flags: string[]) => {
    writeFileSync(join(folder, name), text);
    return parameterSets(DECLARED, givenParameters(flags, join(folder, name)));
  };

  test.each([
    ["p.yaml", "size: 1e3\nside: sell # comment\n", [{ size: 1000, side: "sell" }]],
    [
      "p.yml",
      "size: [1, 2]\nsizes: [3, 4]\n",
      [
        { size: 1, sizes: [3, 4] },
        { size: 2, sizes: [3, 4] },
      ],
    ],
    [
      "p.json",
      '{"sizes": [[1], [2, 3]], "live": true}',
      [
        { live: true, sizes: [1] },
        { live: true, sizes: [2, 3] },
      ],
    ],
  ])("reads %s: %j", (name, text, expected) => {
    expect(fromFile(name, text)).toEqual(expected);
  });

  test("is overridden by a flag", () => {
    expect(fromFile("o.json", '{"size": 1, "side": "sell"}', "size=2")).toEqual([{ size: 2, side: "sell" }]);
  });

  test.each([
    ["a.json", "{", "must be sound JSON"],
    ["a.yaml", "a: [", "must be sound YAML"],
    ["b.yaml", "- size", "must hold names and values"],
    ["c.json", '{"size": "1e3"}', 'c.json: size must be a number, got "1e3"'],
    ["d.json", '{"size": 0}', "d.json: size must be at least 1 BTC, got 0"],
    ["e.json", '{"size": []}', "e.json: size must have a value"],
    ["f.txt", "size=1", "--params must be a .json, .yaml or .yml file"],
  ])("refuses %s, %s: %s", (name, text, message) => {
    expect(() => fromFile(name, text)).toThrow(message);
  });

  test("refuses a file that is not there", () => {
    expect(() => givenParameters([], join(folder, "none.json"))).toThrow(
      'must be a file that can be read, got "ENOENT"',
    );
  });
});
