/** The tables of a study as models of the same bins, and what there is to know of how they were read. */
import { basename } from "node:path";

import { InputError } from "../../base/input-error";
import { alignDays } from "../../estimates/align-days";
import type { ImpactEstimates } from "../../estimates/table/impact-estimates";
import { readModel, type ModelFile } from "../../estimates/read-model";
import type { StudySpec } from "./study-file";

export interface Days {
  readonly models: readonly ImpactEstimates[];
  /** Sentences. */
  readonly notices: readonly string[];
}

/** @throws InputError for a table that cannot be read, and for days without a bin in common. */
export async function readDays(spec: StudySpec): Promise<Days> {
  const { side, convention, symbol, columns, currency, sizeUnit, unfitted } = spec;
  const options = { side, convention, symbol, columns, currency, sizeUnit, unfitted };
  const files: ModelFile[] = [];
  for (const path of spec.estimates) files.push(await readModel(path, options));
  const notices = files.flatMap((file, d) => file.notices.map((notice) => `${basename(spec.estimates[d])}: ${notice}`));
  if (files.some(({ labels }) => labels === undefined)) checkCounts(files);
  const { models, total } = alignDays(files.map(({ model }) => model));
  const lacking = total - models[0].bin.length;
  if (files.length === 1 || lacking === 0) return { models, notices };
  const several = `${lacking} of ${total} bins lack a curve on some day and are left out of every one`;
  return { models, notices: [...notices, several] };
}

/** Bins without labels are the same by their number alone. */
function checkCounts(files: readonly ModelFile[]): void {
  const bins = files.map(({ model, leftOut }) => model.bin.length + leftOut.length);
  const odd = bins.findIndex((count) => count !== bins[0]);
  if (odd >= 0) throw new InputError("estimates", `must have the same bins every day (${bins[0]})`, bins[odd], odd);
}
