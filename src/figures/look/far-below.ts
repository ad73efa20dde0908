/**
 * Savings lie at 100 % and below, and have no end downwards: one plan that costs fifteen times as much would squash all
 * others into a line. An axis is cut where that is so, and what lies beyond is written.
 */
import type { LayoutAxis } from "plotly.js";

import { short } from "./findings";

/** What is kept has at least a fifth of the axis, were the next value on it. */
const FIFTH = 4;
/** Savings that differ by less, in %, need no axis of their own. */
const LEAST_WIDTH = 1;

/** The least saving that an axis shows, with 0 and half of the savings at least; undefined where all have room. */
export function cutBelow(savings: readonly number[]): number | undefined {
  const sorted = [0, ...savings.filter(Number.isFinite)].sort((a, b) => a - b);
  const most = sorted[sorted.length - 1];
  let kept: number | undefined;
  for (let k = 1; k <= Math.min(sorted.indexOf(0), savings.length / 2); k++) {
    const width = Math.max(most - sorted[k], LEAST_WIDTH);
    if (sorted[k] - sorted[k - 1] > FIFTH * width) kept = sorted[k];
  }
  return kept;
}

/** An axis of savings, which says so in its title where it is cut, at `kept`. */
export function savingAxis(title: string, savings: readonly number[], kept: number | undefined): Partial<LayoutAxis> {
  if (kept === undefined) return { title: { text: `${title} (%)` } };
  const most = Math.max(0, ...savings.filter(Number.isFinite));
  const margin = 0.08 * Math.max(most - kept, LEAST_WIDTH);
  return { title: { text: `${title} (%), cut at ${short(kept)}` }, range: [kept - margin, most + margin] };
}
