import { expect, test } from "vitest";

import { modelStudy, monteCarlo, morris, sobolIndices, sweep } from "../../../src";
import type { PointChunk, Variation } from "../../../src";
import { uncertainDay } from "../../support/uncertain-days";

const DAY = uncertainDay(8, 1);
const INPUTS: Variation[] = [{ name: "level", varies: "level", mean: 0, sd: 0.1 }];
const STUDY = modelStudy(DAY, 100, INPUTS);

test("sobolIndices(study) and morris(study) have a bare function's numbers, on two threads, and resume", async () => {
  const alone = sobolIndices(STUDY.f, INPUTS, { basePoints: 256 });
  const done: PointChunk[] = [];
  const two = await sobolIndices(STUDY, {
    basePoints: 256,
    workers: 2,
    onProgress: (count, total, part) => {
      done.push(part);
      expect(total).toBe(768);
      expect(count).toBeLessThanOrEqual(768);
    },
  });
  expect(two).toEqual({ ...alone, notes: undefined });
  expect(done.length).toBe(3);
  let again = 0;
  const resumed = await sobolIndices(STUDY, { basePoints: 256, workers: 1, done, onProgress: () => again++ });
  expect(resumed).toEqual(two);
  expect(again).toBe(0);
  expect(await morris(STUDY, { workers: 1 })).toEqual({ ...morris(STUDY.f, INPUTS), notes: undefined });
});

test("a study's results carry the notes of its model", async () => {
  const notes = { currency: "USD", size_unit: "BTC" };
  const study = modelStudy({ ...DAY, notes }, 100, INPUTS);
  expect(study.notes).toEqual(notes);
  expect((await sobolIndices(study, { basePoints: 8, workers: 1 })).notes).toEqual(notes);
  expect((await morris(study, { workers: 1 })).notes).toEqual(notes);
  expect((await monteCarlo({ ...DAY, notes }, 100, { draws: 1, workers: 1 })).notes).toEqual(notes);
  expect((await sweep({ ...DAY, notes }, { sizes: [1] })).notes).toEqual(notes);
  expect((await sweep({ ...DAY, notes }, { sizes: [1] })).axes.size.title).toBe("parent order size S (BTC)");
});
