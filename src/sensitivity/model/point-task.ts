/** The unit of a model study's work: a run of its points. */
import { join } from "node:path";

import type { Work } from "../../work/executor";
import type { NumberedTask } from "../../work/run-tasks";
import { evaluate, type PointChunk } from "../global/evaluate";
import { studyFunction, type StudyModel } from "./study-function";

/** `count` points. */
export interface PointTask extends NumberedTask {
  /** Number of its first point. */
  readonly first: number;
  /** The inputs of its points, row after row. */
  readonly rows: readonly number[];
  readonly model: StudyModel;
}

/** Runs one task. */
export function runPoints({ part, first, rows, model }: PointTask): PointChunk {
  return { part, ...evaluate(studyFunction(model), Float64Array.from(rows), model.variations.length, first) };
}

export const POINT_WORK: Work<PointTask, PointChunk> = {
  run: runPoints,
  module: join(__dirname, "point-task"),
  name: "runPoints",
  unit: "points",
};
