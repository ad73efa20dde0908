import { expect, test } from "vitest";

import type { Figure } from "../../src/figures/look/theme";
import { unitsOf } from "../../src/base/units";
import { exampleFigures } from "../support/figures";
import { notedFigures, notes } from "../support/noted-figures";
import * as barrel from "../../src";

test("unitsOf({ notes }, options): the options', else the notes', else currency and shares", () => {
  expect(unitsOf({ notes: {} })).toEqual({ currency: "currency", sizes: "shares", size: "share" });
  expect(unitsOf({ notes })).toEqual({ currency: "USD", sizes: "BTC", size: "BTC" });
  expect(unitsOf({ notes }, { currency: "EUR", sizeUnit: "lots" })).toEqual({
    currency: "EUR",
    sizes: "lots",
    size: "lots",
  });
  expect(unitsOf({ notes: { currency: "unknown" } }).currency).toBe("currency");
});

/** These count neither sizes nor costs. */
const WITHOUT_UNITS = [
  "walkForwardFigure",
  "elementaryEffectsFigure",
  "regretFigure",
  "remediesFigure",
  "sobolConvergenceFigure",
  "sobolIndicesFigure",
  "sobolPairsFigure",
];

/** Where a figure speaks of shares, or of currency, as units; "share of the order" is none. */
const speaksOfShares = (figure: Figure): boolean => /\bshares?\b(?! of)|\bcurrency\b/.test(JSON.stringify(figure));

test("every figure of a model with notes names its units, and never shares", async () => {
  const figures = await notedFigures();
  const exported = Object.keys(barrel).filter((name) => name.endsWith("Figure"));
  expect(Object.keys(figures).sort()).toEqual(exported.sort());
  for (const [name, draw] of Object.entries(figures)) {
    expect(speaksOfShares(draw()), name).toBe(false);
    expect(/BTC|USD/.test(JSON.stringify(draw())), name).toBe(!WITHOUT_UNITS.includes(name));
    // What the caller says goes first, on every axis and in every text.
    expect(JSON.stringify(draw({ sizeUnit: "lots", currency: "EUR" })), name).not.toMatch(/BTC|USD/);
  }
  // The control: without notes they do.
  expect(speaksOfShares((await exampleFigures(5, 3, {})).allocation)).toBe(true);
});
