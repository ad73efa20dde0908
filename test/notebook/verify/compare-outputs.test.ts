import { describe, expect, test } from "vitest";

import { compareOutputs } from "../../../src/notebook/verify/compare-outputs";
import { headline } from "../../../src/notebook/record/headline";
import { error, mime, shown, stream } from "../../support/run-records";

const figure = (y: number[]): object => ({ data: [{ type: "scatter", y }], layout: {} });

describe("compareOutputs(was, is, tolerance)", () => {
  test("finds no difference between the same outputs of every kind, and counts their numbers once a format", () => {
    const outputs = [
      stream("stdout", "1 2\n"),
      shown(figure([1, 2, 3])),
      shown(headline({ a: 4 })),
      error("E", "v", "t"),
      mime({ "image/png": "iVBO" }),
    ];
    const { numbers, differences } = compareOutputs(outputs, structuredClone(outputs));
    expect(differences).toEqual([]);
    expect(numbers).toBeGreaterThan(6);
  });

  test("names the number in a figure that differs most, and does not tell of its HTML as well", () => {
    const { differences } = compareOutputs([shown(figure([1, 2, 3]))], [shown(figure([1, 2.5, 3.1]))], {
      relative: 1e-9,
      absolute: 0,
    });
    expect(differences).toHaveLength(1);
    expect(differences[0]).toMatchObject({
      output: 0,
      what: "figure",
      numbers: 3,
      differing: 2,
      worst: { path: "data[0].y[1]", was: 2, is: 2.5, relative: 0.2 },
    });
  });

  test("tells the exact numbers of a headline before the rounded ones of its text", () => {
    const { differences } = compareOutputs([shown(headline({ a: 1.23456789 }))], [shown(headline({ a: 1.23456788 }))]);
    expect(differences).toHaveLength(1);
    expect(differences[0]).toMatchObject({
      what: "application/vnd.impactlab.headline+json",
      worst: { path: "numbers[0].value" },
    });
  });

  test("tells outputs that are gone, new, or of another kind", () => {
    const [a, b] = [stream("stdout", "a"), stream("stderr", "a")];
    expect(compareOutputs([a], []).differences[0].worst).toMatchObject({ was: "an output", is: "no output" });
    expect(compareOutputs([], [a]).differences[0].worst).toMatchObject({ was: "no output", is: "an output" });
    expect(compareOutputs([a], [b]).differences).toHaveLength(1);
    expect(compareOutputs([error("E", "v")], [a]).differences).toHaveLength(1);
  });

  test("does not mind progress that was written over until nothing was left of it", () => {
    const progress = "\r10 of 300 points\r250 of 300 points\r                 \r";
    const differences = (was: string, is: string[]): number =>
      compareOutputs(
        [stream("stdout", was)],
        is.map((text) => stream("stdout", text)),
      ).differences.length;
    expect(differences(`${progress}done\n`, ["done\n"])).toBe(0);
    expect(differences(progress, [])).toBe(0);
    // The control: what is left is told.
    expect(differences("\r10 of 300 points\rdone\n", ["done\n"])).toBe(1);
    expect(differences(`${progress}done\n`, ["gone\n"])).toBe(1);
  });

  test("does not mind where a stream was cut into messages", () => {
    expect(
      compareOutputs([stream("stdout", "a1"), stream("stdout", "b2")], [stream("stdout", "a1b2")]).differences,
    ).toEqual([]);
  });

  test("compares pictures as wholes", () => {
    expect(
      compareOutputs([mime({ "image/png": "iVBO" })], [mime({ "image/png": "iVBP" })]).differences[0],
    ).toMatchObject({ what: "image/png", worst: { relative: Infinity } });
  });
});
