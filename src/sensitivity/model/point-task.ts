/** The unit of a model study's work: a run of its points. */
import { join } from "node:path";

import type { NumberedTask } from "../../work/run-tasks";
import type { WorkKind } from "../../work/work";
import { evaluate, type PointChunk } from "../global/evaluate";
import { sobolRows, type SobolRecipe } from "../global/sobol-rows";
import { studyFunction, type StudyModel } from "./study-function";

/** What all tasks of a study have in common. */
export interface PointShared {
  readonly model: StudyModel;
  /** What the points are made from; undefined where each task brings its own. */
  readonly recipe?: SobolRecipe;
}

/** `count` points. */
export interface PointTask extends NumberedTask {
  /** Number of its first point. */
  readonly first: number;
  /** The inputs of its points, row after row, where there is no recipe. */
  readonly rows?: Float64Array;
}

/** Points of a study as work for an executor. */
export const POINT_WORK: WorkKind<PointShared, PointTask, PointChunk> = {
  prepare({ model, recipe }) {
    const made = recipe === undefined ? undefined : sobolRows(recipe);
    return ({ part, first, count, rows }) => ({
      part,
      ...evaluate(studyFunction(model), made?.(first, count) ?? (rows as Float64Array), model.variations.length, first),
    });
  },
  module: join(__dirname, "point-task"),
  name: "POINT_WORK",
  unit: "points",
  describe: ({ first, count }) => `${first} to ${first + count - 1}`,
};
