/**
 * One order book by several recipes: what of an estimate is the book's and what the recipe's. Where the
 * truth is known, how far each recipe is from it and how often its intervals cover it.
 */
import { must } from "../../base/input-error";
import type { DataFrame } from "danfojs-node";

import { Z95 } from "../../numeric/normal-quantile";
import { quantiles } from "../../numeric/quantiles";
import type { BookSnapshot } from "../book/book-snapshot";
import { dataFrame } from "../table/data-frame";
import { estimateImpact } from "./estimate-impact";
import type { EstimateOptions } from "./estimate-options";
import type { ImpactEstimates } from "../table/impact-estimates";

/** What recipes differ in; of one side, for a table that mixes sides compares nothing. */
export interface NamedRecipe extends EstimateOptions {
  readonly name: string;
  readonly side?: "buy" | "sell";
}

/** The true curve at a time, minutes since the start of the first bin. */
export type Truth = (minute: number) => { readonly beta: number };

const MINUTE = 60_000;

/**
 * Estimates the book by each recipe. One row a recipe, medians over the bins with a fit; with the truth,
 * also the root mean square error of beta and the share of 95 % intervals that hold the true beta, its
 * mean over a bin's minutes.
 *
 * @param book the path of a file, or a function that makes its snapshots anew for each recipe.
 * @param recipes options of `estimateImpact`, each with a name and of one side.
 * @param truth the true beta at a time, minutes since the start of the first bin.
 * @throws InputError for an option out of range and for a file that is not what it was called.
 * @example
 * ```ts
 * import { compareRecipes, exampleBook, exampleCurve } from "../src";
 * const recipes = [{ name: "wls" }, { name: "nls", method: "nls" }] as const;
 * const table = await compareRecipes(() => exampleBook(1, 2, 1), recipes, exampleCurve);
 * table.print(); // medians of beta, its standard error, r2, and their distance from the truth
 * ```
 */
export async function compareRecipes(
  book: string | (() => Iterable<BookSnapshot>),
  recipes: readonly NamedRecipe[],
  truth?: Truth,
): Promise<DataFrame> {
  must(Array.isArray(recipes), "recipes", "must be a list of recipes with names", recipes);
  const rows: Record<string, number | string>[] = [];
  for (const { name, ...options } of recipes) {
    const estimates = await estimateImpact(typeof book === "string" ? book : book(), options);
    const fitted = [...estimates.beta.keys()].filter((i) => estimates.beta[i] > 0);
    const of = (column: Float64Array): number =>
      quantiles(
        fitted.map((i) => column[i]),
        [0.5],
      )[0];
    rows.push({
      recipe: name,
      bins: fitted.length,
      beta: of(estimates.beta),
      "se of beta": of(estimates.seBeta),
      r2: of(estimates.r2),
      "min size": of(estimates.minSize),
      "max size": of(estimates.maxSize),
      status: mostOften(fitted.map((i) => estimates.status[i])),
      ...(truth === undefined ? {} : againstTruth(estimates, fitted, truth)),
    });
  }
  return dataFrame(
    Object.fromEntries(Object.keys(rows[0] ?? {}).map((column) => [column, rows.map((row) => row[column])])),
  );
}

function againstTruth({ bin, beta, seBeta }: ImpactEstimates, fitted: readonly number[], truth: Truth) {
  const start = Date.parse(bin[0]);
  // Bins may be missing where there was no trading: the shortest step is the width.
  const steps = bin.slice(1).map((label, i) => (Date.parse(label) - Date.parse(bin[i])) / MINUTE);
  const width = steps.length > 0 ? Math.min(...steps) : 1;
  const errors = fitted.map((i) => {
    const minutes = Array.from(
      { length: 60 },
      (_, k) => (Date.parse(bin[i]) - start) / MINUTE + ((k + 0.5) / 60) * width,
    );
    return beta[i] - minutes.reduce((sum, minute) => sum + truth(minute).beta, 0) / minutes.length;
  });
  return {
    "rms error": Math.sqrt(errors.reduce((sum, e) => sum + e * e, 0) / errors.length),
    "covered (%)": (100 * errors.filter((e, k) => Math.abs(e) <= Z95 * seBeta[fitted[k]]).length) / errors.length,
  };
}

function mostOften(values: readonly string[]): string {
  const count = (value: string): number => values.filter((other) => other === value).length;
  return values.reduce((most, value) => (count(value) > count(most) ? value : most), values[0] ?? "");
}
