import { expect, test } from "vitest";

import {
  analyseMorris,
  analyseSobol,
  drawModels,
  modelStudy,
  monteCarlo,
  morris,
  morrisDesign,
  shrink,
  sobolDesign,
  sobolIndices,
  sweep,
} from "../../src";
import type { Variation } from "../../src";
import { uncertainDay } from "../support/uncertain-days";

const DAY = uncertainDay(8, 1);
const INPUTS: Variation[] = [{ name: "level", varies: "level", mean: 0, sd: 0.1 }];
const STUDY = modelStudy(DAY, 100, INPUTS);
const f = ([a]: Float64Array): number => a;
const [sobol, paths] = [sobolDesign(INPUTS), morrisDesign(INPUTS)];
const values = (rows: Float64Array) => ({ y: rows, failures: [] });

/** Each function with the options given it and one more. */
const CALLS: Record<string, (more: object) => unknown> = {
  sweep: (more) => sweep(DAY, { sizes: [1], ...more }),
  modelStudy: (more) => modelStudy(DAY, 100, INPUTS, more),
  "sobolIndices(f)": (more) => sobolIndices(f, INPUTS, { basePoints: 8, ...more }),
  "sobolIndices(study)": (more) => sobolIndices(STUDY, { basePoints: 8, workers: 1, ...more }),
  sobolDesign: (more) => sobolDesign(INPUTS, more),
  analyseSobol: (more) => analyseSobol(sobol, values(sobol.rows), more),
  "morris(f)": (more) => morris(f, INPUTS, more),
  "morris(study)": (more) => morris(STUDY, { workers: 1, ...more }),
  morrisDesign: (more) => morrisDesign(INPUTS, more),
  analyseMorris: (more) => analyseMorris(paths, values(paths.rows), more),
  monteCarlo: (more) => monteCarlo(DAY, 100, { draws: 2, workers: 1, ...more }),
  drawModels: (more) => drawModels(DAY, { draws: 2, ...more }),
  shrink: (more) => shrink(DAY, { degree: 0, ...more }),
};

test.each(Object.keys(CALLS))("%s refuses an option it does not know, and works without", async (name) => {
  const call = async (more: object): Promise<unknown> => CALLS[name](more);
  await expect(call({ sed: 4 })).rejects.toThrow(/^options\.sed must be an option that is known .*, got 4$/);
  await expect(call({})).resolves.toBeDefined();
});
