import { describe, expect, test } from "vitest";

import { modelStudy } from "../../../src/sensitivity/model/model-study";
import type { PointChunk } from "../../../src/sensitivity/global/evaluate";
import { sobolDesign } from "../../../src/sensitivity/global/sobol-design";
import { analyseSobol, sobolIndices } from "../../../src/sensitivity/global/sobol-indices";
import { resultFromJson, resultToJson } from "../../../src/work/result-json";
import { day } from "../../support/figures";

const study = modelStudy(day(40), 1e4, [
  { name: "level", varies: "level", mean: 0, sd: 0.2 },
  // Some points fall to beta <= 0 and have no value.
  { name: "exponent", varies: "exponent", low: -1.5, high: 0.2 },
]);
const design = sobolDesign(study.inputs, { basePoints: 256 });

describe("modelStudy(...).evaluate(rows)", () => {
  test("is the same to the last bit on this thread, on two, and as f alone", async () => {
    const one = await study.evaluate(design.rows, { workers: 1 });
    const two = await study.evaluate(design.rows, { workers: 2 });
    expect(two).toEqual(one);
    expect(one.failures.length).toBeGreaterThan(0);
    for (const { point, x } of one.failures)
      expect(x).toEqual(Array.from(design.rows.subarray(2 * point, 2 * point + 2)));
    expect(analyseSobol(design, one)).toEqual(sobolIndices(study.f, study.inputs, { basePoints: 256 }));
  });

  test("goes on from results that went through a file, and runs none of them again", async () => {
    const whole = await study.evaluate(design.rows, { workers: 1 });
    const kept: PointChunk[] = [];
    const control = new AbortController();
    const stopped = study.evaluate(design.rows, {
      workers: 1,
      signal: control.signal,
      onProgress(_done, _total, chunk) {
        kept.push(chunk);
        if (kept.length === 2) control.abort(new Error("enough"));
      },
    });
    await expect(stopped).rejects.toThrow("enough");
    const done = kept.map((chunk) => resultFromJson<PointChunk>(resultToJson(chunk)));
    const rerun: number[] = [];
    const resumed = await study.evaluate(design.rows, {
      workers: 1,
      done,
      onProgress: (_done, _total, { part }) => rerun.push(part),
    });
    expect(resumed).toEqual(whole);
    expect(rerun).not.toContain(kept[0].part);
    expect(rerun.length).toBe(2);
  });
});
