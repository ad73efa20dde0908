/** Every part of the digest: those of `solver-parts`, and what needs files, mathjs or danfo. */
import { join } from "node:path";

import { readable } from "../../src/base/readable";
import { formatAllocation } from "../../src/cli/format-allocation";
import { parseGrid } from "../../src/cli/flags/grid-expression";
import { extrapolation } from "../../src/estimates/extrapolation";
import { fillNeighbours } from "../../src/estimates/fill-neighbours";
import { compareRecipes } from "../../src/estimates/fit/compare-recipes";
import { estimateImpact } from "../../src/estimates/fit/estimate-impact";
import { summariseEstimates } from "../../src/estimates/summarise-estimates";
import { exampleBook } from "../../src/estimates/synthetic/example-book";
import { syntheticEquityDay } from "../../src/estimates/synthetic/synthetic-equity-day";
import { selectSide } from "../../src/estimates/table/impact-estimates";
import { loadEstimates } from "../../src/estimates/load-estimates";
import { pow } from "../../src/numeric/elementary";
import { createRandom } from "../../src/numeric/random";
import { formatMorris, formatSobol } from "../../src/sensitivity/global/format-indices";
import { morris } from "../../src/sensitivity/global/morris";
import { sobolIndices } from "../../src/sensitivity/global/sobol-indices";
import { allocationDerivatives } from "../../src/sensitivity/local/allocation-derivatives";
import { elasticities } from "../../src/sensitivity/local/elasticities";
import { modelStudy } from "../../src/sensitivity/model/model-study";
import { STUDY_OUTPUTS, type Variation } from "../../src/sensitivity/model/study-function";
import { tornado } from "../../src/sensitivity/model/tornado";
import { drawModels } from "../../src/sensitivity/monte-carlo/draw-models";
import { monteCarlo } from "../../src/sensitivity/monte-carlo/monte-carlo";
import { poolDays } from "../../src/sensitivity/monte-carlo/pool-days";
import { shrink } from "../../src/sensitivity/monte-carlo/shrink";
import { allocate } from "../../src/solver/allocate";
import { allocateAverage } from "../../src/solver/allocate-average";
import { audit } from "../../src/solver/evidence/audit";
import { toFrame } from "../../src/tables/to-frame";
import { notedFigures } from "../support/noted-figures";
import { seededModel } from "./seeded-models";
import { SOLVER_PARTS, type Parts } from "./solver-parts";

const data = (name: string): string => join(__dirname, "../../data", name);
const BOOK = data("synthetic-book-mbp10.csv");

const VARIATIONS: readonly Variation[] = [
  { name: "level", varies: "level", mean: 0, sd: 0.2 },
  { name: "level slope", varies: "level-slope", low: -0.3, high: 0.3 },
  { name: "exponent", varies: "exponent", mean: 0, sd: 0.05 },
  { name: "exponent slope", varies: "exponent-slope", low: -0.05, high: 0.05, binRange: [2, 20] },
  { name: "size", varies: "size", low: 1e3, high: 1e5, scale: "log" },
];

/** A day of 24 bins whose errors lie across beta = 1 now and then. */
function uncertain(seed: number) {
  const { alpha, beta } = seededModel("convex", 24, seed);
  const random = createRandom(seed);
  const seBeta = beta.map(() => 0.02 + 0.1 * random.uniform());
  const seLogAlpha = seBeta.map((se) => 6 * se);
  return { alpha, beta, seBeta, seLogAlpha, cov: seBeta.map((se, i) => -0.9 * se * seLogAlpha[i]) };
}

const EXPRESSIONS = [
  "logspace(2, 6, 60)",
  "10 ^ range(0.1, 3, 0.173)",
  "1k * exp(-range(0.1, 2, 0.13))",
  "[1.005k, 2.5M / 7, sqrt(3), pi ^ e, log(7, 3), 0.1 + 0.2, 1 / 3, 17 % 0.7]",
  "concat(linspace(1, 2, 7), geomspace(3, 9, 8)) .^ 1.37",
  "[mean([1, 2.5, 7]), std([1, 2.5, 7]), variance([0.1, 0.7]), median([3, 1, 2]), prod([1.1, 1.3, 1.7])]",
  "[hypot(1.1, 2.3), cos(22), sin(1e5), tan(1.5), log10(7), log2(7), log1p(0.1), expm1(0.1), acos(0.3)]",
];

function gridOf(expression: string): unknown {
  try {
    return parseGrid("--sizes", expression);
  } catch (error) {
    return (error as Error).message;
  }
}

export const PARTS: Parts = {
  ...SOLVER_PARTS,
  "audits in 64 digits": () =>
    (["convex", "mixed"] as const).map((kind) => {
      const model = seededModel(kind, 9, 2);
      return Object.entries(audit(model, allocate(model, 5e3))).map(([name, value]) => [name, String(value)]);
    }),
  "local studies": () =>
    (["convex", "mixed"] as const).map((kind) => {
      const model = seededModel(kind, 24, 4);
      const best = allocate(model, 2e4);
      const { along, pullBack, ...derivatives } = allocationDerivatives(model, best);
      const change = { size: 1, alpha: model.alpha, beta: model.beta };
      const bars = STUDY_OUTPUTS.map((output) => tornado(modelStudy(model, 2e4, VARIATIONS, { output })));
      return [derivatives, along(change), pullBack(best.x), elasticities(model, best), bars];
    }),
  "Sobol studies": async () => {
    const study = modelStudy(seededModel("convex", 24, 4), 2e4, VARIATIONS, { output: "saving" });
    const options = { basePoints: 128, secondOrder: true, seed: 3, workers: 1 } as const;
    const results = [await sobolIndices(study, options)];
    results.push(await sobolIndices(study, { ...options, intervals: "bootstrap", resamples: 200 }));
    return [results, results.map(formatSobol)];
  },
  "Morris studies": async () => {
    const study = modelStudy(seededModel("mixed", 24, 4), 2e4, VARIATIONS, { output: "effective-bins" });
    const result = await morris(study, { trajectories: 8, seed: 3, workers: 1 });
    return [result, formatMorris(result)];
  },
  "Monte Carlo studies": async () => {
    const day = uncertain(1);
    const strategies = {
      averaged: allocateAverage(drawModels(day, { draws: 50, seed: 2 }), 3e4),
      shrunk: allocate(shrink(day), 3e4),
    };
    return [
      await monteCarlo(day, 3e4, { draws: 600, seed: 1, strategies, volume: day.alpha, workers: 1 }),
      await monteCarlo([day, uncertain(2), uncertain(3)], 3e4, { draws: 300, workers: 1 }),
      await monteCarlo(day, 3e4, { draws: 100, truth: shrink(day), leastBeta: 1, bandDraws: 10, workers: 1 }),
    ];
  },
  "draws of models, shrunk and pooled days": () => {
    const days = [1, 2, 3].map(uncertain);
    return [drawModels(days[0], { draws: 9 }), drawModels(days, { draws: 9 }), shrink(days[0]), poolDays(days)];
  },
  "estimates of the shipped book": async () => {
    const estimates = await estimateImpact(BOOK, { format: "mbp10", side: "both" });
    const buy = selectSide(estimates, "buy");
    return [
      estimates,
      await estimateImpact(BOOK, { format: "mbp10", side: "sell", method: "nls", binWidth: "90s" }),
      summariseEstimates(estimates),
      extrapolation(buy, allocate(buy, 2e4).x),
      (
        await compareRecipes(BOOK, [
          { name: "a minute", format: "mbp10", side: "buy" },
          { name: "two", format: "mbp10", side: "buy", binWidth: "2m" },
        ])
      ).values,
    ];
  },
  "the shipped tables, and neighbours": async () => {
    const day = await loadEstimates(data("synthetic-equity-day.csv"));
    const history = await loadEstimates(data("bitstamp-btcusd-2015-05-01.csv"), { side: "round-trip" });
    const gap = { ...history.model, alpha: history.model.alpha.map((a, i) => (i % 7 === 3 ? NaN : a)) };
    return [day.model, history.model, fillNeighbours(gap), shrink(day.model)];
  },
  "synthetic days and books": () => {
    const books = Array.from(exampleBook(3, 2, 3), ({ time, bidPrice, bidSize, askPrice, askSize }) => [
      time,
      bidPrice.slice(),
      bidSize.slice(),
      askPrice.slice(),
      askSize.slice(),
    ]);
    return [syntheticEquityDay(2), books];
  },
  "figures' data": async () =>
    Object.entries(await notedFigures()).map(([name, figure]) => [name, figure(), figure({ theme: "dark" })]),
  "grid expressions": () => EXPRESSIONS.map((expression) => [expression, gridOf(expression)]),
  frames: () => {
    const frame = toFrame(allocate(seededModel("mixed", 24, 4), 2e4));
    return [frame.columns, frame.values, frame.describe().values];
  },
  "numbers as text": () => {
    const random = createRandom(5);
    const numbers = Array.from({ length: 2000 }, () => random.normal() * pow(2, random.integer(80) - 20));
    const model = seededModel("mixed", 24, 4);
    return [
      numbers.map((value) => [String(value), readable(value, 3), value.toPrecision(4), value.toFixed(2)]),
      formatAllocation(allocate(model, 2e4), undefined),
    ];
  },
};
