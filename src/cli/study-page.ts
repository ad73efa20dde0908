/** The page of a study: its figures, in the look of the reports. */
import { studyFigures } from "../figures/sensitivity/study";
import type { StudyPage } from "../sensitivity/study/study-to-file";

/** A study's page: its figures, in the look of the reports. */
export function studyPage({ outcome, ...page }: StudyPage): string {
  // Only here, as rendering HTML is not what the other commands need.
  const { renderResults } =
    require("../notebook/report/render-results") as typeof import("../notebook/report/render-results");
  return renderResults({ ...page, figures: studyFigures(outcome) });
}
