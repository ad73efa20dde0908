/** Where a command's model comes from: numbers typed, or a file. */
import { InputError } from "../base/input-error";
import type { Convention } from "../estimates/table/estimates-table";
import type { Side } from "../estimates/table/impact-estimates";
import type { ModelFile } from "../estimates/table/read-model";
import { withInput } from "./standard-input";

export interface ModelFlags {
  alpha?: number[];
  beta?: number[];
  model?: string;
  convention?: Convention;
  side?: Side;
}

export async function modelOf(
  { alpha, beta, model, convention, side }: ModelFlags,
  stdin: NodeJS.ReadableStream,
): Promise<ModelFile> {
  if (model !== undefined) {
    if (alpha !== undefined || beta !== undefined)
      throw new InputError("--model", "cannot go with --alpha and --beta", model);
    // Only here, as numbers that are typed need no reader of tables.
    const { readModel } = require("../estimates/table/read-model") as typeof import("../estimates/table/read-model");
    return withInput(model, stdin, (path) => readModel(path, { convention, side }));
  }
  if (alpha === undefined || beta === undefined)
    throw new InputError("--alpha and --beta", "must both be given, or --model", undefined);
  return { model: { alpha, beta }, labels: undefined, volume: undefined, convention: "stated" };
}
