/** The unit of a model study's work: a run of its points. */
import { join } from "node:path";

import type { Work } from "../../work/executor";
import { evaluate } from "../global/evaluate";
import type { PointFailure } from "../global/evaluate";
import { studyFunction } from "./model-study";
import type { StudyModel } from "./model-study";

export interface PointTask {
  readonly chunk: number;
  /** Number of its first point. */
  readonly first: number;
  /** The inputs of its points, row after row. */
  readonly rows: readonly number[];
  readonly model: StudyModel;
}

export interface PointChunk {
  readonly chunk: number;
  readonly y: Float64Array;
  readonly failures: readonly PointFailure[];
}

/** Runs one task. */
export function runPoints({ chunk, first, rows, model }: PointTask): PointChunk {
  return { chunk, ...evaluate(studyFunction(model), Float64Array.from(rows), model.variations.length, first) };
}

export const POINT_WORK: Work<PointTask, PointChunk> = {
  run: runPoints,
  module: join(__dirname, "point-task"),
  name: "runPoints",
};
