import { hasRoom } from "../../sensitivity/monte-carlo/monte-carlo-plan";
import type { StudyOutcome } from "../../sensitivity/study/study-report";
import { elementaryEffectsFigure } from "./elementary-effects";
import { regretFigure } from "./regret";
import { remediesFigure } from "./remedies";
import { sobolConvergenceFigure } from "./sobol-convergence";
import { sobolIndicesFigure } from "./sobol-indices";
import { sobolPairsFigure } from "./sobol-pairs";
import type { Figure, FigureOptions } from "../look/theme";
import { tornadoFigure } from "./tornado";
import { walkForwardFigure } from "./walk-forward";

/** The figures that a study's page shows; none where there is nothing to draw. */
export function studyFigures(outcome: StudyOutcome, options: FigureOptions = {}): Figure[] {
  switch (outcome.study) {
    case "local":
      return [tornadoFigure(outcome.tornado, options)];
    case "sobol": {
      const { result } = outcome;
      if (result.status !== "estimated") return [];
      const pairs = result.second === undefined ? [] : [sobolPairsFigure(result, options)];
      return [sobolIndicesFigure(result, options), ...pairs, sobolConvergenceFigure(result, options)];
    }
    case "morris":
      return outcome.result.status === "estimated" ? [elementaryEffectsFigure(outcome.result, options)] : [];
    case "montecarlo": {
      const { result } = outcome;
      const remedies = hasRoom(result.strategy("TWAP")) ? [remediesFigure(result, options)] : [];
      return [...remedies, regretFigure(result, options)];
    }
    case "walk-forward":
      return [walkForwardFigure(outcome.result, options)];
  }
}
