/** The tables of a study as models of the same bins, and what there is to know of how they were read. */
import { basename } from "node:path";

import { InputError, must } from "../../base/input-error";
import { takeRows, type ImpactEstimates } from "../../estimates/table/impact-estimates";
import { readModel, type ModelFile } from "../../estimates/read-model";
import type { StudySpec } from "./study-file";

export interface Days {
  readonly models: readonly ImpactEstimates[];
  /** Sentences. */
  readonly notices: readonly string[];
}

/** @throws InputError for a table that cannot be read, and for days of other bins. */
export async function readDays(spec: StudySpec): Promise<Days> {
  const { side, convention, symbol, columns, currency, sizeUnit, unfitted } = spec;
  const options = { side, convention, symbol, columns, currency, sizeUnit, unfitted };
  const files: ModelFile[] = [];
  for (const path of spec.estimates) files.push(await readModel(path, options));
  const notices = files.flatMap((file, d) => file.notices.map((notice) => `${basename(spec.estimates[d])}: ${notice}`));
  if (files.every(({ leftOut }) => leftOut.length === 0)) return { models: files.map(({ model }) => model), notices };
  // Bin by bin the same place of the day: what one day lacks is left out of every one.
  const bins = files.map(({ places, leftOut }) => places.length + leftOut.length);
  const odd = bins.findIndex((count) => count !== bins[0]);
  if (odd >= 0) throw new InputError("estimates", `must have the same bins every day (${bins[0]})`, bins[odd], odd);
  const lists = files.map(({ places }) => new Map(places.map((place, row) => [place, row])));
  const common = files[0].places.filter((place) => lists.every((list) => list.has(place)));
  must(common.length > 0, "estimates", "must have a bin with a curve on every day", "none");
  const models = files.map(({ model }, d) =>
    takeRows(
      model,
      common.map((place) => lists[d].get(place) as number),
    ),
  );
  const lacking = bins[0] - common.length;
  const several = `${lacking} of ${bins[0]} bins lack a curve on some day and are left out of every one`;
  return { models, notices: files.length === 1 ? notices : [...notices, several] };
}
